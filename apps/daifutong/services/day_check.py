"""What the payroll adds to a day's close: nothing may be half-settled, lines in doubt are carried over (PY-7)."""

from django.db import connection

from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.errors import Conflict
from apps.core.money import format_yuan

from ..choices import RowState

LINES_TOLD = 5
NOT_ENDED = (RowState.PENDING, RowState.SENT, RowState.FAILED, RowState.IN_DOUBT)

# Batches that were released on the day or before and had not ended before it. A line in doubt has its open case, and
# one whose payment never left has its batch's.
OPEN_LINES = """
    WITH batch AS (
        SELECT id, reference, transit_ledger_id FROM daifutong_batch
         WHERE (released_at AT TIME ZONE 'Asia/Shanghai')::date <= %(day)s
           AND (finished_at IS NULL OR (finished_at AT TIME ZONE 'Asia/Shanghai')::date >= %(day)s)),
    line AS (
        SELECT r.batch_id, b.reference || '-' || lpad(r.number::text, 6, '0') AS line_ref, r.state, r.amount_fen,
               c.id AS case_id
          FROM batch b JOIN daifutong_row r ON r.batch_id = b.id
          LEFT JOIN cases_case c ON c.closed_at IS NULL
               AND (c.kind = 'daifutong.row.in_doubt' AND c.subject_id = r.id AND r.state = %(in_doubt)s
                 OR c.kind = 'daifutong.rows.unsent' AND c.subject_id = r.batch_id AND r.state = %(sent)s)
         WHERE r.state = ANY (%(not_ended)s))
    SELECT line_ref, case_id IS NOT NULL, amount_fen, case_id::text FROM line
     UNION ALL
    SELECT b.reference, false, a.balance, NULL FROM batch b JOIN ledger_account a ON a.id = b.transit_ledger_id
     WHERE NOT EXISTS (SELECT FROM line WHERE batch_id = b.id AND case_id IS NULL)
       AND a.balance <> (SELECT coalesce(sum(amount_fen), 0) FROM line WHERE batch_id = b.id)
     ORDER BY 1
"""


def half_settled_check(now: Moment, partition: int) -> Report:
    """Reports the lines in doubt or never sent, each under a case, that stay in transit over the end of the day.

    Raises Conflict HALF_SETTLED while a released line has neither its end nor such a case, or a batch's transit account
    holds something else than these lines. Needs the transaction of the step; locks nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            OPEN_LINES,
            {
                "day": now.business_date,
                "in_doubt": RowState.IN_DOUBT.value,
                "sent": RowState.SENT.value,
                "not_ended": [state.value for state in NOT_ENDED],
            },
        )
        rows = cursor.fetchall()
    unsettled = [name for name, is_carried, *_ in rows if not is_carried]
    if unsettled:
        named = "、".join(unsettled[:LINES_TOLD]) + ("等" if len(unsettled) > LINES_TOLD else "")
        raise Conflict("HALF_SETTLED", f"代发有 {len(unsettled)} 项未了结:{named}。请等待发放结束或处理异常后重试。")
    fen = sum(amount for _, _, amount, _ in rows)
    told = f"{len(rows)} 笔状态未知或未送出的明细结转,共 {format_yuan(fen)} 元" if rows else "没有在途明细"
    return Report(told, {"in_doubt": len(rows), "in_doubt_fen": fen}, tuple(case for *_, case in rows))
