"""What must be true of the books at every instant (ledger rules: P1)."""

from collections.abc import Iterator

from django.db import connection


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def books_sum_to_zero() -> Iterator[str]:
    """Σ of all balances is zero in each asset."""
    for asset, fen in _rows("SELECT asset, sum(balance) FROM ledger_account GROUP BY asset HAVING sum(balance) <> 0"):
        yield f"{asset} 全部账户余额合计 {fen} 分,应为 0"


def journals_sum_to_zero() -> Iterator[str]:
    """Each journal's legs sum to zero, and there are two at least."""
    for journal, legs, fen in _rows("""
        SELECT j.id, count(e.leg), coalesce(sum(e.amount), 0) FROM ledger_journal j
          LEFT JOIN ledger_entry e ON e.journal_id = j.id GROUP BY j.id
        HAVING count(e.leg) < 2 OR sum(e.amount) <> 0"""):
        yield f"凭证 {journal}:{legs} 条分录,合计 {fen} 分"


def balances_follow_entries() -> Iterator[str]:
    """An account's balance and version are the sum and the number of its entries, and its last `balance_after`."""
    for account, balance, version, fen, count in _rows("""
        SELECT a.id, a.balance, a.version, coalesce(s.fen, 0), coalesce(s.count, 0) FROM ledger_account a
          LEFT JOIN (SELECT account_id, sum(amount) AS fen, count(*) AS count, max(version) AS last
                       FROM ledger_entry GROUP BY account_id) s ON s.account_id = a.id
         WHERE a.balance <> coalesce(s.fen, 0) OR a.version <> coalesce(s.count, 0)
            OR a.version <> coalesce(s.last, 0)"""):
        yield f"账户 {account}:余额 {balance} 分(第 {version} 笔),分录合计 {fen} 分({count} 笔)"


def entries_continue_each_other() -> Iterator[str]:
    """`balance_after` runs on from entry to entry of an account."""
    for account, version in _rows("""
        SELECT account_id, version FROM (
            SELECT account_id, version, balance_after,
                   sum(amount) OVER (PARTITION BY account_id ORDER BY version) AS so_far FROM ledger_entry) e
         WHERE balance_after <> so_far"""):
        yield f"账户 {account}:第 {version} 笔分录的余额不连续"


def floors_hold() -> Iterator[str]:
    """No balance less holds stands under its floor."""
    for account, balance, held in _rows(
        "SELECT id, balance, held FROM ledger_account WHERE floor IS NOT NULL AND balance - held < floor"
    ):
        yield f"账户 {account}:余额 {balance} 分,冻结 {held} 分,低于下限"


CHECKS = (books_sum_to_zero, journals_sum_to_zero, balances_follow_entries, entries_continue_each_other, floors_hold)
