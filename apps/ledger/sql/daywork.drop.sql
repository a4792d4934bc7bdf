DROP TRIGGER dayrows ON ledger_dayproof;
DROP TRIGGER dayrows ON ledger_snapshot;
DROP TRIGGER dayrows ON ledger_interestpaid;
DROP TRIGGER dayrows ON ledger_accrual;
DROP FUNCTION ledger_refuse_dayrows();
DROP VIEW ledger_daywork;
DROP FUNCTION ledger_do_daywork();
