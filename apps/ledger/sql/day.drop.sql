DROP FUNCTION ledger_balance_by_value(uuid, date);
DROP FUNCTION ledger_balance_on(uuid, date);
DROP FUNCTION ledger_take_snapshots(date);
DROP INDEX ledger_journal_backdated;
DROP INDEX ledger_journal_day;
DROP TRIGGER journal_day ON ledger_journal;
DROP FUNCTION ledger_refuse_day();
