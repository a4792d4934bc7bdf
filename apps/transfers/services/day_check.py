"""What transfers add to a day's close: those on their way go on over midnight, and the board says which."""

from django.db import connection

from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.money import format_yuan

UNDER_WAY = """
    SELECT t.state, t.amount_fen, array(SELECT c.id::text FROM cases_case c
                                         WHERE c.subject_id = t.id AND c.closed_at IS NULL ORDER BY c.id)
      FROM transfers_transfer t
     WHERE t.state IN ('SENT', 'IN_DOUBT') AND t.business_date <= %s
     ORDER BY t.asked_at
"""


def under_way_report(now: Moment, partition: int) -> Report:
    """Tells how many transfers of the day and before have no end yet, how many of them are in doubt, and their cases.

    They stop no day: what waits is in transit (2241.11), asked after, never sent again. Needs the step's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNDER_WAY, [now.business_date])
        rows = cursor.fetchall()
    doubts = sum(state == "IN_DOUBT" for state, *_ in rows)
    fen = sum(amount for _, amount, _ in rows)
    told = f"{len(rows)} 笔转账结转,其中 {doubts} 笔状态未知,共 {format_yuan(fen)} 元" if rows else "没有在途转账"
    figures = {"under_way": len(rows), "in_doubt": doubts, "under_way_fen": fen}
    return Report(told, figures, tuple(case for *_, open_cases in rows for case in open_cases))
