"""Lines into the table by COPY: ten times what inserts do, with the accounts encrypted on the way."""

from collections.abc import Iterable
from dataclasses import asdict
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
TYPES = (
    "uuid", "uuid", "int4", "varchar", "bytea", "bytea", "varchar", "int8", "varchar", "varchar", "varchar", "jsonb",
    "jsonb", "varchar", "varchar", "uuid", "uuid", "uuid", "varchar", "varchar",
)  # fmt: skip


def rows_load(*, batch_id: UUID, lines: Iterable[Line]) -> None:
    """Writes the lines of a new batch in the caller's transaction, which holds the batch's lock."""
    require_transaction()
    place = Row._meta.get_field("account").place
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY daifutong_row ({', '.join(COLUMNS)}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.set_types(TYPES)
        for line in lines:
            copy.write_row(_values(batch_id, line, place))


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """As the two JSON columns of a line keep them."""
    return [asdict(finding) for finding in findings]


def _values(batch_id: UUID, line: Line, place: str) -> tuple[Any, ...]:
    return (
        line.id,
        batch_id,
        line.number,
        line.name,
        encrypt(place, line.id, line.account),
        blind_index("account_number", line.account),
        line.account[-4:],
        line.amount_fen,
        line.amount_text,
        line.remark,
        line.emp_no,
        findings_json(line.errors),
        findings_json(line.warnings),
        line.channel,
        line.payee_bank,
        line.payee_account_id,
        line.payee_ledger_id,
        line.person_id,
        RowState.PENDING,
        "",
    )
