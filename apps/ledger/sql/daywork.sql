-- A day's own rows (interest, balances, proof) come from the work of its close and from nowhere else. That work is
-- ordered by a row for the view ledger_daywork, whose trigger does it. So the rows are written inside a trigger (depth
-- 1), and what a statement of anybody's writes (depth 0) is refused, as with balances (guards.sql); the functions of
-- interest.sql and day.sql can no longer be called past the view.
CREATE VIEW ledger_daywork AS
    SELECT NULL::text AS work, NULL::date AS day, NULL::timestamptz AS at,       -- what is ordered, for which day
           NULL::int AS rate, NULL::int AS part, NULL::int AS parts, NULL::uuid AS journal, NULL::uuid AS payer,
           NULL::jsonb AS figures,
           NULL::bigint AS touched, NULL::bigint AS fen, NULL::bigint AS entries -- what it gives back (RETURNING)
     WHERE false;

CREATE FUNCTION ledger_do_daywork() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM core_bankday WHERE business_date = NEW.day AND state = 'CUTOFF') THEN
        RAISE EXCEPTION 'ledger: % is not being closed', NEW.day USING ERRCODE = 'EY028';
    END IF;
    CASE NEW.work
        WHEN 'pay' THEN  -- gives the holders and what they got
            SELECT p.holders, p.fen INTO NEW.touched, NEW.fen
              FROM ledger_pay_interest(NEW.day, NEW.part, NEW.parts, NEW.journal, NEW.at, NEW.payer) p;
        WHEN 'accrue' THEN  -- gives the holdings and what they have earned
            SELECT a.holdings, a.fen INTO NEW.touched, NEW.fen FROM ledger_accrue_interest(NEW.day, NEW.rate) a;
        WHEN 'snapshots' THEN  -- gives the accounts
            NEW.touched := ledger_take_snapshots(NEW.day);
        WHEN 'proof' THEN  -- the day's journals and entries as they stand, with what its steps have told
            INSERT INTO ledger_dayproof
                   (business_date, journals, entries, accounts, turnover, figures, digest, proved_at)
            SELECT NEW.day, f.journals, f.entries, f.accounts, f.turnover, NEW.figures, f.digest, NEW.at
              FROM ledger_day_figures(NEW.day) f
            RETURNING journals, ledger_dayproof.entries INTO NEW.touched, NEW.entries;
    END CASE;
    RETURN NEW;
END $$;
CREATE TRIGGER daywork INSTEAD OF INSERT ON ledger_daywork FOR EACH ROW EXECUTE FUNCTION ledger_do_daywork();

CREATE FUNCTION ledger_refuse_dayrows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: % takes rows from a day''s own work alone', TG_TABLE_NAME USING ERRCODE = 'EY029';
END $$;
CREATE TRIGGER dayrows BEFORE INSERT ON ledger_accrual
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_dayrows();
CREATE TRIGGER dayrows BEFORE INSERT ON ledger_interestpaid
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_dayrows();
CREATE TRIGGER dayrows BEFORE INSERT ON ledger_snapshot
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_dayrows();
CREATE TRIGGER dayrows BEFORE INSERT ON ledger_dayproof
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_dayrows();
