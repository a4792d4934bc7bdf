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

-- Who owns an account, in which asset, under which code and floor, is settled when it is opened; `held` is moved by
-- holds alone, and there are none yet. An account begins empty, closes empty, stays closed, and is never deleted.
-- None of this costs a posting anything: it names none of these columns (a CHECK would be parsed by each of them).
CREATE FUNCTION ledger_refuse_account_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: an account keeps what it was opened with, begins and closes empty, and stays closed'
        USING ERRCODE = 'EY016';
END $$;
CREATE TRIGGER account_fixed BEFORE UPDATE OF id, owner_kind, owner_id, asset, gl_code, floor, held, opened_on
    ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_account_change();
CREATE TRIGGER account_closes_empty AFTER UPDATE OF closed_on ON ledger_account
    FOR EACH ROW WHEN (OLD.closed_on IS NOT NULL OR NEW.balance <> 0 OR NEW.held <> 0)
    EXECUTE FUNCTION ledger_refuse_account_change();
CREATE TRIGGER account_begins_empty BEFORE INSERT ON ledger_account
    FOR EACH ROW WHEN (NEW.balance <> 0 OR NEW.held <> 0 OR NEW.version <> 0 OR NEW.closed_on IS NOT NULL)
    EXECUTE FUNCTION ledger_refuse_account_change();
CREATE TRIGGER account_never_deleted BEFORE DELETE OR TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

-- Balances have no other way to move than an entry: the trigger below moves them (depth 1), a statement of anybody's may
-- not (depth 0).
CREATE FUNCTION ledger_refuse_balance_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: a balance only follows its entries' USING ERRCODE = 'EY015';
END $$;
CREATE TRIGGER balance_follows_entries BEFORE UPDATE OF balance, version ON ledger_account
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_balance_edit();

-- Legs move their accounts. A statement brings all legs of one journal of this transaction; each leg must continue its
-- account's chain (version and balance), in the journal's asset, on an open account; together they are zero. An account
-- that comes twice takes one round of the loop per leg. Whatever does not fit is left over, and then refused by name.
CREATE FUNCTION ledger_apply_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_legs bigint;
    v_sum numeric;
    v_journal uuid;
    v_asset text;
    v_xact xid8;
    v_round bigint;
    v_applied bigint := 0;
BEGIN
    SELECT t.legs, t.total, j.id, j.asset, j.xact INTO v_legs, v_sum, v_journal, v_asset, v_xact
      FROM (SELECT count(*) AS legs, sum(amount) AS total FROM added) t, ledger_journal j
     WHERE j.id = (SELECT journal_id FROM added LIMIT 1);
    WHILE v_applied < v_legs AND v_sum = 0 AND v_xact = pg_current_xact_id() LOOP
        UPDATE ledger_account a SET balance = e.balance_after, version = e.version
          FROM added e
         WHERE a.id = e.account_id AND a.asset = v_asset AND a.closed_on IS NULL
           AND a.version = e.version - 1 AND a.balance = e.balance_after - e.amount
           AND e.amount <> 0 AND e.journal_id = v_journal;
        GET DIAGNOSTICS v_round = ROW_COUNT;
        EXIT WHEN v_round = 0;
        v_applied := v_applied + v_round;
    END LOOP;
    IF v_applied < v_legs THEN
        PERFORM ledger_refuse_entries(array_agg(e.journal_id), array_agg(e.account_id)) FROM added e;
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

-- No header without legs, none that names another transaction. On the header, not on each entry: an entry's would be
-- deferred once per leg and look at the whole journal each time (quadratic).
CREATE FUNCTION ledger_check_journal() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
    IF NEW.xact <> pg_current_xact_id() THEN
        RAISE EXCEPTION 'ledger: journal % names another transaction', NEW.id USING ERRCODE = 'EY011';
    ELSIF NOT EXISTS (SELECT FROM ledger_entry WHERE journal_id = NEW.id) THEN
        RAISE EXCEPTION 'ledger: journal % has no legs', NEW.id USING ERRCODE = 'EY014';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_has_legs AFTER INSERT ON ledger_journal DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_check_journal();
