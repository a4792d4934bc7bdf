DROP FUNCTION ledger_pay_interest;
DROP FUNCTION ledger_accrue_interest(date, int);
DROP FUNCTION ledger_interest_fen(bigint);
DROP FUNCTION ledger_interest_carry(bigint);
