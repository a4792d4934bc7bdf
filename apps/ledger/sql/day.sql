-- The books and the bank's day: which day may be posted on, and what the balances were at its end.

-- A journal bears the open day; while a day is being closed, only what its close itself posts (kinds close.*) bears it.
-- AFTER the insert, so that the lock by which the close waits for this transaction is held before the day is looked at
-- (ledger.services.day_steps). A snapshot from before the cut-off would see a day that is open no more: only READ
-- COMMITTED may post.
CREATE FUNCTION ledger_refuse_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM core_bankday d
                    WHERE d.business_date = NEW.business_date
                      AND (d.state = 'OPEN' OR (d.state = 'CUTOFF' AND starts_with(NEW.kind, 'close.'))))
       OR current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'ledger: % is not open for %', NEW.business_date, NEW.kind USING ERRCODE = 'EY027';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_day AFTER INSERT ON ledger_journal FOR EACH ROW EXECUTE FUNCTION ledger_refuse_day();

-- What happened on a day, and what bears another value date than its own: neither costs a posting much.
CREATE INDEX ledger_journal_day ON ledger_journal USING brin (business_date) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX ledger_journal_backdated ON ledger_journal (value_date) WHERE value_date <> business_date;

-- The balances at the end of a day, of the accounts that moved since the last snapshot: that one plus the entries since.
CREATE FUNCTION ledger_take_snapshots(p_day date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_since date := coalesce((SELECT max(business_date) FROM ledger_snapshot), '-infinity');
    v_taken bigint;
BEGIN
    INSERT INTO ledger_snapshot (account_id, business_date, balance, entries)
    SELECT m.account_id, p_day, coalesce(s.balance, 0) + m.moved, coalesce(s.entries, 0) + m.entries
      FROM (SELECT e.account_id, sum(e.amount) AS moved, count(*) AS entries
              FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
             WHERE j.business_date > v_since AND j.business_date <= p_day GROUP BY e.account_id) m
      LEFT JOIN LATERAL (SELECT balance, entries FROM ledger_snapshot l WHERE l.account_id = m.account_id
                          ORDER BY business_date DESC LIMIT 1) s ON true
     ORDER BY m.account_id;
    GET DIAGNOSTICS v_taken = ROW_COUNT;
    RETURN v_taken;
END $$;

-- A balance at the end of a day: the account's last snapshot by then. No day up to the last snapshots has moved it since;
-- behind them, and where there is no snapshot yet, entries are added.
CREATE FUNCTION ledger_balance_on(p_account uuid, p_day date) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(s.balance, 0) + CASE WHEN p_day BETWEEN s.business_date AND last.day THEN 0 ELSE coalesce((
               SELECT sum(e.amount) FROM ledger_entry e JOIN ledger_journal j ON j.id = e.journal_id
                WHERE e.account_id = p_account AND j.business_date <= p_day
                  AND j.business_date > coalesce(s.business_date, '-infinity')), 0) END
      FROM (SELECT max(business_date) AS day FROM ledger_snapshot) last
      LEFT JOIN LATERAL (SELECT business_date, balance FROM ledger_snapshot
                          WHERE account_id = p_account AND business_date <= p_day
                          ORDER BY business_date DESC LIMIT 1) s ON true
$$;

-- The same by value date (起息日): as the books know it now, whatever was posted later with an earlier value date.
CREATE FUNCTION ledger_balance_by_value(p_account uuid, p_day date) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT ledger_balance_on(p_account, p_day) + coalesce((
        SELECT sum(CASE WHEN j.value_date <= p_day THEN e.amount ELSE -e.amount END)
          FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id AND e.account_id = p_account
         WHERE j.value_date <> j.business_date AND (j.value_date <= p_day) <> (j.business_date <= p_day)), 0)
$$;
