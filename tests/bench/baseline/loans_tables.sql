-- Orders with their holds, loans, schedules and payouts as ours has them, beside the books of payroll_tables.sql.
CREATE TABLE bench.hold (LIKE ledger_hold INCLUDING ALL);
CREATE TABLE bench.hold_event (
    LIKE ledger_holdevent INCLUDING ALL, FOREIGN KEY (hold_id) REFERENCES bench.hold DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE bench.loan_order (
    LIKE tongxinbao_order INCLUDING ALL, FOREIGN KEY (issue_id) REFERENCES tongxinbao_issue DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE bench.holding (
    LIKE tongxinbao_holding INCLUDING ALL,
    FOREIGN KEY (issue_id) REFERENCES tongxinbao_issue DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (order_id) REFERENCES bench.loan_order DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE bench.due (
    LIKE tongxinbao_due INCLUDING ALL, FOREIGN KEY (holding_id) REFERENCES bench.holding DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE bench.payout (
    LIKE tongxinbao_payout INCLUDING ALL, FOREIGN KEY (issue_id) REFERENCES tongxinbao_issue DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE bench.line_paid (
    LIKE tongxinbao_payoutline INCLUDING ALL,
    FOREIGN KEY (payout_id) REFERENCES bench.payout DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (holding_id) REFERENCES bench.holding DEFERRABLE INITIALLY DEFERRED
)
