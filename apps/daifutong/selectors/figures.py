"""Control figures of a batch, computed by PostgreSQL over all its lines at once."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from ..models import Batch


@dataclass(frozen=True, slots=True)
class Totals:
    """Over the lines that were not dropped; sums in 分."""

    row_count: int
    total_fen: int
    error_count: int
    warning_count: int


def totals(batch_id: UUID) -> Totals:
    """Counts and the sum of readable amounts, lines with errors included (PY-5)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*), coalesce(sum(amount_fen), 0)::bigint,
                      count(*) FILTER (WHERE errors <> '[]'), count(*) FILTER (WHERE warnings <> '[]')
                 FROM daifutong_row WHERE batch_id = %s AND state <> 'DROPPED'""",
            [batch_id],
        )
        return Totals(*cursor.fetchone())


def content_hash(batch: Batch) -> str:
    """SHA-256 of everything that approvers agree to: who pays, for what, and to whom each 分 goes (PY-6, P6)."""
    lines = _digest(
        batch.pk,
        "ROW(number, name, account_index, amount_fen, remark, channel, payee_bank, payee_account_id,"
        " payee_ledger_id)::text",
        "number",
    )
    said = (
        batch.reference,
        batch.enterprise_id,
        batch.kind,
        batch.pay_period,
        batch.title,
        batch.payer_account_id,
        batch.payer_ledger_id,
    )
    return hashlib.sha256("\n".join((*map(str, said), lines)).encode()).hexdigest()


def fingerprint(batch: Batch) -> str:
    """SHA-256 of period, kind and the sorted (account, amount) pairs: the same wages under any file name (PY-11)."""
    lines = _digest(batch.pk, "ROW(account_index, amount_fen)::text", "account_index, amount_fen")
    return hashlib.sha256(f"{batch.pay_period}\n{batch.kind}\n{lines}".encode()).hexdigest()


def _digest(batch_id: UUID, line: str, order: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT encode(sha256(coalesce(string_agg(sha256(convert_to({line}, 'UTF8')), ''::bytea
                                                        ORDER BY {order}), ''::bytea)), 'hex')
                  FROM daifutong_row WHERE batch_id = %s AND state <> 'DROPPED'""",  # noqa: S608  (columns are code)
            [batch_id],
        )
        return str(cursor.fetchone()[0])
