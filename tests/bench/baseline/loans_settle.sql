-- What settling one issue costs at least: every lender is debited out of the hold, which says so, the money goes through
-- transit to the enterprise, each order becomes a loan with its schedule. The keys, checks and foreign keys of ours, no
-- guard.
WITH lent AS MATERIALIZED (
    SELECT account_ledger_id AS account, allotted_fen AS fen, hold_id FROM bench.loan_order
     WHERE issue_id = %(issue)s AND state = 'ALLOTTED'
), ended AS (
    UPDATE bench.hold h SET held = h.held - lent.fen, taken = h.taken + lent.fen, events = h.events + 1, is_open = false
      FROM lent WHERE h.id = lent.hold_id RETURNING h.id, h.events, h.held, -lent.fen AS delta
), said AS (
    INSERT INTO bench.hold_event (hold_id, number, kind, delta, held_after, closes, at)
    SELECT id, events, 'COMMITTED', delta, held, true, now() FROM ended
), first AS (
    INSERT INTO bench.journal (kind) VALUES ('settle') RETURNING id
), second AS (
    INSERT INTO bench.journal (kind) VALUES ('proceeds') RETURNING id
), debited AS (
    UPDATE bench.account a SET balance = a.balance - lent.fen, version = a.version + 1 FROM lent WHERE a.id = lent.account
    RETURNING a.id, a.balance, a.version, -lent.fen AS amount
), credited AS (
    UPDATE bench.account SET balance = balance + (SELECT sum(fen) FROM lent), version = version + 1
     WHERE id = %(enterprise)s RETURNING id, balance, version, (SELECT sum(fen) FROM lent) AS amount
), passed AS (
    UPDATE bench.account SET version = version + 2 WHERE id = %(transit)s
    RETURNING id, balance, version, (SELECT sum(fen) FROM lent) AS amount
)
INSERT INTO bench.entry (journal_id, account_id, amount, balance_after, version)
SELECT first.id, d.id, d.amount, d.balance, d.version FROM first, debited d
UNION ALL SELECT first.id, p.id, p.amount, p.balance + p.amount, p.version - 1 FROM first, passed p
UNION ALL SELECT second.id, p.id, -p.amount, p.balance, p.version FROM second, passed p
UNION ALL SELECT second.id, c.id, c.amount, c.balance, c.version FROM second, credited c;
WITH settled AS (
    UPDATE bench.loan_order SET state = 'SETTLED', ended_at = now()
     WHERE issue_id = %(issue)s AND state = 'ALLOTTED' RETURNING *
)
INSERT INTO bench.holding (id, issue_id, order_id, number, person_id, state, principal_fen, left_fen, overdue_fen,
                           is_frozen, is_estate, account_id, account_ledger_id, account_masked, contract_number,
                           contract_hash, opened_on)
SELECT gen_random_uuid(), s.issue_id, s.id, s.number, s.person_id, 'ACTIVE', s.allotted_fen, s.allotted_fen, 0, false,
       false, s.account_id, s.account_ledger_id, s.account_masked, i.reference || '-' || lpad(s.number::text, 4, '0'),
       '', %(day)s
  FROM settled s JOIN tongxinbao_issue i ON i.id = s.issue_id;
INSERT INTO bench.due (holding_id, number, due_on, days, principal_fen, interest_fen, paid_principal_fen,
                       paid_interest_fen)
SELECT id, 1, %(due_on)s, %(due_on)s::date - %(day)s::date, principal_fen,
       round(principal_fen * %(rate)s::numeric * (%(due_on)s::date - %(day)s::date) / 36500), 0, 0
  FROM bench.holding WHERE issue_id = %(issue)s
