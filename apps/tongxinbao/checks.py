"""What must be true of 同心宝 at every instant: run by `manage.py verify_money` and after tests.

Each function gives sentences about what is wrong; none when all is well.
"""

from collections.abc import Iterator

from apps.core.db import all_rows as _rows


def taken_sums() -> Iterator[str]:
    """What an issue has taken = Σ of its orders that count (TX-30)."""
    for reference, taken, fen in _rows("""
        SELECT i.reference, i.taken_fen, coalesce(s.fen, 0) FROM tongxinbao_issue i
          LEFT JOIN (SELECT issue_id, sum(CASE WHEN state = 'HELD' THEN amount_fen ELSE allotted_fen END) AS fen
                       FROM tongxinbao_order
                      WHERE state IN ('HELD', 'ALLOTTED', 'PART_ALLOTTED', 'SETTLED') GROUP BY issue_id) s
            ON s.issue_id = i.id
         WHERE i.taken_fen <> coalesce(s.fen, 0)"""):
        yield f"同心宝 {reference}:已认购 {taken} 分,明细合计 {fen} 分"


def order_holds() -> Iterator[str]:
    """An order that waits has a hold of its amount on its own account, unless a freeze has ended it (AC-9); any other
    order has none."""
    for reference, number, state, held in _rows("""
        SELECT i.reference, o.number, o.state, coalesce(h.held, 0)
          FROM tongxinbao_order o JOIN tongxinbao_issue i ON i.id = o.issue_id
          LEFT JOIN ledger_hold h ON h.id = o.hold_id AND h.is_open
         WHERE (o.state IN ('HELD', 'ALLOTTED', 'PART_ALLOTTED') AND h.id IS NOT NULL
                AND (h.held <> o.amount_fen OR h.account_id <> o.account_ledger_id))
            OR (o.state NOT IN ('HELD', 'ALLOTTED', 'PART_ALLOTTED') AND h.id IS NOT NULL)"""):
        yield f"同心宝 {reference} 第 {number} 笔认购:状态 {state},冻结 {held} 分"


def loans_lent() -> Iterator[str]:
    """Σ of the loans of an issue = what was raised, and a loan is what its order was allotted."""
    for reference, raised, fen, allotted in _rows("""
        SELECT i.reference, i.raised_fen, coalesce(s.fen, 0), coalesce(s.allotted, 0) FROM tongxinbao_issue i
          LEFT JOIN (SELECT h.issue_id, sum(h.principal_fen) AS fen, sum(o.allotted_fen) AS allotted
                       FROM tongxinbao_holding h JOIN tongxinbao_order o ON o.id = h.order_id AND o.state = 'SETTLED'
                      GROUP BY h.issue_id) s ON s.issue_id = i.id
         WHERE i.raised_fen <> coalesce(s.fen, 0) OR i.raised_fen <> coalesce(s.allotted, 0)"""):
        yield f"同心宝 {reference}:募集 {raised} 分,出借合计 {fen} 分,获配合计 {allotted} 分"


def loans_repaid() -> Iterator[str]:
    """What is left of a loan = what was lent less what its payouts brought; its schedule says the same."""
    for contract, left, paid, scheduled in _rows("""
        SELECT h.contract_number, h.left_fen, coalesce(l.principal, 0), coalesce(d.principal, 0)
          FROM tongxinbao_holding h
          LEFT JOIN (SELECT holding_id, sum(principal_fen) AS principal, sum(interest_fen) AS interest
                       FROM tongxinbao_payoutline GROUP BY holding_id) l ON l.holding_id = h.id
          LEFT JOIN (SELECT holding_id, sum(paid_principal_fen) AS principal, sum(paid_interest_fen) AS interest,
                            sum(principal_fen) AS owed FROM tongxinbao_due GROUP BY holding_id) d ON d.holding_id = h.id
         WHERE h.left_fen <> h.principal_fen - coalesce(l.principal, 0)
            OR coalesce(l.principal, 0) <> coalesce(d.principal, 0)
            OR coalesce(l.interest, 0) <> coalesce(d.interest, 0) OR d.owed <> h.principal_fen"""):
        yield f"借款合同 {contract}:未还 {left} 分,已还本金 {paid} 分,还款计划已还 {scheduled} 分"


def payout_sums() -> Iterator[str]:
    """The enterprise's debit = Σ of the lenders' lines (TX-22), and it is in the books."""
    for reference, number, net, fen, booked in _rows("""
        SELECT i.reference, p.number, p.net_fen, coalesce(l.fen, 0), coalesce(-e.amount, 0)
          FROM tongxinbao_payout p JOIN tongxinbao_issue i ON i.id = p.issue_id
          LEFT JOIN (SELECT payout_id, sum(net_fen) AS fen, sum(tax_fen) AS tax,
                            sum(net_fen + tax_fen) AS gross, count(*) AS lines
                       FROM tongxinbao_payoutline GROUP BY payout_id) l ON l.payout_id = p.id
          LEFT JOIN ledger_entry e ON e.journal_id = p.journal_id AND e.account_id = i.account_ledger_id
         WHERE p.net_fen <> coalesce(l.fen, 0) OR p.tax_fen <> coalesce(l.tax, 0)
            OR p.net_fen <> coalesce(-e.amount, 0)"""):
        yield f"同心宝 {reference} 第 {number} 次还款:扣款 {net} 分,明细 {fen} 分,入账 {booked} 分"


def lines_paid() -> Iterator[str]:
    """A line of a payout has exactly one entry of its net amount on its lender's account; a returned one has none."""
    for contract, net, entries in _rows("""
        SELECT h.contract_number, l.net_fen, count(e.line_id)
          FROM tongxinbao_payoutline l JOIN tongxinbao_holding h ON h.id = l.holding_id
          LEFT JOIN ledger_entry e ON e.line_id = l.id AND e.amount > 0
         GROUP BY l.id, h.id
        HAVING count(e.line_id) <> (l.net_fen > 0 AND NOT l.is_returned)::int OR bool_or(e.amount <> l.net_fen)
            OR bool_or(e.account_id <> h.account_ledger_id)"""):
        yield f"借款合同 {contract}:还款 {net} 分,入账 {entries} 次"


def transit_balances() -> Iterator[str]:
    """An issue's transit account holds exactly what no lender's account could take."""
    for reference, balance, fen in _rows("""
        SELECT i.reference, coalesce(a.balance, 0), coalesce(s.fen, 0) FROM tongxinbao_issue i
          LEFT JOIN ledger_account a ON a.id = i.transit_ledger_id
          LEFT JOIN (SELECT p.issue_id, sum(l.net_fen) AS fen FROM tongxinbao_payoutline l
                       JOIN tongxinbao_payout p ON p.id = l.payout_id WHERE l.is_returned GROUP BY p.issue_id) s
            ON s.issue_id = i.id
         WHERE coalesce(a.balance, 0) <> coalesce(s.fen, 0)"""):
        yield f"同心宝 {reference}:待转账户余额 {balance} 分,退回待处理 {fen} 分"


def reserved_sums() -> Iterator[str]:
    """While an issue is raised, what its lists have reserved = Σ of the released ones less what of it is held; at any
    other time nothing is (ADR 17)."""
    for reference, reserved, fen in _rows("""
        SELECT i.reference, i.reserved_fen, x.fen FROM tongxinbao_issue i
          LEFT JOIN (SELECT issue_id, sum(total_fen) AS fen FROM tongxinbao_entrustedlist
                      WHERE state IN ('RELEASED', 'PLACED') GROUP BY issue_id) l ON l.issue_id = i.id
          LEFT JOIN (SELECT issue_id, sum(amount_fen) AS fen FROM tongxinbao_order
                      WHERE is_entrusted AND state = 'HELD' GROUP BY issue_id) o ON o.issue_id = i.id
         CROSS JOIN LATERAL (SELECT CASE WHEN i.state IN ('SUBSCRIBING', 'SUSPENDED')
                                         THEN coalesce(l.fen, 0) - coalesce(o.fen, 0) ELSE 0 END AS fen) x
         WHERE i.reserved_fen <> x.fen"""):
        yield f"同心宝 {reference}:委托名单预留 {reserved} 分,应为 {fen} 分"


def lists_answered() -> Iterator[str]:
    """A list is the sum of its lines; one that was carried out has an answer for each, any other has none."""
    for reference, total, fen, count, answers in _rows("""
        SELECT i.reference, l.total_fen, coalesce(s.fen, 0), l.line_count, coalesce(s.answers, 0)
          FROM tongxinbao_entrustedlist l JOIN tongxinbao_issue i ON i.id = l.issue_id
          LEFT JOIN (SELECT e.list_id, sum(e.amount_fen) AS fen, count(*) AS lines, count(a.line_id) AS answers
                       FROM tongxinbao_entrustedline e LEFT JOIN tongxinbao_entrustedanswer a ON a.line_id = e.id
                      GROUP BY e.list_id) s ON s.list_id = l.id
         WHERE l.total_fen <> coalesce(s.fen, 0) OR l.line_count <> coalesce(s.lines, 0)
            OR coalesce(s.answers, 0) <> CASE WHEN l.state = 'PLACED' THEN l.line_count ELSE 0 END"""):
        yield f"同心宝 {reference} 的委托名单:合计 {total} 分,明细 {fen} 分;{count} 行,已有结果 {answers} 行"


def orders_mandated() -> Iterator[str]:
    """An entrusted order is that of a line, of the same person and amount, from the account that the person's own
    mandate for the issue names; all under one mandate are no more than its maximum (TX-11)."""
    for reference, number in _rows("""
        SELECT i.reference, o.number
          FROM tongxinbao_order o JOIN tongxinbao_issue i ON i.id = o.issue_id
          LEFT JOIN tongxinbao_entrustedanswer a ON a.order_id = o.id
          LEFT JOIN tongxinbao_entrustedline e ON e.id = a.line_id
          LEFT JOIN tongxinbao_loanmandate m ON m.mandate_id = o.mandate_id
          LEFT JOIN (SELECT mandate_id, sum(amount_fen) AS fen FROM tongxinbao_order
                      WHERE state NOT IN ('FAILED', 'WITHDRAWN', 'RELEASED', 'UNALLOTTED')
                      GROUP BY mandate_id) s ON s.mandate_id = o.mandate_id
         WHERE (o.is_entrusted OR a.line_id IS NOT NULL)
           AND (e.id IS NULL OR m.id IS NULL OR NOT o.is_entrusted OR e.person_id <> o.person_id
                OR a.person_id <> o.person_id OR m.person_id <> o.person_id OR e.amount_fen <> o.amount_fen
                OR m.issue_id <> o.issue_id OR m.account_ledger_id <> o.account_ledger_id
                OR coalesce(s.fen, 0) > m.max_fen)"""):
        yield f"同心宝 {reference} 第 {number} 笔委托认购:与名单或本人的授权不符"


CHECKS = (
    taken_sums,
    order_holds,
    loans_lent,
    loans_repaid,
    payout_sums,
    lines_paid,
    transit_balances,
    reserved_sums,
    lists_answered,
    orders_mandated,
)
