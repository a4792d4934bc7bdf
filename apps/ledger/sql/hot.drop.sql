DROP FUNCTION ledger_fold_hot(timestamptz);
DROP TRIGGER fold ON ledger_hotfold;
DROP FUNCTION ledger_fold();
