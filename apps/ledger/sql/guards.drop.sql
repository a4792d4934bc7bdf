DROP TRIGGER journal_has_legs ON ledger_journal;
DROP FUNCTION ledger_check_journal();
DROP FUNCTION ledger_over_reversed(uuid);
DROP TRIGGER entries_apply ON ledger_entry;
DROP FUNCTION ledger_apply_entries();
DROP FUNCTION ledger_refuse_entries(uuid[], uuid[]);
DROP TRIGGER deltas_stay ON ledger_hotdelta;
DROP TRIGGER deltas_follow_entries ON ledger_hotdelta;
DROP TRIGGER balance_follows_entries ON ledger_account;
DROP FUNCTION ledger_refuse_balance_edit();
DROP TRIGGER account_never_deleted ON ledger_account;
DROP TRIGGER account_begins_empty ON ledger_account;
DROP TRIGGER account_closes_empty ON ledger_account;
DROP TRIGGER account_fixed ON ledger_account;
DROP FUNCTION ledger_refuse_account_change();
ALTER TABLE ledger_account RESET (fillfactor);
-- The foreign keys stay checked at once: their tables go with the migration before.
