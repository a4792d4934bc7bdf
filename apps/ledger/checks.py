"""What must be true of the books at every instant (reliability P1). Read by `manage.py verify_money`."""

from collections.abc import Iterator

from apps.core.db import all_rows as _rows


def books_sum_to_zero() -> Iterator[str]:
    """Σ of all balances, with what waits for hot ones, is zero in each asset."""
    for asset, fen in _rows("""
        SELECT asset, sum(fen) FROM (
            SELECT asset, balance AS fen FROM ledger_account UNION ALL
            SELECT a.asset, d.amount FROM ledger_hotdelta d JOIN ledger_account a ON a.id = d.account_id) b
         GROUP BY asset HAVING sum(fen) <> 0"""):
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


def reversals_stay_within_their_journals() -> Iterator[str]:
    """What the reversals of a journal take back, leg by leg, is the opposite of it and no more than it moved."""
    for journal, leg in _rows("""
        SELECT j.id, o.leg FROM (SELECT DISTINCT reverses_id AS id FROM ledger_journal WHERE reverses_id IS NOT NULL) j,
               ledger_over_reversed(j.id) o"""):
        yield f"凭证 {journal}:第 {leg} 条分录的冲正与原分录不符或超过原金额"


def balances_follow_entries() -> Iterator[str]:
    """An account's balance (and what waits for a hot one) is the sum of its entries; its version is their number,
    without a gap, and none on a hot account."""
    for account, balance, version, fen, count in _rows("""
        SELECT a.id, a.balance, a.version, coalesce(s.fen, 0) - coalesce(d.fen, 0), coalesce(s.count, 0)
          FROM ledger_account a
          LEFT JOIN (SELECT account_id, sum(amount) AS fen, count(version) AS count, max(version) AS last,
                            count(*) AS legs FROM ledger_entry GROUP BY account_id) s ON s.account_id = a.id
          LEFT JOIN (SELECT account_id, sum(amount) AS fen FROM ledger_hotdelta GROUP BY account_id) d
                 ON d.account_id = a.id
         WHERE a.balance + coalesce(d.fen, 0) <> coalesce(s.fen, 0) OR a.version <> coalesce(s.count, 0)
            OR a.version <> coalesce(s.last, 0) OR (NOT a.is_hot AND s.legs <> s.count)
            OR (d.account_id IS NOT NULL AND NOT a.is_hot)"""):
        yield f"账户 {account}:余额 {balance} 分(第 {version} 笔),分录合计 {fen} 分({count} 笔)"


def entries_continue_each_other() -> Iterator[str]:
    """`balance_after` runs on from entry to entry of an account."""
    for account, version in _rows("""
        SELECT account_id, version FROM (
            SELECT account_id, version, balance_after, amount,
                   lag(balance_after, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY version) AS before
              FROM ledger_entry WHERE version IS NOT NULL) e
         WHERE balance_after <> before + amount"""):
        yield f"账户 {account}:第 {version} 笔分录的余额不连续"


def folds_follow_each_other() -> Iterator[str]:
    """The folds of a hot account run on, and end at its balance."""
    for account, number in _rows("""
        SELECT account_id, id FROM (
            SELECT account_id, id, balance_after, amount,
                   lag(balance_after, 1, 0::bigint) OVER (PARTITION BY account_id ORDER BY id) AS before
              FROM ledger_hotfold) f
         WHERE balance_after <> before + amount
        UNION ALL
        SELECT a.id, 0 FROM ledger_account a
         WHERE a.is_hot AND a.balance <> coalesce((SELECT balance_after FROM ledger_hotfold f WHERE f.account_id = a.id
                                                    ORDER BY f.id DESC LIMIT 1), 0)"""):
        yield f"账户 {account}:第 {number} 次归并后的余额不连续"


def holds_follow_their_events() -> Iterator[str]:
    """A hold stands where its events put it, numbered without a gap, and holds nothing once it has ended."""
    for (hold,) in _rows("""
        SELECT h.id FROM ledger_hold h
          LEFT JOIN (SELECT hold_id, count(*) AS count, max(number) AS last, sum(delta) AS held,
                            bool_or(closes) AS ended,
                            coalesce(-sum(delta) FILTER (WHERE kind = 'COMMITTED'), 0) AS taken
                       FROM ledger_holdevent GROUP BY hold_id) e ON e.hold_id = h.id
         WHERE (h.events, h.events, h.held, h.taken, h.is_open) IS DISTINCT FROM
               (e.count, e.last, e.held, e.taken, NOT e.ended)
            OR h.held NOT BETWEEN 0 AND h.wanted - h.taken OR (NOT h.is_open AND h.held <> 0)"""):
        yield f"止付/冻结 {hold} 与其记录不符"


def accounts_hold_what_their_holds_hold() -> Iterator[str]:
    """`held` is the sum of an account's open holds, `has_freeze` says whether one of them is a freeze."""
    for account, held, fen in _rows("""
        SELECT a.id, a.held, coalesce(h.held, 0) FROM ledger_account a
          LEFT JOIN (SELECT account_id, sum(held) AS held, bool_or(is_freeze) AS is_freeze FROM ledger_hold
                      WHERE is_open GROUP BY account_id) h ON h.account_id = a.id
         WHERE a.held <> coalesce(h.held, 0) OR a.has_freeze <> coalesce(h.is_freeze, false)"""):
        yield f"账户 {account}:止付 {held} 分,止付记录合计 {fen} 分"


def freezes_have_caught_what_is_there() -> Iterator[str]:
    """No freeze waits for money while its account has some free."""
    for account, fen in _rows("""
        SELECT a.id, a.balance - a.held - a.floor FROM ledger_account a
         WHERE a.has_freeze AND a.balance - a.held - a.floor > 0 AND EXISTS (
               SELECT FROM ledger_hold h WHERE h.account_id = a.id AND h.is_open AND h.is_freeze
                  AND h.held + h.taken < h.wanted)"""):
        yield f"账户 {account}:有冻结未冻满,而可用余额还有 {fen} 分"


def floors_hold() -> Iterator[str]:
    """No balance less holds stands under its floor, which is its code's, and what is closed is empty."""
    for account, balance, held in _rows("""
        SELECT a.id, a.balance, a.held FROM ledger_account a JOIN ledger_glaccount g ON g.code = a.gl_code
         WHERE a.balance - a.held < a.floor OR a.floor IS DISTINCT FROM g.floor
            OR (a.closed_on IS NOT NULL AND (a.balance <> 0 OR a.held <> 0))"""):
        yield f"账户 {account}:余额 {balance} 分,冻结 {held} 分,低于下限或已销户"


def snapshots_follow_entries() -> Iterator[str]:
    """A snapshot is the sum and the number of its account's entries up to its day, and no moved day lacks one."""
    for account, day, fen, snapshot in _rows("""
        WITH moved AS (
            SELECT e.account_id, j.business_date, sum(e.amount) AS fen, count(*) AS entries
              FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id GROUP BY 1, 2),
        stood AS (
            SELECT account_id, business_date, sum(fen) OVER so_far AS fen, sum(entries) OVER so_far AS entries,
                   lead(business_date, 1, 'infinity') OVER so_far AS until
              FROM moved WINDOW so_far AS (PARTITION BY account_id ORDER BY business_date)),
        kept AS (SELECT min(business_date) AS first, max(business_date) AS last FROM ledger_snapshot)
        SELECT s.account_id, s.business_date, t.fen, s.balance
          FROM ledger_snapshot s LEFT JOIN stood t
            ON t.account_id = s.account_id AND s.business_date >= t.business_date AND s.business_date < t.until
         WHERE t.fen IS DISTINCT FROM s.balance OR t.entries IS DISTINCT FROM s.entries
         UNION ALL
        SELECT t.account_id, t.business_date, t.fen, NULL FROM stood t JOIN kept ON t.business_date <= kept.last
         WHERE t.business_date > kept.first AND NOT EXISTS (
               SELECT FROM ledger_snapshot s WHERE s.account_id = t.account_id
                  AND s.business_date >= t.business_date AND s.business_date < t.until)"""):
        yield f"账户 {account}:{day} 日终余额 {snapshot} 分,截至当日分录合计 {fen} 分"


def proofs_hold() -> Iterator[str]:
    """A closed day holds the legs that were there when it was proved: none has been added, changed or taken away."""
    for (day,) in _rows("""
        SELECT p.business_date FROM ledger_dayproof p, ledger_day_figures(p.business_date) f
         WHERE (p.journals, p.entries, p.digest) IS DISTINCT FROM (f.journals, f.entries, f.digest)"""):
        yield f"营业日 {day} 的凭证与平账时不一致"


def interest_is_kept_to_the_last_fraction() -> Iterator[str]:
    """Each day of an account continues the one before, less what was paid, and no fraction of a 分 is lost."""
    for account, day in _rows("""
        SELECT account_id, business_date FROM (
            SELECT a.*, coalesce(p.fen, 0) AS paid, lag(a.carry, 1, 0) OVER days AS carry_before,
                   lag(a.accrued, 1, 0::bigint) OVER days AS owed_before
              FROM ledger_accrual a
              LEFT JOIN ledger_interestpaid p ON p.account_id = a.account_id AND p.business_date = a.business_date
            WINDOW days AS (PARTITION BY a.account_id ORDER BY a.business_date)) d
         WHERE fen::numeric * 360000000 + carry <> product::numeric * rate_ppm + carry_before
            OR accrued <> owed_before - paid + fen OR carry NOT BETWEEN 0 AND 359999999"""):
        yield f"账户 {account}:{day} 的计息与前一日不衔接"


def interest_owed_is_in_the_books() -> Iterator[str]:
    """What is owed to all accounts together is what the closes have posted on 应付利息 less what was paid."""
    for booked, owed in _rows("""
        SELECT b.fen, o.fen FROM (
            SELECT coalesce(sum(e.amount), 0) AS fen FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
              JOIN ledger_account a ON a.id = e.account_id AND a.gl_code = '2231'
             WHERE j.kind IN ('close.accrual', 'close.interest', 'ledger.closing_interest')) b, (
            SELECT coalesce((SELECT sum(accrued) FROM ledger_accrual WHERE business_date = last.day), 0)
                   - coalesce((SELECT sum(fen) FROM ledger_interestpaid WHERE business_date > last.day), 0) AS fen
              FROM (SELECT max(business_date) AS day FROM ledger_accrual) last) o
         WHERE b.fen <> o.fen"""):
        yield f"应付利息账面 {booked} 分,各户应付合计 {owed} 分"


def clearing_results_follow_both_sides() -> Iterator[str]:
    """How a reference stands is what our books and the bank's files say of it on all reconciled days together."""
    for gl_code, reference in _rows("""
        WITH done AS (SELECT gl_code, business_date FROM ledger_clearingday WHERE state = 'RECONCILED'),
        ours AS (
            SELECT d.gl_code, split_part(j.idempotency_key, ':', 2) AS reference, sum(e.amount) AS fen, count(*) AS n
              FROM done d JOIN ledger_account a ON a.gl_code = d.gl_code AND a.owner_kind = 'bank' AND a.asset = 'CNY'
              JOIN ledger_journal j ON j.business_date = d.business_date
              JOIN ledger_entry e ON e.journal_id = j.id AND e.account_id = a.id GROUP BY 1, 2),
        theirs AS (
            SELECT d.gl_code, t.reference, sum(t.amount) AS fen, count(*) AS n
              FROM done d JOIN corebank_corestatement s ON (s.account, s.business_date) = (d.gl_code, d.business_date)
              JOIN corebank_corestatemententry t ON t.statement_id = s.id GROUP BY 1, 2),
        stand AS (
            SELECT DISTINCT ON (gl_code, reference) * FROM ledger_clearingresult
             ORDER BY gl_code, reference, business_date DESC)
        SELECT gl_code, reference FROM ours o FULL JOIN theirs t USING (gl_code, reference)
          FULL JOIN stand s USING (gl_code, reference)
         WHERE (coalesce(o.fen, 0), coalesce(o.n, 0), coalesce(t.fen, 0), coalesce(t.n, 0))
               IS DISTINCT FROM (s.ours, s.ours_count, s.theirs, s.theirs_count)"""):
        yield f"清算 {gl_code}:参考号 {reference} 的对账结果与账簿或银行日终文件不符"


def clearing_differences_have_their_cases() -> Iterator[str]:
    """A difference has a case, its own or the one that stands for many of its day."""
    for gl_code, day, reference in _rows("""
        SELECT r.gl_code, r.business_date, r.reference FROM ledger_clearingresult r
         WHERE r.kind <> 'MATCHED' AND NOT EXISTS (SELECT FROM cases_case c WHERE c.subject_id = r.id)
           AND NOT EXISTS (
               SELECT FROM cases_case c JOIN ledger_clearingresult m ON m.id = c.subject_id
                WHERE c.kind = 'ledger.clearing.many' AND (m.gl_code, m.business_date) = (r.gl_code, r.business_date))
        """):
        yield f"清算 {gl_code}:{day} 参考号 {reference} 的差异没有异常事项"


CHECKS = (
    books_sum_to_zero,
    journals_sum_to_zero,
    journals_keep_to_one_asset,
    reversals_stay_within_their_journals,
    balances_follow_entries,
    entries_continue_each_other,
    folds_follow_each_other,
    holds_follow_their_events,
    accounts_hold_what_their_holds_hold,
    freezes_have_caught_what_is_there,
    floors_hold,
    snapshots_follow_entries,
    proofs_hold,
    interest_is_kept_to_the_last_fraction,
    interest_owed_is_in_the_books,
    clearing_results_follow_both_sides,
    clearing_differences_have_their_cases,
)
