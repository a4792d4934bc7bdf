"""Control figures of a batch, computed by PostgreSQL over all its lines at once."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from apps.core import params

from ..choices import OVERLAP_PERCENT
from ..models import Batch
from ..rules.batch import VOID


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
                 FROM daifutong_row WHERE batch_id = %s AND state NOT IN ('DROPPED', 'WAITING')""",
            [batch_id],
        )
        return Totals(*cursor.fetchone())


def content_hash(batch: Batch) -> str:
    """SHA-256 of everything that approvers agree to: who pays, for what, when, and to whom each 分 goes (PY-6, P6)."""
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
        *([batch.pay_on] if batch.pay_on else []),
    )
    return hashlib.sha256("\n".join((*map(str, said), lines)).encode()).hexdigest()


def fingerprint(batch: Batch) -> str:
    """SHA-256 of period, kind and the sorted (account, amount) pairs: the same wages under any file name (PY-11).

    A permit to pay them again makes it another one, once.
    """
    lines = _digest(batch.pk, "ROW(account_index, amount_fen)::text", "account_index, amount_fen")
    permit = f"\n{batch.permit_id}" if batch.permit_id else ""
    return hashlib.sha256(f"{batch.pay_period}\n{batch.kind}\n{lines}{permit}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many of a batch's lines (percent) stand with account and amount in another batch of its period, and in
    which; 0 and "" where they are too few to speak of. Named like the batch's columns."""

    overlap_percent: int = 0
    overlap_reference: str = ""


def overlap(batch: Batch, on: date) -> Overlap:
    """The batch of the same enterprise and period, not rejected or cancelled, that is most like this one (PY-11).

    INTERSECT, because it takes the same time whatever the planner believes: lines just loaded are not in its statistics
    yet, and a join that it takes for one of a few rows would compare each line with each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH line AS NOT MATERIALIZED (SELECT batch_id, account_index, amount_fen FROM daifutong_row
                                              WHERE state NOT IN ('DROPPED', 'WAITING'))
               SELECT 100 * alike.count / own.count, b.reference
                 FROM daifutong_batch b
                CROSS JOIN (SELECT greatest(count(*), 1) AS count FROM line WHERE batch_id = %(batch)s) own
                CROSS JOIN LATERAL (
                      SELECT count(*) AS count FROM (
                             SELECT account_index, amount_fen FROM line WHERE batch_id = %(batch)s
                             INTERSECT ALL
                             SELECT account_index, amount_fen FROM line WHERE batch_id = b.id) both_have) alike
                WHERE b.enterprise_id = %(enterprise)s AND b.pay_period = %(period)s AND b.kind = %(kind)s
                  AND b.id <> %(batch)s AND b.state <> ALL (%(void)s)
                ORDER BY 1 DESC, b.reference LIMIT 1""",
            {
                "batch": batch.pk,
                "enterprise": batch.enterprise_id,
                "period": batch.pay_period,
                "kind": batch.kind,
                "void": list(VOID),
            },
        )
        found = cursor.fetchone()
    return Overlap(*found) if found and found[0] >= max(params.get(OVERLAP_PERCENT, on), 1) else Overlap()


def _digest(batch_id: UUID, line: str, order: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT encode(sha256(coalesce(string_agg(sha256(convert_to({line}, 'UTF8')), ''::bytea
                                                        ORDER BY {order}), ''::bytea)), 'hex')
                  FROM daifutong_row WHERE batch_id = %s AND state NOT IN ('DROPPED', 'WAITING')""",  # noqa: S608  (columns are code)
            [batch_id],
        )
        return str(cursor.fetchone()[0])
