-- The lines of the batch just paid, waiting again, and no payslips: fresh for each turn, as ours are.
DROP TABLE IF EXISTS bench.payslip, bench.row;
CREATE TABLE bench.row (LIKE daifutong_row INCLUDING ALL) WITH (fillfactor = 50);
CREATE TABLE bench.payslip (
    LIKE daifutong_payslip INCLUDING ALL, FOREIGN KEY (row_id) REFERENCES bench.row DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE bench.row ADD FOREIGN KEY (batch_id) REFERENCES daifutong_batch DEFERRABLE INITIALLY DEFERRED;
INSERT INTO bench.row SELECT * FROM daifutong_row WHERE batch_id = %(batch)s;
UPDATE bench.row SET state = 'PENDING', outcome = '', paid_at = NULL;
