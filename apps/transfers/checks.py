"""What must be true of transfers at every instant: the books, the limits and the payments tell one story."""

from collections.abc import Iterator

from apps.core.db import all_rows as _rows


def account_sides() -> Iterator[str]:
    """On the person's account stands what the state says: 转出 is debited at once and given back when it failed,
    转入 is credited when it succeeded, and each by exactly one journal; of a closed account's interest nothing, and to
    an account that was closed before its 转出 came back (退票) nothing either: that waits in 2241.09."""
    for reference, state, owed, moved, journals in _rows("""
        SELECT t.reference, t.state, w.owed, coalesce(m.moved, 0), coalesce(m.journals, 0)
          FROM transfers_transfer t JOIN bankaccounts_bankaccount b ON b.id = t.account_id
         CROSS JOIN LATERAL (SELECT t.state = 'FAILED' AND EXISTS (SELECT FROM ledger_journal
                                     WHERE idempotency_key = 'transfers.held:' || t.reference) AS is_held) h
         CROSS JOIN LATERAL (SELECT CASE WHEN t.is_interest THEN 0
                                         WHEN t.direction = 'IN' AND t.state = 'SUCCEEDED' THEN t.amount_fen
                                         WHEN t.direction = 'OUT' AND (t.state <> 'FAILED' OR h.is_held)
                                         THEN -t.amount_fen
                                         ELSE 0 END AS owed,
                                    CASE WHEN t.is_interest THEN 0
                                         WHEN t.direction = 'IN' THEN (t.state = 'SUCCEEDED')::int
                                         WHEN t.state = 'FAILED' AND NOT h.is_held THEN 2 ELSE 1 END AS journals) w
          LEFT JOIN LATERAL (
               SELECT sum(e.amount) AS moved, count(*) AS journals
                 FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id AND e.account_id = b.ledger_account_id
                WHERE j.idempotency_key IN ('transfers.own:' || t.reference, 'transfers.out:' || t.reference,
                                            'transfers.in:' || t.reference, 'transfers.back:' || t.reference)) m ON true
         WHERE w.owed <> coalesce(m.moved, 0) OR w.journals <> coalesce(m.journals, 0)"""):
        yield f"转账 {reference}:状态 {state} 应记 {owed} 分,账上 {journals} 笔合计 {moved} 分"


def transit_balances() -> Iterator[str]:
    """A transit account holds the amount while the transfer is on its way, and nothing afterwards."""
    for reference, state, balance, fen in _rows("""
        SELECT t.reference, t.state, a.balance, w.fen
          FROM transfers_transfer t JOIN ledger_account a ON a.id = t.transit_ledger_id
         CROSS JOIN LATERAL (SELECT CASE WHEN t.state IN ('SENT', 'IN_DOUBT') THEN t.amount_fen ELSE 0 END AS fen) w
         WHERE a.balance <> w.fen"""):
        yield f"转账 {reference}:状态 {state},待清算账户余额 {balance} 分,应为 {fen} 分"


def transit_total() -> Iterator[str]:
    """2241.11 holds nothing but transfers on their way."""
    for balance, fen in _rows("""
        SELECT b.balance, t.fen
          FROM (SELECT coalesce(sum(balance), 0) AS balance FROM ledger_account WHERE gl_code = '2241.11') b,
               (SELECT coalesce(sum(amount_fen), 0) AS fen FROM transfers_transfer
                 WHERE transit_ledger_id IS NOT NULL AND state IN ('SENT', 'IN_DOUBT')) t
         WHERE b.balance <> t.fen"""):
        yield f"科目 2241.11 余额 {balance} 分,在途转账 {fen} 分"


def clearing_sides() -> Iterator[str]:
    """What a transfer moved through the clearing account is its amount once it succeeded, and nothing before."""
    for reference, state, fen, cleared in _rows("""
        SELECT t.reference, t.state, w.fen, coalesce(c.fen, 0)
          FROM transfers_transfer t
         CROSS JOIN LATERAL (SELECT CASE WHEN t.is_own_bank OR t.state <> 'SUCCEEDED' THEN 0
                                         WHEN t.direction = 'OUT' THEN t.amount_fen ELSE -t.amount_fen END AS fen) w
          LEFT JOIN LATERAL (
               SELECT sum(e.amount) AS fen FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
                 JOIN ledger_account a ON a.id = e.account_id AND a.gl_code = '3001.02'
                WHERE j.idempotency_key IN ('transfers.paid:' || t.reference, 'transfers.in:' || t.reference,
                                            'transfers.bounce:' || t.reference)) c ON true
         WHERE w.fen <> coalesce(c.fen, 0)"""):
        yield f"转账 {reference}:状态 {state},清算应为 {fen} 分,实为 {cleared} 分"


def payments_match() -> Iterator[str]:
    """Each transfer with another bank and its order tell one story and one amount; the order may be ahead."""
    for reference, state, fen, payment, amount in _rows("""
        SELECT coalesce(t.reference, p.reference), t.state, t.amount_fen, p.state, p.amount
          FROM (SELECT * FROM transfers_transfer WHERE NOT is_own_bank) t
          FULL JOIN (SELECT reference, kind, state, amount FROM corebank_coremessage
                      WHERE reference ~ '^TF-[0-9a-f]{32}$') p ON p.reference = t.reference
         WHERE t.reference IS NULL OR p.amount IS DISTINCT FROM t.amount_fen
            OR p.kind <> CASE t.direction WHEN 'IN' THEN 'COLLECTION' ELSE 'PAYMENT' END
            OR NOT CASE WHEN t.state = 'SENT' THEN p.state IS NOT NULL
                        WHEN t.state = 'IN_DOUBT' THEN p.state IN ('UNKNOWN', 'SUCCEEDED', 'FAILED', 'BOUNCED')
                        WHEN t.state = 'SUCCEEDED' THEN p.state IN ('SUCCEEDED', 'BOUNCED')
                        ELSE p.state IN ('FAILED', 'CANCELLED', 'BOUNCED') END"""):
        yield f"转账 {reference}:{state} {fen} 分,支付指令 {payment} {amount} 分"


def doubts_have_cases() -> Iterator[str]:
    """No transfer in doubt without an open case."""
    for (reference,) in _rows("""
        SELECT t.reference FROM transfers_transfer t WHERE t.state = 'IN_DOUBT' AND NOT EXISTS (
               SELECT FROM cases_case c WHERE c.subject_id = t.id AND c.closed_at IS NULL)"""):
        yield f"转账 {reference}:状态未知但没有异常事项"


CHECKS = (account_sides, transit_balances, transit_total, clearing_sides, payments_match, doubts_have_cases)
