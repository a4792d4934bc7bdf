-- What keeping a line of every wage costs at least, in the transaction of payroll.sql: each line changes its state and
-- its employee has a payslip, in two statements over the whole, with the keys, checks and foreign keys of ours.
WITH paid AS (
    UPDATE bench.row SET state = 'PAID', outcome = 'P00', paid_at = now() WHERE state = 'PENDING'
    RETURNING id, person_id
)
INSERT INTO bench.payslip (row_id, person_id, published_at, items, state, dispute_text, reply_text, reply_display)
SELECT id, person_id, now(), '[]', 'NEW', '', '', '' FROM paid
