"""Lines into the table by COPY, with the accounts encrypted on the way: many times what inserts do."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.crypto import blind_index, encrypt
from apps.core.db import require_transaction

from ..choices import RowState
from ..contracts import Finding
from ..models import Row
from ..rules.lines import Line

COLUMNS = (
    "id", "batch_id", "number", "name", "account", "account_index", "account_tail", "amount_fen", "amount_text",
    "remark", "emp_no", "errors", "warnings", "channel", "payee_bank", "payee_account_id", "payee_ledger_id",
    "person_id", "state", "outcome",
)  # fmt: skip
BLOCK = 2000  # lines a write

_SPECIAL = re.compile(r"[\\\n\r\t]")
_ESCAPES = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def rows_load(*, batch_id: UUID, lines: Sequence[Line]) -> None:
    """Writes the lines of a new batch in the caller's transaction, which holds the batch's lock."""
    require_transaction()
    batch, place, left = str(batch_id), Row._meta.get_field("account").place, iter(lines)
    with connection.cursor() as cursor, cursor.copy(f"COPY daifutong_row ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        while block := list(islice(left, BLOCK)):
            copy.write("".join([_record(batch, line, place) for line in block]))


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """As the two JSON columns of a line keep them."""
    return [asdict(finding) for finding in findings]


def _record(batch: str, line: Line, place: str) -> str:
    """One line in COPY's text format."""
    account, index = encrypt(place, line.id, line.account), blind_index("account_number", line.account)
    return (
        f"{line.id}\t{batch}\t{line.number}\t{_text(line.name)}\t\\\\x{account.hex()}\t\\\\x{index.hex()}\t"
        f"{_text(line.account[-4:])}\t{_null(line.amount_fen)}\t{_text(line.amount_text)}\t{_text(line.remark)}\t"
        f"{_text(line.emp_no)}\t{_findings(line.errors)}\t{_findings(line.warnings)}\t{line.channel}\t"
        f"{line.payee_bank}\t{_null(line.payee_account_id)}\t{_null(line.payee_ledger_id)}\t{_null(line.person_id)}\t"
        f"{RowState.PENDING}\t\n"
    )


def _text(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text) if _SPECIAL.search(text) else text


def _null(value: object) -> str:
    return r"\N" if value is None else str(value)


def _findings(findings: Sequence[Finding]) -> str:
    return _text(json.dumps(findings_json(findings), ensure_ascii=False)) if findings else "[]"
