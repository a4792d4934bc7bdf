"""What must be true of the books at every instant (reliability P1). Read by `manage.py verify_money`."""

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


def journals_keep_to_one_asset() -> Iterator[str]:
    """Every leg is on an account of its journal's asset."""
    for journal, account in _rows("""
        SELECT e.journal_id, e.account_id FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id
          JOIN ledger_account a ON a.id = e.account_id WHERE a.asset <> j.asset"""):
        yield f"凭证 {journal}:账户 {account} 的币种与凭证不同"


def reversals_mirror_their_journals() -> Iterator[str]:
    """A reversal has the legs of its original, each with the opposite amount."""
    for (journal,) in _rows("""
        SELECT r.id FROM ledger_journal r WHERE r.reverses_id IS NOT NULL AND EXISTS (
            SELECT FROM (SELECT leg, account_id, amount FROM ledger_entry WHERE journal_id = r.id) m
              FULL JOIN (SELECT leg, account_id, amount FROM ledger_entry WHERE journal_id = r.reverses_id) o
                     ON o.leg = m.leg
             WHERE m.account_id IS DISTINCT FROM o.account_id OR m.amount IS DISTINCT FROM -o.amount)"""):
        yield f"冲正凭证 {journal} 与原凭证的分录不相反"


def balances_follow_entries() -> Iterator[str]:
    """An account's balance and version are the sum and the number of its entries, numbered without a gap."""
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
                   sum(amount) OVER (PARTITION BY account_id ORDER BY version ROWS UNBOUNDED PRECEDING) AS so_far
              FROM ledger_entry) e
         WHERE balance_after <> so_far"""):
        yield f"账户 {account}:第 {version} 笔分录的余额不连续"


def floors_hold() -> Iterator[str]:
    """No balance less holds stands under its floor, and what is closed is empty."""
    for account, balance, held in _rows("""
        SELECT id, balance, held FROM ledger_account
         WHERE balance - held < floor OR (closed_on IS NOT NULL AND (balance <> 0 OR held <> 0))"""):
        yield f"账户 {account}:余额 {balance} 分,冻结 {held} 分,低于下限或已销户"


CHECKS = (
    books_sum_to_zero,
    journals_sum_to_zero,
    journals_keep_to_one_asset,
    reversals_mirror_their_journals,
    balances_follow_entries,
    entries_continue_each_other,
    floors_hold,
)
