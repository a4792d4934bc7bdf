"""Lines into the table by COPY, with the accounts encrypted on the way: many times what inserts do."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.crypto import blind_indexer, encryptor
from apps.core.db import require_transaction

from ..contracts import Finding
from ..models import Row
from ..rules.batch import ROW
from ..rules.lines import Line
from ..rules.payroll_contract import PayItem

COLUMNS = (
    "id", "batch_id", "number", "name", "account_tail", "amount_text", "remark", "emp_no", "account", "account_index",
    "amount_fen", "errors", "warnings", "items", "channel", "payee_bank", "payee_account_id", "payee_ledger_id",
    "person_id", "state", "outcome",
)  # fmt: skip
BLOCK = 2000  # lines a write

_JSON = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes an encoder for each line
_SPECIAL = re.compile(r"[\\\n\r\t]")
_ESCAPES = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def rows_load(*, batch_id: UUID, lines: Sequence[Line]) -> None:
    """Writes the lines of a new batch in the caller's transaction, which holds the batch's lock."""
    require_transaction()
    left, begin, end = iter(lines), f"\t{batch_id.hex}\t", f"\t{ROW.check('', 'load').target}\t\n"
    seal, index = encryptor(Row._meta.get_field("account").place), blind_indexer("account_number")
    with connection.cursor() as cursor, cursor.copy(f"COPY daifutong_row ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        while block := list(islice(left, BLOCK)):
            ids = [str(line.id) for line in block]
            records = [
                _record(id, line, begin, seal(id, line.account), index(line.account))
                for id, line in zip(ids, block, strict=True)
            ]
            copy.write(end.join([*records, ""]))


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """As the two JSON columns of a line keep them."""
    return [asdict(finding) for finding in findings]


def _record(id: str, line: Line, begin: str, account: bytes, index: bytes) -> str:
    """A line in COPY's text format, all but its end; `begin` stands behind the id."""
    texts = [line.name, line.account[-4:], line.amount_text, line.remark, line.emp_no]
    if _SPECIAL.search("".join(texts)):
        texts = list(map(_text, texts))
    typed = "\t".join(texts)
    fen = r"\N" if line.amount_fen is None else line.amount_fen
    return (
        f"{id}{begin}{line.number}\t{typed}\t\\\\x{account.hex()}\t\\\\x{index.hex()}\t{fen}\t"
        f"{_findings(line.errors)}\t{_findings(line.warnings)}\t{_items(line.items)}\t{line.channel}\t{line.payee_bank}\t"
        f"{_id(line.payee_account_id)}\t{_id(line.payee_ledger_id)}\t{_id(line.person_id)}"
    )


def _text(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _id(value: UUID | None) -> str:
    return r"\N" if value is None else value.hex


def _findings(findings: Sequence[Finding]) -> str:
    return _text(_JSON(findings_json(findings))) if findings else "[]"


def _items(items: Sequence[PayItem]) -> str:
    return _text(_JSON(items)) if items else "[]"
