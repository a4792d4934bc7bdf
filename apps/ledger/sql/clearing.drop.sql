DROP FUNCTION ledger_clear;
