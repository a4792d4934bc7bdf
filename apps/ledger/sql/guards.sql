-- What the books refuse by themselves, whoever asks, also from psql. SQLSTATEs: services/door.py.
-- EY001 append-only comes from core (core_refuse_change).

-- Every posting updates two rows in place: room on the page keeps these updates off the indexes (HOT).
ALTER TABLE ledger_account SET (fillfactor = 70);

-- Django defers foreign keys to the commit. Checked at once, while the door's own locks stand, they lock nothing anew,
-- and a refusal comes from the statement that earned it.
DO $$
DECLARE fk record;
BEGIN
    FOR fk IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint WHERE contype = 'f'
                 AND conrelid IN ('ledger_account'::regclass, 'ledger_journal'::regclass, 'ledger_entry'::regclass) LOOP
        EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE', fk.owner, fk.conname);
    END LOOP;
END $$;

-- Who owns an account, in which asset, under which code and floor, and whether it is hot, is settled when it is opened.
-- An account begins empty, closes empty, stays closed, and is never deleted.
-- None of this costs a posting anything: it names none of these columns (a CHECK would be parsed by each of them).
CREATE FUNCTION ledger_refuse_account_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: an account keeps what it was opened with, begins and closes empty, and stays closed'
        USING ERRCODE = 'EY016';
END $$;
CREATE TRIGGER account_fixed BEFORE UPDATE OF id, owner_kind, owner_id, asset, gl_code, floor, is_hot, opened_on
    ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_account_change();
CREATE TRIGGER account_closes_empty AFTER UPDATE OF closed_on ON ledger_account
    FOR EACH ROW WHEN (OLD.closed_on IS NOT NULL OR NEW.is_hot OR NEW.has_freeze OR NEW.balance <> 0 OR NEW.held <> 0)
    EXECUTE FUNCTION ledger_refuse_account_change();
CREATE TRIGGER account_begins_empty BEFORE INSERT ON ledger_account
    FOR EACH ROW WHEN (NEW.balance <> 0 OR NEW.held <> 0 OR NEW.version <> 0 OR NEW.has_freeze
        OR NEW.closed_on IS NOT NULL OR (NEW.is_hot AND NEW.floor IS NOT NULL))
    EXECUTE FUNCTION ledger_refuse_account_change();
-- ... under the floor and the heat of its code, which stay what they are: nobody opens a customer's account that may go
-- negative. (A code that is none: the foreign key.)
CREATE FUNCTION ledger_check_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_glaccount g WHERE g.code = NEW.gl_code AND (
                   g.floor IS DISTINCT FROM NEW.floor OR g.is_hot <> NEW.is_hot OR g.kind = 'MEMO')) THEN
        RAISE EXCEPTION 'ledger: an account under % has its floor', NEW.gl_code USING ERRCODE = 'EY016';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_under_its_code BEFORE INSERT ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_check_code();
CREATE TRIGGER code_fixed BEFORE UPDATE OF code, kind, floor, is_hot ON ledger_glaccount
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_account_change();
CREATE TRIGGER account_never_deleted BEFORE DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

-- Balances move by an entry, what is held by an event of a hold, and in no other way: the triggers of those tables move
-- them (depth 1), a statement of anybody's may not (depth 0). The same for what stands of a hold and of hot deltas.
CREATE FUNCTION ledger_refuse_balance_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: a balance only follows its entries, a hold its events' USING ERRCODE = 'EY015';
END $$;
CREATE TRIGGER balance_follows_entries BEFORE UPDATE OF balance, version, held, has_freeze ON ledger_account
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_balance_edit();
CREATE TRIGGER deltas_follow_entries BEFORE INSERT OR UPDATE OR DELETE ON ledger_hotdelta
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_balance_edit();
CREATE TRIGGER deltas_stay BEFORE TRUNCATE ON ledger_hotdelta
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

-- Legs move their accounts. A statement brings all legs of one journal of this transaction; each leg must continue its
-- account's chain (version and balance), in the journal's asset, on an open account; together they are zero. An account
-- that comes twice takes one round of the loop per leg. A leg on a hot account has no place in a chain: its delta waits
-- for the fold. What comes into an account under a freeze is caught at once. Whatever does not fit is left over, and
-- then refused by name.
CREATE FUNCTION ledger_apply_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_legs bigint;
    v_hot bigint;
    v_sum numeric;
    v_journal uuid;
    v_asset text;
    v_xact xid8;
    v_round bigint;
    v_frozen uuid[];
    v_applied bigint := 0;
BEGIN
    SELECT t.legs, t.hot, t.total, j.id, j.asset, j.xact INTO v_legs, v_hot, v_sum, v_journal, v_asset, v_xact
      FROM (SELECT count(*) AS legs, count(*) - count(version) AS hot, sum(amount) AS total FROM added) t,
           ledger_journal j
     WHERE j.id = (SELECT journal_id FROM added LIMIT 1);
    WHILE v_applied < v_legs - v_hot AND v_sum = 0 AND v_xact = pg_current_xact_id() LOOP
        WITH moved AS (
            UPDATE ledger_account a SET balance = e.balance_after, version = e.version
              FROM added e
             WHERE a.id = e.account_id AND a.asset = v_asset AND a.closed_on IS NULL AND NOT a.is_hot
               AND a.version = e.version - 1 AND a.balance = e.balance_after - e.amount
               AND e.amount <> 0 AND e.journal_id = v_journal
            RETURNING a.id, a.has_freeze)
        SELECT count(*), array_agg(id) FILTER (WHERE has_freeze) || v_frozen INTO v_round, v_frozen FROM moved;
        EXIT WHEN v_round = 0;
        v_applied := v_applied + v_round;
    END LOOP;
    IF v_hot > 0 AND v_sum = 0 AND v_xact = pg_current_xact_id() THEN
        INSERT INTO ledger_hotdelta (account_id, amount)
        SELECT a.id, e.amount FROM added e JOIN ledger_account a ON a.id = e.account_id
         WHERE a.is_hot AND a.asset = v_asset AND e.version IS NULL AND e.balance_after IS NULL
           AND e.amount <> 0 AND e.journal_id = v_journal;
        GET DIAGNOSTICS v_round = ROW_COUNT;
        v_applied := v_applied + v_round;
    END IF;
    IF v_applied < v_legs THEN
        PERFORM ledger_refuse_entries(array_agg(e.journal_id), array_agg(e.account_id)) FROM added e;
    END IF;
    IF v_frozen IS NOT NULL THEN
        PERFORM ledger_catch(id) FROM (SELECT DISTINCT unnest(v_frozen) AS id ORDER BY 1) frozen;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_apply AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply_entries();

-- Off the hot path: names what was wrong with the legs of a statement. (Accounts that do not exist: the foreign key.)
CREATE FUNCTION ledger_refuse_entries(p_journals uuid[], p_accounts uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(p_journals) j WHERE NOT EXISTS (
                   SELECT FROM ledger_journal WHERE id = j AND xact = pg_current_xact_id())) THEN
        RAISE EXCEPTION 'ledger: the journal belongs to another transaction' USING ERRCODE = 'EY011';
    ELSIF cardinality(p_accounts) = 1 THEN
        RAISE EXCEPTION 'ledger: a journal has two legs at least, on accounts that exist' USING ERRCODE = 'EY014';
    ELSIF EXISTS (SELECT FROM ledger_entry WHERE journal_id = ANY (p_journals) AND amount = 0) THEN
        RAISE EXCEPTION 'ledger: a leg has no amount' USING ERRCODE = 'EY019';
    ELSIF EXISTS (SELECT FROM ledger_account WHERE id = ANY (p_accounts) AND closed_on IS NOT NULL) THEN
        RAISE EXCEPTION 'ledger: a leg touches a closed account' USING ERRCODE = 'EY012';
    ELSIF EXISTS (SELECT FROM ledger_account a, ledger_journal j
                   WHERE a.id = ANY (p_accounts) AND j.id = ANY (p_journals) AND a.asset <> j.asset) THEN
        RAISE EXCEPTION 'ledger: a leg is in another asset than its journal' USING ERRCODE = 'EY013';
    ELSIF 1 < (SELECT count(DISTINCT j) FROM unnest(p_journals) j) OR 0 <> (
            SELECT sum(amount) FROM ledger_entry WHERE journal_id = p_journals[1]) THEN
        RAISE EXCEPTION 'ledger: the legs of a journal come in one statement and sum to zero' USING ERRCODE = 'EY010';
    END IF;
    RAISE EXCEPTION 'ledger: a leg does not continue its account' USING ERRCODE = 'EY015';
END $$;

-- No header without legs, none that names another transaction, no reversal of more than there was. On the header, not on
-- each entry: an entry's would be deferred once per leg and look at the whole journal each time (quadratic).
CREATE FUNCTION ledger_check_journal() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF NEW.xact <> pg_current_xact_id() THEN
        RAISE EXCEPTION 'ledger: journal % names another transaction', NEW.id USING ERRCODE = 'EY011';
    ELSIF NOT EXISTS (SELECT FROM ledger_entry WHERE journal_id = NEW.id) THEN
        RAISE EXCEPTION 'ledger: journal % has no legs', NEW.id USING ERRCODE = 'EY014';
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        PERFORM FROM ledger_journal WHERE id = NEW.reverses_id FOR NO KEY UPDATE;  -- reversals of one journal queue here
        IF EXISTS (SELECT FROM ledger_over_reversed(NEW.reverses_id)) THEN
            RAISE EXCEPTION 'ledger: journal % takes back what is not there', NEW.id USING ERRCODE = 'EY025';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_has_legs AFTER INSERT ON ledger_journal DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_check_journal();

-- Legs of which the reversals of a journal take back more than it moved, or something else. A reversal's leg bears the
-- number of the leg that it takes back.
CREATE FUNCTION ledger_over_reversed(p_journal uuid) RETURNS TABLE (leg int) LANGUAGE sql STABLE AS $$
    SELECT m.leg FROM (
        SELECT e.leg, min(e.account_id::text) AS account, max(e.account_id::text) AS last, sum(e.amount) AS amount,
               bool_or(e.amount > 0) AND bool_or(e.amount < 0) AS both_ways
          FROM ledger_journal r JOIN ledger_entry e ON e.journal_id = r.id
         WHERE r.reverses_id = p_journal GROUP BY e.leg) m
      LEFT JOIN ledger_entry o ON o.journal_id = p_journal AND o.leg = m.leg
     WHERE o.leg IS NULL OR m.account <> o.account_id::text OR m.last <> m.account OR m.both_ways
        OR sign(m.amount) = sign(o.amount) OR abs(m.amount) > abs(o.amount)
$$;
