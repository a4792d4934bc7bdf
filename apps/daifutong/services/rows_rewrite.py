"""Lines checked again and written over those that are there: one statement, whatever their number."""

import json
from collections.abc import Sequence
from datetime import date

from django.db import connection

from apps.core.crypto import blind_indexer, encryptor
from apps.core.db import require_transaction
from apps.core.money import plain_yuan

from ..contracts import Finding
from ..models import Row
from ..rules.lines import Line
from ..rules.payroll_contract import PayrollLimits
from ..rules.payroll_line import check_line
from .rows_load import findings_json

ROUNDED = "E_PAN_PRECISION"


def line_again(
    row: Row,
    *,
    today: date,
    name: str | None = None,
    account: str = "",
    amount: str | None = None,
    remark: str | None = None,
) -> Line:
    """A stored line with what was typed over it, read as from a file. None, and an empty account, keep what is there;
    so does what cannot be read, with its error."""
    stored = row.amount_text if row.amount_fen is None else plain_yuan(row.amount_fen)
    typed = (
        row.name if name is None else name,
        account or row.account.clear(),
        stored if amount is None else amount,
        row.remark if remark is None else remark,
        "",
        row.emp_no,
    )
    line = Line.read(check_line(row.number, typed, today=today, limits=PayrollLimits()), row.pk)
    if not account:
        precision_keep(row, line)
    return line


def precision_keep(row: Row, line: Line) -> None:
    """An account that a numeric cell has rounded stays an error until it is typed again: its digits read well, and may
    be another's (PY-3)."""
    if ROUNDED not in {error.code for error in line.errors}:
        line.errors += [Finding(**error) for error in row.errors if error["code"] == ROUNDED]


def rows_rewrite(lines: Sequence[Line]) -> None:
    """Needs the caller's open transaction, which holds the lock of their batch. Numbers, items and states stay."""
    require_transaction()
    seal, index = encryptor(Row._meta.get_field("account").place), blind_indexer("account_number")
    records = [
        {
            "id": str(line.id),
            "name": line.name,
            "account": seal(line.id, line.account).hex(),
            "account_index": index(line.account).hex(),
            "account_tail": line.account[-4:],
            "amount_fen": line.amount_fen,
            "amount_text": line.amount_text,
            "remark": line.remark,
            "errors": findings_json(line.errors),
            "warnings": findings_json(line.warnings),
            "channel": line.channel,
            "payee_bank": line.payee_bank,
            "payee_account_id": line.payee_account_id,
            "payee_ledger_id": line.payee_ledger_id,
            "person_id": line.person_id,
        }
        for line in lines
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE daifutong_row r
                  SET name = v.name, account = decode(v.account, 'hex'),
                      account_index = decode(v.account_index, 'hex'), account_tail = v.account_tail,
                      amount_fen = v.amount_fen, amount_text = v.amount_text, remark = v.remark, errors = v.errors,
                      warnings = v.warnings, channel = v.channel, payee_bank = v.payee_bank,
                      payee_account_id = v.payee_account_id, payee_ledger_id = v.payee_ledger_id,
                      person_id = v.person_id
                 FROM jsonb_to_recordset(%s::jsonb) AS v(
                        id uuid, name text, account text, account_index text, account_tail text, amount_fen bigint,
                        amount_text text, remark text, errors jsonb, warnings jsonb, channel text, payee_bank text,
                        payee_account_id uuid, payee_ledger_id uuid, person_id uuid)
                WHERE r.id = v.id""",
            [json.dumps(records, default=str)],
        )
