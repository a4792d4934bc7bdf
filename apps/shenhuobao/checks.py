"""What must be true of 申活宝 at every instant: run by `manage.py verify_money` and after tests.

Each function gives sentences about what is wrong; none when all is well.
"""

from collections.abc import Iterator

from apps.core.db import all_rows as _rows


def sold_sums() -> Iterator[str]:
    """What a product has sold = Σ of its purchases that count: on the way in full, confirmed as they were filled."""
    for code, sold, fen in _rows("""
        SELECT p.code, p.sold_fen, coalesce(s.fen, 0) FROM shenhuobao_product p
          LEFT JOIN (SELECT product_id,
                            sum(CASE WHEN state IN ('HELD', 'SENT_TA') THEN amount_fen ELSE filled_fen END) AS fen
                       FROM shenhuobao_order
                      WHERE kind = 'PURCHASE' AND state IN ('HELD', 'SENT_TA', 'CONFIRMED', 'PART', 'DONE')
                      GROUP BY product_id) s ON s.product_id = p.id
         WHERE p.sold_fen <> coalesce(s.fen, 0)"""):
        yield f"理财产品 {code}:已售 {sold} 分,明细合计 {fen} 分"


def purchase_holds() -> Iterator[str]:
    """A purchase on the way has a hold of its amount on its own account, unless a freeze has ended it (AC-9); any other
    order has none."""
    for reference, state, held in _rows("""
        SELECT o.reference, o.state, coalesce(h.held, 0)
          FROM shenhuobao_order o LEFT JOIN ledger_hold h ON h.id = o.hold_id AND h.is_open
         WHERE h.id IS NOT NULL AND (o.state NOT IN ('HELD', 'SENT_TA') OR h.held <> o.amount_fen
                                     OR h.account_id <> o.account_ledger_id)"""):
        yield f"理财交易 {reference}:状态 {state},冻结 {held} 分"


def units_held() -> Iterator[str]:
    """A holding's units = what purchases and conversions brought, less what these, redemptions and maturities took,
    plus the days' income and dividends that were reinvested; a quick redemption takes its units at once. What is set
    aside = Σ of the redemptions on the way. Lots say the same of all but cash-management units."""
    for code, person, units, counted, aside, promised, lots in _rows("""
        SELECT p.code, h.person_id, h.units,
               coalesce(o.bought, 0) - coalesce(o.taken, 0) + coalesce(i.fen, 0) / 100.0 + coalesce(y.units, 0)
                 + coalesce(c.units, 0),
               h.aside, coalesce(o.promised, 0), l.units
          FROM shenhuobao_holding h JOIN shenhuobao_product p ON p.id = h.product_id
          LEFT JOIN (SELECT person_id, product_id,
                            sum(filled_units) FILTER (WHERE kind = 'PURCHASE') AS bought,
                            coalesce(sum(filled_units) FILTER (WHERE kind IN ('REDEMPTION', 'CONVERSION')), 0)
                              + coalesce(sum(units) FILTER (WHERE kind = 'QUICK' AND state <> 'CREATED'), 0) AS taken,
                            sum(units) FILTER (WHERE kind IN ('REDEMPTION', 'CONVERSION')
                                                AND state IN ('HELD', 'SENT_TA')) AS promised
                       FROM shenhuobao_order GROUP BY person_id, product_id) o
            ON o.person_id = h.person_id AND o.product_id = h.product_id
          LEFT JOIN (SELECT holding_id, sum(income_fen) AS fen FROM shenhuobao_income GROUP BY holding_id) i
            ON i.holding_id = h.id
          LEFT JOIN (SELECT person_id, target_id, sum(target_units) AS units FROM shenhuobao_order
                      WHERE kind = 'CONVERSION' GROUP BY person_id, target_id) c
            ON c.person_id = h.person_id AND c.target_id = h.product_id
          LEFT JOIN (SELECT y.holding_id, sum(CASE WHEN d.kind = 'MATURITY' THEN -y.units ELSE y.added END) AS units
                       FROM shenhuobao_payout y JOIN shenhuobao_distribution d ON d.id = y.distribution_id
                      WHERE y.state NOT IN ('DISPUTED', 'VOIDED') GROUP BY y.holding_id) y ON y.holding_id = h.id
          LEFT JOIN (SELECT holding_id, sum(units_left) AS units FROM shenhuobao_lot GROUP BY holding_id) l
            ON l.holding_id = h.id
         WHERE h.units <> coalesce(o.bought, 0) - coalesce(o.taken, 0) + coalesce(i.fen, 0) / 100.0
                         + coalesce(y.units, 0) + coalesce(c.units, 0)
            OR h.aside <> coalesce(o.promised, 0)
            OR h.income_fen <> coalesce(i.fen, 0)
            OR (p.kind <> 'CASH' AND h.units <> coalesce(l.units, 0))"""):
        yield f"理财持有 {code} {person}:份额 {units},应为 {counted};在途 {aside},应为 {promised};明细 {lots}"


def incomes_known() -> Iterator[str]:
    """Each day's income stands on a holding that is there (no foreign key looks), of a day that has a price."""
    for on, holding in _rows("""
        SELECT i."on", i.holding_id FROM shenhuobao_income i
          LEFT JOIN shenhuobao_holding h ON h.id = i.holding_id
          LEFT JOIN shenhuobao_price p ON p.product_id = h.product_id AND p."on" = i."on"
         WHERE h.id IS NULL OR p.id IS NULL OR p.income_per_10k IS NULL"""):
        yield f"理财收益 {on} {holding}:没有对应的持有或价格"


def dispatches_whole() -> Iterator[str]:
    """A dispatch holds the orders that it was made of, and those only are with the agent."""
    for reference, count, found in _rows("""
        SELECT d.reference, d.count, count(o.id) FROM shenhuobao_dispatch d
          LEFT JOIN shenhuobao_order o ON o.dispatch_id = d.id
         GROUP BY d.id HAVING d.count <> count(o.id) OR d.purchases_fen <> coalesce(sum(o.amount_fen), 0)
            OR d.redemptions <> coalesce(sum(o.units), 0)"""):
        yield f"理财报送 {reference}:{count} 笔,实有 {found} 笔"


def wealth_transit() -> Iterator[str]:
    """Nothing of a dispatch is left in 2241.05 between commits; in 2241.06 only what an account did not take."""
    for reference, gl_code, balance, expected in _rows("""
        SELECT d.reference, a.gl_code, a.balance,
               CASE WHEN a.gl_code = '2241.06' THEN coalesce(r.fen, 0) ELSE 0 END
          FROM shenhuobao_dispatch d
          JOIN ledger_account a ON a.owner_kind = 'shenhuobao.dispatch' AND a.owner_id = d.id
          LEFT JOIN (SELECT dispatch_id, sum(filled_fen) AS fen FROM shenhuobao_order
                      WHERE kind = 'REDEMPTION' AND state IN ('CONFIRMED', 'PART') AND outcome = 'RETURNED'
                      GROUP BY dispatch_id) r ON r.dispatch_id = d.id
         WHERE a.balance <> CASE WHEN a.gl_code = '2241.06' THEN coalesce(r.fen, 0) ELSE 0 END"""):
        yield f"理财报送 {reference}:{gl_code} 余额 {balance} 分,应为 {expected} 分"


def advances_owed() -> Iterator[str]:
    """What the bank has advanced on a product = Σ of its quick redemptions that the agent has not paid yet (WM-8)."""
    for code, balance, owed in _rows("""
        SELECT p.code, a.balance, coalesce(q.fen, 0)
          FROM shenhuobao_product p
          JOIN ledger_account a ON a.owner_kind = 'shenhuobao.product' AND a.owner_id = p.id AND a.gl_code = '1221.01'
          LEFT JOIN (SELECT product_id, sum(units * 100)::bigint AS fen FROM shenhuobao_order
                      WHERE kind = 'QUICK' AND state IN ('HELD', 'SENT_TA') GROUP BY product_id) q
            ON q.product_id = p.id
         WHERE a.balance <> -coalesce(q.fen, 0)"""):
        yield f"理财产品 {code}:快赎垫款余额 {balance} 分,未收回 {owed} 分"


def payouts_sound() -> Iterator[str]:
    """Nothing of a distribution is left in 2241.06 but what an account did not take. What was paid had been announced
    and is not of a day before its turn; money and units are those of the rule, but where two people have settled
    a payout by the agent's figures."""
    for code, on, balance, expected in _rows("""
        SELECT p.code, d.ex_on, a.balance, coalesce(r.fen, 0)
          FROM shenhuobao_distribution d JOIN shenhuobao_product p ON p.id = d.product_id
          JOIN ledger_account a ON a.owner_kind = 'shenhuobao.distribution' AND a.owner_id = d.id
          LEFT JOIN (SELECT distribution_id, sum(cash_fen) AS fen FROM shenhuobao_payout
                      WHERE state = 'RETURNED' GROUP BY distribution_id) r ON r.distribution_id = d.id
         WHERE a.balance <> coalesce(r.fen, 0)"""):
        yield f"理财分派 {code} {on}:2241.06 余额 {balance} 分,应为 {expected} 分"
    for code, on, due in _rows("""
        SELECT p.code, d.ex_on, y.due_fen
          FROM shenhuobao_payout y JOIN shenhuobao_distribution d ON d.id = y.distribution_id
          JOIN shenhuobao_product p ON p.id = d.product_id
         WHERE d.state <> 'PAID' OR (y.settled_as <> 'THEIRS'
               AND (y.due_fen <> round(y.units * coalesce(d.per_unit, d.nav) * 100)
                    OR (y.state NOT IN ('DISPUTED', 'VOIDED')
                        AND (y.mode = 'REINVEST' AND y.added <> trunc(y.due_fen / 100.0 / d.nav, 2)
                             OR y.mode = 'CASH' AND y.cash_fen <> y.due_fen))))"""):
        yield f"理财分派 {code} {on}:应付 {due} 分,与份额和净值不符"


def nobody_left() -> Iterator[str]:
    """Nobody holds a unit of a product that has ended, and no order of one waits."""
    for code, held, waiting in _rows("""
        SELECT p.code, (SELECT count(*) FROM shenhuobao_holding WHERE product_id = p.id AND units > 0),
               (SELECT count(*) FROM shenhuobao_order WHERE product_id = p.id AND state IN ('HELD', 'SENT_TA'))
          FROM shenhuobao_product p WHERE p.state = 'ENDED'"""):
        if held or waiting:
            yield f"理财产品 {code} 已终止,仍有 {held} 人持有、{waiting} 笔交易未了"


def runs_bought() -> Iterator[str]:
    """What an instruction has bought is its person's, of its product, out of its account, and no more than the occasion
    wanted; one that is over buys nothing afterwards."""
    for reference, occasion in _rows("""
        SELECT o.reference, r.occasion
          FROM shenhuobao_run r JOIN shenhuobao_instruction i ON i.id = r.instruction_id
          JOIN shenhuobao_order o ON o.id = r.order_id
         WHERE o.person_id <> i.person_id OR o.product_id <> i.product_id OR o.account_id <> i.account_id
            OR o.kind <> 'PURCHASE' OR o.amount_fen > r.fen OR r.at > i.ended_at"""):
        yield f"理财交易 {reference}:与自动申购约定({occasion})不符"


CHECKS = (
    sold_sums,
    purchase_holds,
    units_held,
    incomes_known,
    dispatches_whole,
    wealth_transit,
    advances_owed,
    payouts_sound,
    nobody_left,
    runs_bought,
)
