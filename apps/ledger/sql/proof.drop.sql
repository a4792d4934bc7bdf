DROP FUNCTION ledger_day_figures;
DROP FUNCTION ledger_day_faults(date);
