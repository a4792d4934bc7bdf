-- What paying a payroll costs at least: one statement that debits the payer, credits every payee and writes the
-- entries, with the keys and foreign keys of real books and the same durability. No request key, no state of lines, no
-- payslips, no audit, no guard against anything.
WITH journal AS (
    INSERT INTO bench.journal (kind) VALUES ('payroll') RETURNING id
), paid AS (
    UPDATE bench.account a SET balance = a.balance + l.amount, version = a.version + 1
      FROM bench.line l WHERE a.id = l.account
    RETURNING a.id, a.balance, a.version, l.amount
), debited AS (
    UPDATE bench.account SET balance = balance - (SELECT sum(amount) FROM bench.line), version = version + 1
     WHERE id = %(payer)s
    RETURNING id, balance, version, -(SELECT sum(amount) FROM bench.line) AS amount
)
INSERT INTO bench.entry (journal_id, account_id, amount, balance_after, version)
SELECT journal.id, legs.id, legs.amount, legs.balance, legs.version
  FROM journal, (SELECT * FROM debited UNION ALL SELECT id, balance, version, amount FROM paid) legs
