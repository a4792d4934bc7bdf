DROP FUNCTION ledger_close_account(uuid, date);
DROP FUNCTION ledger_reverse;
DROP FUNCTION ledger_post_batch;
DROP FUNCTION ledger_post;
DROP FUNCTION ledger_open_account;
