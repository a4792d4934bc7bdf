"""What must be true of the payroll at every instant (P4, ledger.md): run by `manage.py verify_money` and after tests.

Each function gives sentences about what is wrong; none when all is well.
"""

from collections.abc import Iterator

from django.db import connection


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def batch_totals() -> Iterator[str]:
    """Σ of the lines by state = the batch's total, and their number its count."""
    for reference, count, total, rows, fen in _rows("""
        SELECT b.reference, b.row_count, b.total_fen, count(r.id), coalesce(sum(r.amount_fen), 0)
          FROM daifutong_batch b LEFT JOIN daifutong_row r ON r.batch_id = b.id AND r.state <> 'DROPPED'
         GROUP BY b.id HAVING count(r.id) <> b.row_count OR coalesce(sum(r.amount_fen), 0) <> b.total_fen"""):
        yield f"批次 {reference}:控制数 {count} 笔 {total} 分,明细 {rows} 笔 {fen} 分"


def transit_balances() -> Iterator[str]:
    """A batch's transit account holds exactly what is on its way: released lines without a final state."""
    for reference, balance, fen in _rows("""
        SELECT b.reference, coalesce(a.balance, 0), coalesce(s.fen, 0)
          FROM daifutong_batch b
          LEFT JOIN ledger_account a ON a.id = b.transit_ledger_id
          LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM daifutong_row r WHERE r.batch_id = b.id
                                AND b.released_at IS NOT NULL AND r.state IN ('PENDING', 'SENT', 'IN_DOUBT', 'FAILED')
                            ) s ON true
         WHERE coalesce(a.balance, 0) <> coalesce(s.fen, 0)"""):
        yield f"批次 {reference}:待转账户余额 {balance} 分,在途明细 {fen} 分"


def paid_lines() -> Iterator[str]:
    """A PAID line has exactly one entry of its amount, on its payee's account; every other line has none."""
    for reference, number, state, entries in _rows("""
        SELECT b.reference, r.number, r.state, count(e.line_id)
          FROM daifutong_row r JOIN daifutong_batch b ON b.id = r.batch_id
          LEFT JOIN ledger_entry e ON e.line_id = r.id AND e.amount > 0
         GROUP BY b.reference, r.id
        HAVING count(e.line_id) <> (r.state = 'PAID')::int OR bool_or(e.amount <> r.amount_fen)
            OR bool_or(r.channel = 'OWN' AND e.account_id <> r.payee_ledger_id)"""):
        yield f"明细 {reference}-{number:06d}:状态 {state},入账 {entries} 次"


def returns_held() -> Iterator[str]:
    """A batch's 2241.02 holds exactly what waits for an account of the enterprise: its HELD lines, under a case."""
    for reference, balance, fen, cases in _rows("""
        SELECT b.reference, coalesce(a.balance, 0), coalesce(s.fen, 0), c.open
          FROM daifutong_batch b
          LEFT JOIN ledger_account a ON a.owner_id = b.id AND a.owner_kind = 'daifutong.batch' AND a.gl_code = '2241.02'
          LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM daifutong_row r
                              WHERE r.batch_id = b.id AND r.state = 'HELD') s ON true
          LEFT JOIN LATERAL (SELECT count(*) AS open FROM cases_case c WHERE c.subject_id = b.id
                                AND c.kind = 'daifutong.return.held' AND c.state = 'OPEN') c ON true
         WHERE coalesce(a.balance, 0) <> coalesce(s.fen, 0) OR s.fen > 0 AND c.open = 0"""):
        yield f"批次 {reference}:退回待处理余额 {balance} 分,暂存明细 {fen} 分,未结事项 {cases} 件"


def returned_sums() -> Iterator[str]:
    """What a batch says it returned is the sum of its returned lines."""
    for reference, returned, fen in _rows("""
        SELECT b.reference, b.returned_fen, coalesce(sum(r.amount_fen), 0)
          FROM daifutong_batch b LEFT JOIN daifutong_row r ON r.batch_id = b.id AND r.state = 'RETURNED'
         GROUP BY b.id HAVING b.returned_fen <> coalesce(sum(r.amount_fen), 0)"""):
        yield f"批次 {reference}:已退回 {returned} 分,退回明细合计 {fen} 分"


def doubts_have_cases() -> Iterator[str]:
    """No line in doubt without an open case, so that the day may close over it."""
    for reference, number in _rows("""
        SELECT b.reference, r.number FROM daifutong_row r JOIN daifutong_batch b ON b.id = r.batch_id
         WHERE r.state = 'IN_DOUBT' AND NOT EXISTS (
               SELECT FROM cases_case c WHERE c.subject_id = r.id AND c.state = 'OPEN')"""):
        yield f"明细 {reference}-{number:06d}:状态未知但没有异常事项"


CHECKS = (batch_totals, transit_balances, paid_lines, returns_held, returned_sums, doubts_have_cases)
