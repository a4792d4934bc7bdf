DROP VIEW ledger_closing;
DROP FUNCTION ledger_do_closing();
DROP TRIGGER account_closes_settled ON ledger_account;
DROP FUNCTION ledger_check_closing();
DROP FUNCTION ledger_interest_due(uuid, date);
