-- What paying one issue back costs at least: the enterprise is debited, the money goes through transit to every lender,
-- each has a line of the payout, loans and schedules say that they are paid. No guard, no reckoning of who has enough.
INSERT INTO bench.payout (id, issue_id, number, kind, paid_on, gross_fen, tax_fen, net_fen, line_count)
SELECT gen_random_uuid(), %(issue)s, 1, 'MATURITY', %(day)s, sum(d.principal_fen + d.interest_fen),
       sum(round(d.interest_fen * 0.2)), sum(d.principal_fen + d.interest_fen - round(d.interest_fen * 0.2)), count(*)
  FROM bench.due d JOIN bench.holding h ON h.id = d.holding_id WHERE h.issue_id = %(issue)s;
INSERT INTO bench.line_paid (id, payout_id, holding_id, person_id, paid_on, principal_fen, interest_fen, overdue_fen,
                             tax_fen, vat_fen, net_fen, is_returned)
SELECT gen_random_uuid(), p.id, h.id, h.person_id, %(day)s, d.principal_fen, d.interest_fen, 0,
       round(d.interest_fen * 0.2), 0, d.principal_fen + d.interest_fen - round(d.interest_fen * 0.2), false
  FROM bench.payout p JOIN bench.holding h ON h.issue_id = p.issue_id
  JOIN bench.due d ON d.holding_id = h.id AND d.due_on <= %(day)s WHERE p.issue_id = %(issue)s;
WITH paid AS MATERIALIZED (
    SELECT h.account_ledger_id AS account, l.net_fen AS fen FROM bench.payout p
      JOIN bench.line_paid l ON l.payout_id = p.id JOIN bench.holding h ON h.id = l.holding_id
     WHERE p.issue_id = %(issue)s
), first AS (
    INSERT INTO bench.journal (kind) VALUES ('repay') RETURNING id
), second AS (
    INSERT INTO bench.journal (kind) VALUES ('payout') RETURNING id
), debited AS (
    UPDATE bench.account SET balance = balance - (SELECT sum(fen) FROM paid), version = version + 1
     WHERE id = %(enterprise)s RETURNING id, balance, version, -(SELECT sum(fen) FROM paid) AS amount
), credited AS (
    UPDATE bench.account a SET balance = a.balance + paid.fen, version = a.version + 1 FROM paid WHERE a.id = paid.account
    RETURNING a.id, a.balance, a.version, paid.fen AS amount
), passed AS (
    UPDATE bench.account SET version = version + 2 WHERE id = %(transit)s
    RETURNING id, balance, version, (SELECT sum(fen) FROM paid) AS amount
)
INSERT INTO bench.entry (journal_id, account_id, amount, balance_after, version)
SELECT first.id, d.id, d.amount, d.balance, d.version FROM first, debited d
UNION ALL SELECT first.id, p.id, p.amount, p.balance + p.amount, p.version - 1 FROM first, passed p
UNION ALL SELECT second.id, p.id, -p.amount, p.balance, p.version FROM second, passed p
UNION ALL SELECT second.id, c.id, c.amount, c.balance, c.version FROM second, credited c;
UPDATE bench.due d SET paid_interest_fen = d.interest_fen, paid_principal_fen = d.principal_fen
  FROM bench.holding h WHERE h.id = d.holding_id AND h.issue_id = %(issue)s;
UPDATE bench.holding SET left_fen = 0, state = 'MATURED', closed_on = %(day)s WHERE issue_id = %(issue)s
