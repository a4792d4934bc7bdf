"""What must be true of the payroll at every instant (P4, ledger.md): run by `manage.py verify_money` and after tests.

Each function gives sentences about what is wrong; none when all is well.
"""

from collections.abc import Iterator

from apps.core.db import all_rows as _rows


def batch_totals() -> Iterator[str]:
    """Σ of the lines by state = the batch's total, and their number its count."""
    for reference, count, total, rows, fen in _rows("""
        SELECT b.reference, b.row_count, b.total_fen, count(r.id), coalesce(sum(r.amount_fen), 0)
          FROM daifutong_batch b
          LEFT JOIN daifutong_row r ON r.batch_id = b.id AND r.state NOT IN ('DROPPED', 'WAITING')
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
    """A PAID line has exactly one entry of its amount, on its payee's account, that nothing took back; every other line
    has none."""
    for reference, number, state, entries in _rows("""
        SELECT b.reference, r.number, r.state, count(e.line_id)
          FROM daifutong_row r JOIN daifutong_batch b ON b.id = r.batch_id
          LEFT JOIN ledger_entry e ON e.line_id = r.id AND e.amount > 0
               AND NOT EXISTS (SELECT FROM ledger_journal u WHERE u.reverses_id = e.journal_id)
         GROUP BY b.reference, r.id
        HAVING count(e.line_id) <> (r.state = 'PAID')::int OR bool_or(e.amount <> r.amount_fen)
            OR bool_or(r.channel = 'OWN' AND e.account_id <> r.payee_ledger_id)"""):
        yield f"明细 {reference}-{number:06d}:状态 {state},入账 {entries} 次"


def transit_sides() -> Iterator[str]:
    """Into transit went the batch's total, out of it the lines that are PAID, HELD or RETURNED, and nothing else. What
    came back (退票) never left."""
    for reference, total, came, ended, went in _rows("""
        SELECT b.reference, d.total, e.came, r.ended, e.went
          FROM daifutong_batch b
         CROSS JOIN LATERAL (SELECT CASE WHEN b.released_at IS NULL THEN 0 ELSE b.total_fen END AS total) d
         CROSS JOIN LATERAL (SELECT coalesce(sum(i.amount) FILTER (WHERE NOT i.is_out), 0) AS came,
                                    coalesce(-sum(i.amount) FILTER (WHERE i.is_out), 0) AS went
                               FROM (SELECT e.amount, e.amount < 0 OR j.reverses_id IS NOT NULL AS is_out
                                       FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id
                                      WHERE e.account_id = b.transit_ledger_id) i) e
         CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0) AS ended FROM daifutong_row
                              WHERE batch_id = b.id AND state IN ('PAID', 'HELD', 'RETURNED')) r
         WHERE d.total <> e.came OR r.ended <> e.went"""):
        yield f"批次 {reference}:应扣 {total} 分,转入 {came} 分;已了结明细 {ended} 分,转出 {went} 分"


def payer_sums() -> Iterator[str]:
    """The enterprise paid the batch's total less what was returned to it."""
    for reference, owed, paid in _rows("""
        SELECT b.reference, d.owed, e.paid
          FROM daifutong_batch b
         CROSS JOIN LATERAL (SELECT CASE WHEN b.released_at IS NULL THEN 0 ELSE b.total_fen - b.returned_fen END
                                    AS owed) d
         CROSS JOIN LATERAL (SELECT coalesce(-sum(e.amount), 0) AS paid
                               FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
                               JOIN ledger_account a ON a.id = e.account_id
                              WHERE j.batch_id = b.id AND a.gl_code = '2011.01') e
         WHERE d.owed <> e.paid"""):
        yield f"批次 {reference}:企业应付 {owed} 分,账上净付 {paid} 分"


def clearing_sums() -> Iterator[str]:
    """What left through the clearing is the sum of the PAID other-bank lines."""
    for reference, fen, cleared in _rows("""
        SELECT b.reference, r.fen, e.cleared
          FROM daifutong_batch b
         CROSS JOIN LATERAL (SELECT coalesce(sum(amount_fen), 0) AS fen FROM daifutong_row
                              WHERE batch_id = b.id AND channel = 'OTHER' AND state = 'PAID') r
         CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount), 0) AS cleared
                               FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
                               JOIN ledger_account a ON a.id = e.account_id
                              WHERE j.batch_id = b.id AND a.gl_code = '3001.02') e
         WHERE r.fen <> e.cleared"""):
        yield f"批次 {reference}:跨行成功明细 {fen} 分,清算账户 {cleared} 分"


def payments_match() -> Iterator[str]:
    """Each other-bank line and its payment tell one story and one amount; neither is without the other.

    The payment may be ahead of its line, while the event between them is on its way, and never behind.
    """
    for reference, line, fen, payment, amount in _rows("""
        SELECT coalesce(l.line_ref, p.reference), l.state, l.amount_fen, p.state, p.amount
          FROM (SELECT b.reference || '-' || lpad(r.number::text, 6, '0') AS line_ref, r.state, r.amount_fen,
                       r.bounced_at IS NOT NULL AS has_bounced
                  FROM daifutong_row r JOIN daifutong_batch b ON b.id = r.batch_id WHERE r.channel = 'OTHER') l
          FULL JOIN (SELECT reference, state, amount FROM corebank_coremessage
                      WHERE reference ~ '^DF[0-9]{14,18}-[0-9]{6}$') p ON p.reference = l.line_ref
         WHERE l.line_ref IS NULL OR p.amount <> l.amount_fen
            OR NOT CASE WHEN l.state IN ('PENDING', 'DROPPED', 'WAITING') THEN p.state IS NULL
                        WHEN l.state = 'SENT' THEN p.state IS NOT NULL
                        WHEN l.state = 'IN_DOUBT'
                            THEN coalesce(p.state, '') IN ('UNKNOWN', 'SUCCEEDED', 'FAILED', 'BOUNCED')
                        WHEN l.state = 'PAID' THEN coalesce(p.state, '') IN ('SUCCEEDED', 'BOUNCED')
                        WHEN l.has_bounced THEN coalesce(p.state, '') = 'BOUNCED'
                        ELSE coalesce(p.state, '') IN ('FAILED', 'CANCELLED') END"""):
        yield f"跨行 {reference}:明细 {line} {fen} 分,支付指令 {payment} {amount} 分"


def payment_sums() -> Iterator[str]:
    """Where no line waits for its answer, the other-bank lines that were paid are the sum of the payments that
    succeeded, with those that came back afterwards on both sides."""
    for reference, fen, succeeded in _rows("""
        SELECT b.reference, coalesce(r.fen, 0), coalesce(p.fen, 0)
          FROM daifutong_batch b
          LEFT JOIN (SELECT batch_id, sum(amount_fen) FILTER (WHERE paid_at IS NOT NULL) AS fen,
                            bool_or(state IN ('SENT', 'IN_DOUBT')) AS waits
                       FROM daifutong_row WHERE channel = 'OTHER' GROUP BY batch_id) r ON r.batch_id = b.id
          LEFT JOIN (SELECT left(reference, -7) AS batch, sum(amount) AS fen FROM corebank_coremessage
                      WHERE state IN ('SUCCEEDED', 'BOUNCED') GROUP BY 1) p ON p.batch = b.reference
         WHERE NOT coalesce(r.waits, false) AND coalesce(r.fen, 0) <> coalesce(p.fen, 0)"""):
        yield f"批次 {reference}:跨行成功明细 {fen} 分,支付成功 {succeeded} 分"


def returns_held() -> Iterator[str]:
    """A batch's 2241.02 holds exactly what waits for an account of the enterprise: its HELD lines, under a case."""
    for reference, balance, fen, cases in _rows("""
        SELECT b.reference, coalesce(a.balance, 0), coalesce(s.fen, 0), c.open
          FROM daifutong_batch b
          LEFT JOIN ledger_account a ON a.owner_id = b.id AND a.owner_kind = 'daifutong.batch' AND a.gl_code = '2241.02'
          LEFT JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM daifutong_row r
                              WHERE r.batch_id = b.id AND r.state = 'HELD') s ON true
          LEFT JOIN LATERAL (SELECT count(*) AS open FROM cases_case c WHERE c.subject_id = b.id
                                AND c.kind = 'daifutong.return.held' AND c.closed_at IS NULL) c ON true
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
               SELECT FROM cases_case c WHERE c.subject_id = r.id AND c.closed_at IS NULL)"""):
        yield f"明细 {reference}-{number:06d}:状态未知但没有异常事项"


def fees_taken() -> Iterator[str]:
    """Each fee that was taken stands in the books once, as income and VAT; none that is due stands there (PY-16)."""
    for month, fen, state, income, vat in _rows("""
        SELECT f.month, f.fen, f.state, e.income, e.vat
          FROM daifutong_feestatement f
         CROSS JOIN LATERAL (SELECT coalesce(sum(e.amount) FILTER (WHERE a.gl_code = '6021.01'), 0) AS income,
                                    coalesce(sum(e.amount) FILTER (WHERE a.gl_code = '2221.01'), 0) AS vat
                               FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
                               JOIN ledger_account a ON a.id = e.account_id
                              WHERE j.idempotency_key = 'daifutong.fee:' || f.id) e
         WHERE (CASE WHEN f.state = 'PAID' THEN f.vat_fen ELSE 0 END) <> e.vat
            OR (CASE WHEN f.state = 'PAID' THEN f.fen ELSE 0 END) <> e.income + e.vat"""):
        yield f"手续费 {month}:{fen} 分,状态 {state},账上收入 {income} 分,税 {vat} 分"


def follow_ups_once() -> Iterator[str]:
    """What pays a line again does so for one that was not paid, and once."""
    for reference, number, state, claims, paid in _rows("""
        SELECT b.reference, o.number, o.state, count(*) FILTER (WHERE f.is_live),
               count(*) FILTER (WHERE r.state IN ('PAID', 'SENT', 'IN_DOUBT'))
          FROM daifutong_followup f
          JOIN daifutong_row r ON r.id = f.row_id
          JOIN daifutong_row o ON o.id = f.origin_id JOIN daifutong_batch b ON b.id = o.batch_id
         GROUP BY b.reference, o.id
        HAVING o.state NOT IN ('RETURNED', 'WAITING') OR count(*) FILTER (WHERE f.is_live) > 1
            OR count(*) FILTER (WHERE r.state IN ('PAID', 'SENT', 'IN_DOUBT')) > 1
            OR bool_or(NOT f.is_live AND r.state IN ('PAID', 'SENT', 'IN_DOUBT'))"""):
        yield f"明细 {reference}-{number:06d}:状态 {state},有效重发 {claims} 次,重发成功或在途 {paid} 次"


def reclaims_paid() -> Iterator[str]:
    """A PAID_BACK request has one entry of its amount, on the account that paid the wage; every other has none, and no
    line gave back more than it was paid."""
    for reference, number, state, entries, back in _rows("""
        SELECT b.reference, r.number, c.state, e.entries, s.fen
          FROM daifutong_reclaim c
          JOIN daifutong_row r ON r.id = c.row_id JOIN daifutong_batch b ON b.id = r.batch_id
         CROSS JOIN LATERAL (SELECT count(*) AS entries,
                                    bool_and(amount = c.amount_fen AND account_id = b.payer_ledger_id) AS is_right
                               FROM ledger_entry WHERE line_id = c.id AND amount > 0) e
         CROSS JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM daifutong_reclaim
                              WHERE row_id = r.id AND state = 'PAID_BACK') s
         WHERE e.entries <> (c.state = 'PAID_BACK')::int OR NOT e.is_right OR s.fen > r.amount_fen
            OR r.state <> 'PAID'"""):
        yield f"明细 {reference}-{number:06d}:误发追回 {state},入账 {entries} 次,共退回 {back} 分"


CHECKS = (
    batch_totals,
    transit_balances,
    transit_sides,
    paid_lines,
    payer_sums,
    clearing_sums,
    payments_match,
    payment_sums,
    returns_held,
    returned_sums,
    doubts_have_cases,
    fees_taken,
    follow_ups_once,
    reclaims_paid,
)
