-- An account ends with its interest (销户结息, AC-11): what it has earned through the day before is paid first.

-- What is owed to an account that closes on a day, 0 for one that earns nothing. NULL: it cannot be told yet, because the
-- day before has not counted its interest, or the day's own close will count a movement with another value date; or the
-- account owes, after a correction.
CREATE FUNCTION ledger_interest_due(p_account uuid, p_day date) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN NOT g.bears_interest OR a.asset <> 'CNY' OR a.version = 0 THEN 0
                WHEN EXISTS (SELECT FROM core_bankday d JOIN core_closestep s ON s.business_date = d.business_date
                              WHERE d.state = 'CUTOFF' AND s.job = 'ledger.interest' AND s.state <> 'DONE')
                  OR EXISTS (SELECT FROM ledger_journal j
                               JOIN ledger_entry e ON e.journal_id = j.id AND e.account_id = p_account
                              WHERE j.value_date <> j.business_date AND j.business_date = p_day)
                  OR owed.fen < 0 THEN NULL
                ELSE owed.fen END
      FROM ledger_account a JOIN ledger_glaccount g ON g.code = a.gl_code,
           (SELECT max(business_date) AS day FROM ledger_accrual) last,
           LATERAL (SELECT coalesce((SELECT accrued FROM ledger_accrual y
                                      WHERE y.business_date = last.day AND y.account_id = p_account), 0)
                         - coalesce((SELECT sum(p.fen) FROM ledger_interestpaid p
                                      WHERE p.business_date > last.day AND p.account_id = p_account), 0)::bigint
                           AS fen) owed
     WHERE a.id = p_account
$$;

-- The books hold to it whoever closes: on the open day, with nothing owed.
CREATE FUNCTION ledger_check_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM core_bankday WHERE business_date = NEW.closed_on AND state = 'OPEN') THEN
        RAISE EXCEPTION 'ledger: % is not open for a closing', NEW.closed_on USING ERRCODE = 'EY027';
    ELSIF ledger_interest_due(NEW.id, NEW.closed_on) IS DISTINCT FROM 0 THEN
        RAISE EXCEPTION 'ledger: the interest of account % is not settled', NEW.id USING ERRCODE = 'EY036';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER account_closes_settled AFTER UPDATE OF closed_on ON ledger_account FOR EACH ROW
    WHEN (OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL) EXECUTE FUNCTION ledger_check_closing();

-- The way to close an account, a view for the reason of ledger_daywork. Empty but for its interest, which comes from the
-- bank's own payer onto it and goes on to the payee; gives how much. A second time changes nothing.
CREATE VIEW ledger_closing AS
    SELECT NULL::uuid AS account, NULL::date AS day, NULL::timestamptz AS at, NULL::uuid AS journal,
           NULL::uuid AS payer, NULL::uuid AS payee, NULL::bigint AS fen
     WHERE false;

CREATE FUNCTION ledger_do_closing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_account ledger_account;
BEGIN
    PERFORM FROM ledger_account WHERE id = NEW.account OR (NEW.payee IS NOT NULL AND id IN (NEW.payer, NEW.payee))
      ORDER BY id FOR NO KEY UPDATE;
    SELECT * INTO v_account FROM ledger_account WHERE id = NEW.account;
    NEW.fen := 0;
    IF v_account.closed_on IS NULL AND v_account.balance = 0 AND v_account.held = 0 AND NOT v_account.has_freeze THEN
        NEW.fen := coalesce(ledger_interest_due(NEW.account, NEW.day), 0);
    END IF;
    IF NEW.fen > 0 AND NEW.payee IS NULL THEN
        RAISE EXCEPTION 'ledger: account % is owed interest, and nobody named to get it', NEW.account
            USING ERRCODE = 'EY037';
    ELSIF NEW.fen > 0 THEN
        INSERT INTO ledger_interestpaid (business_date, account_id, fen) VALUES (NEW.day, NEW.account, NEW.fen);
        PERFORM ledger_post(NEW.journal, format('ledger.closing_interest:%s', NEW.account), 'ledger.closing_interest',
                            '销户结息', NEW.day, NEW.day, NEW.at, 'CNY',
                            ARRAY[NEW.payer, NEW.account, NEW.account, NEW.payee],
                            ARRAY[-NEW.fen, NEW.fen, -NEW.fen, NEW.fen]);
    END IF;
    PERFORM ledger_close_account(NEW.account, NEW.day);
    RETURN NEW;
END $$;
CREATE TRIGGER closing INSTEAD OF INSERT ON ledger_closing FOR EACH ROW EXECUTE FUNCTION ledger_do_closing();
