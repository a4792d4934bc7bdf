-- Holds: money that stays on its account and may not be spent otherwise (AC-8). `wanted` is what the hold is for, `held`
-- what it holds now, `taken` what postings took out of it; the account's `held` is the sum of its holds. A freeze may want more than there is: it catches what
-- comes in, earlier freezes first, and later ones wait behind them (轮候). Times are business time.

-- Events move their holds, and through them the accounts: one event a hold and statement, which must continue its hold.
CREATE FUNCTION ledger_apply_hold_events() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_events bigint;
    v_applied bigint;
    v_frozen uuid[];
BEGIN
    WITH moved AS (
        UPDATE ledger_hold h SET held = e.held_after, events = e.number, is_open = NOT e.closes,
               taken = h.taken - CASE WHEN e.kind = 'COMMITTED' THEN e.delta ELSE 0 END
          FROM added e
         WHERE h.id = e.hold_id AND h.is_open AND h.events = e.number - 1 AND h.held = e.held_after - e.delta
           AND e.held_after BETWEEN 0 AND h.wanted - h.taken AND (NOT e.closes OR e.held_after = 0)
        RETURNING h.account_id, h.is_freeze, e.delta
    ), accounts AS (
        UPDATE ledger_account a SET held = a.held + m.delta
          FROM (SELECT account_id, sum(delta) AS delta FROM moved GROUP BY account_id) m
         WHERE a.id = m.account_id AND a.closed_on IS NULL
    )
    SELECT (SELECT count(*) FROM added), count(*), array_agg(account_id) FILTER (WHERE is_freeze)
      INTO v_events, v_applied, v_frozen FROM moved;
    IF v_applied < v_events THEN
        RAISE EXCEPTION 'ledger: an event does not continue its hold' USING ERRCODE = 'EY015';
    END IF;
    IF v_frozen IS NOT NULL THEN
        UPDATE ledger_account a SET has_freeze = EXISTS (
                   SELECT FROM ledger_hold f WHERE f.account_id = a.id AND f.is_freeze AND f.is_open)
         WHERE a.id = ANY (v_frozen) AND a.closed_on IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER hold_events_apply AFTER INSERT ON ledger_holdevent REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply_hold_events();

CREATE FUNCTION ledger_refuse_hold_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: a hold keeps what it was placed with, and begins with nothing' USING ERRCODE = 'EY030';
END $$;
CREATE TRIGGER hold_fixed BEFORE UPDATE OF id, idempotency_key, body_hash, account_id, number, kind, wanted, is_freeze, yields,
    subject_kind, subject_id, expires_at, placed_at ON ledger_hold
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_hold_change();
CREATE TRIGGER hold_begins_empty BEFORE INSERT ON ledger_hold
    FOR EACH ROW WHEN (NEW.held <> 0 OR NEW.taken <> 0 OR NEW.events <> 0 OR NOT NEW.is_open) EXECUTE FUNCTION ledger_refuse_hold_change();
CREATE TRIGGER hold_follows_events BEFORE UPDATE OF held, taken, events, is_open ON ledger_hold
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_balance_edit();
CREATE TRIGGER hold_never_deleted BEFORE DELETE OR TRUNCATE ON ledger_hold
    FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();

-- What freezes of an account still want, and the account has free, they catch: the earliest first.
CREATE FUNCTION ledger_catch(p_account uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_holdevent (hold_id, number, kind, delta, held_after, closes, at)
    SELECT id, events + 1, 'CAUGHT', caught, held + caught, false, clock_timestamp() FROM (
        SELECT h.id, h.events, h.held, least(h.wanted - h.taken - h.held, greatest(a.balance - a.held - a.floor
                   - coalesce(sum(h.wanted - h.taken - h.held) OVER earlier, 0), 0))::bigint AS caught
          FROM ledger_account a JOIN ledger_hold h ON h.account_id = a.id AND h.is_freeze AND h.is_open
         WHERE a.id = p_account
        WINDOW earlier AS (ORDER BY h.number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) freezes
     WHERE caught > 0;
END $$;

-- Places a hold under its key. A judicial freeze ends the holds that yield to it (AC-9); a freeze catches what there is,
-- any other hold must find its whole amount free. Holds of the account that have run out are ended first; `ended` names
-- all that it put an end to. Locks the account.
CREATE FUNCTION ledger_hold_place(
    p_id uuid, p_key text, p_account uuid, p_kind text, p_wanted bigint, p_is_freeze boolean, p_overrides boolean,
    p_yields boolean, p_subject_kind text, p_subject uuid, p_expires_at timestamptz, p_business_at timestamptz,
    p_at timestamptz,
    OUT hold_id uuid, OUT held bigint, OUT replayed boolean, OUT ended uuid[])
LANGUAGE plpgsql AS $$
DECLARE
    v_hash bytea := sha256(convert_to(ROW(p_account, p_kind, p_wanted, p_is_freeze, p_yields, p_subject_kind, p_subject,
        extract(epoch FROM p_expires_at))::text, 'UTF8'));
    v_account ledger_account;
    v_hold ledger_hold;
    v_run_out uuid[];
BEGIN
    IF p_wanted <= 0 OR p_expires_at <= p_business_at THEN
        RAISE EXCEPTION 'ledger: a hold is of something, and for a while' USING ERRCODE = 'EY019';
    END IF;
    SELECT * INTO v_account FROM ledger_account WHERE id = p_account FOR NO KEY UPDATE;
    SELECT * INTO v_hold FROM ledger_hold WHERE idempotency_key = p_key;
    replayed := FOUND;
    IF replayed THEN
        IF v_hold.body_hash <> v_hash THEN
            RAISE EXCEPTION 'ledger: key % came back with another body', p_key USING ERRCODE = 'EY020';
        END IF;
        hold_id := v_hold.id;
        held := v_hold.held;
        RETURN;
    ELSIF v_account.id IS NULL THEN
        RAISE EXCEPTION 'ledger: there is no account %', p_account USING ERRCODE = 'EY018';
    ELSIF v_account.closed_on IS NOT NULL THEN
        RAISE EXCEPTION 'ledger: a hold on a closed account' USING ERRCODE = 'EY012';
    ELSIF v_account.floor IS NULL THEN
        RAISE EXCEPTION 'ledger: an account without a floor holds nothing' USING ERRCODE = 'EY031';
    END IF;
    SELECT array_agg(h.id ORDER BY h.number) INTO v_run_out FROM ledger_hold h
     WHERE h.account_id = p_account AND h.is_open AND h.expires_at <= p_business_at;
    IF v_run_out IS NOT NULL THEN
        PERFORM ledger_holds_end(v_run_out, 'EXPIRED', p_at);
    END IF;
    SELECT array_agg(h.id ORDER BY h.number) INTO ended FROM ledger_hold h
     WHERE p_overrides AND h.account_id = p_account AND h.is_open AND h.yields;
    IF ended IS NOT NULL THEN
        PERFORM ledger_holds_end(ended, 'OVERRIDDEN', p_at);
    END IF;
    ended := v_run_out || ended;
    INSERT INTO ledger_hold (id, idempotency_key, body_hash, account_id, number, kind, wanted, held, taken, events,
                             is_open, is_freeze, yields, subject_kind, subject_id, expires_at, placed_at)
    SELECT p_id, p_key, v_hash, p_account, 1 + coalesce(max(number), 0), p_kind, p_wanted, 0, 0, 0,
           true, p_is_freeze, p_yields, p_subject_kind, p_subject, p_expires_at, p_business_at
      FROM ledger_hold WHERE account_id = p_account;
    INSERT INTO ledger_holdevent (hold_id, number, kind, delta, held_after, closes, at)
    SELECT p_id, 1, 'PLACED', given, given, false, p_at FROM (
        SELECT CASE WHEN p_is_freeze THEN 0 ELSE p_wanted END AS given) first;
    IF p_is_freeze THEN
        PERFORM ledger_catch(p_account);
    END IF;
    hold_id := p_id;
    SELECT h.held INTO held FROM ledger_hold h WHERE h.id = p_id;
END $$;

-- Ends holds whose accounts the caller has locked; the freezes of those accounts catch what comes free.
CREATE FUNCTION ledger_holds_end(p_holds uuid[], p_kind text, p_at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_holdevent (hold_id, number, kind, delta, held_after, closes, at)
    SELECT id, events + 1, p_kind, -held, 0, true, p_at FROM ledger_hold WHERE id = ANY (p_holds);
    PERFORM ledger_catch(a.id) FROM ledger_account a
      WHERE a.has_freeze AND a.id IN (SELECT account_id FROM ledger_hold WHERE id = ANY (p_holds));
END $$;

-- Gives back all that a hold still holds; a second time changes nothing. Refused for one that ended otherwise.
CREATE FUNCTION ledger_hold_release(p_hold uuid, p_at timestamptz, OUT replayed boolean) LANGUAGE plpgsql AS $$
DECLARE v_end text;
BEGIN
    PERFORM FROM ledger_account WHERE id = (SELECT account_id FROM ledger_hold WHERE id = p_hold) FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ledger: there is no hold %', p_hold USING ERRCODE = 'EY032';
    END IF;
    SELECT kind INTO v_end FROM ledger_holdevent WHERE hold_id = p_hold AND closes;
    replayed := FOUND;
    IF replayed AND v_end <> 'RELEASED' THEN
        RAISE EXCEPTION 'ledger: hold % has ended: %', p_hold, v_end USING ERRCODE = 'EY033';
    ELSIF NOT replayed THEN
        PERFORM ledger_holds_end(ARRAY[p_hold], 'RELEASED', p_at);
    END IF;
END $$;

-- The sweeper: ends what has run out, some accounts at a time, skipping those in use; gives the holds that ended.
CREATE FUNCTION ledger_holds_expire(p_business_at timestamptz, p_at timestamptz, p_limit int) RETURNS uuid[]
LANGUAGE plpgsql AS $$
DECLARE
    v_accounts uuid[];
    v_holds uuid[];
BEGIN
    SELECT array_agg(id) INTO v_accounts FROM (
        SELECT a.id FROM ledger_account a WHERE a.id IN (
            SELECT account_id FROM ledger_hold WHERE is_open AND expires_at <= p_business_at LIMIT p_limit)
         ORDER BY a.id FOR NO KEY UPDATE SKIP LOCKED) free;
    SELECT array_agg(id ORDER BY account_id, number) INTO v_holds FROM ledger_hold
     WHERE account_id = ANY (v_accounts) AND is_open AND expires_at <= p_business_at;
    IF v_holds IS NOT NULL THEN
        PERFORM ledger_holds_end(v_holds, 'EXPIRED', p_at);
    END IF;
    RETURN coalesce(v_holds, '{}');
END $$;

-- For a posting whose debits come out of holds: takes each leg's amount from its hold, before the balance falls. With
-- p_last what a hold still holds afterwards is given back. The accounts are locked by the caller.
CREATE FUNCTION ledger_holds_commit(
    p_holds uuid[], p_accounts uuid[], p_amounts bigint[], p_journal uuid, p_business_at timestamptz, p_at timestamptz,
    p_last boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_wanted bigint;
    v_found bigint;
    v_open bigint;
    v_free bigint;
    v_enough bigint;
    v_parts bigint;
    v_rest uuid[];
BEGIN
    SELECT count(l.hold), count(h.id),
           count(*) FILTER (WHERE h.is_open AND (h.expires_at > p_business_at) IS NOT FALSE),
           count(*) FILTER (WHERE h.is_freeze OR NOT EXISTS (
               SELECT FROM ledger_hold f WHERE f.account_id = h.account_id AND f.is_freeze AND f.is_open
                  AND f.number > h.number)),
           count(*) FILTER (WHERE h.held >= -l.amount), count(*) FILTER (WHERE h.taken - l.amount < h.wanted)
      INTO v_wanted, v_found, v_open, v_free, v_enough, v_parts
      FROM unnest(p_holds, p_accounts, p_amounts) AS l(hold, account, amount)
      LEFT JOIN ledger_hold h ON h.id = l.hold AND h.account_id = l.account AND l.amount < 0
     WHERE l.hold IS NOT NULL;
    IF v_found < v_wanted OR v_wanted <> (SELECT count(DISTINCT h) FROM unnest(p_holds) h) THEN
        RAISE EXCEPTION 'ledger: a leg comes out of a hold that is not there' USING ERRCODE = 'EY032';
    ELSIF v_open < v_wanted THEN
        RAISE EXCEPTION 'ledger: a hold has ended' USING ERRCODE = 'EY033';
    ELSIF v_free < v_wanted THEN
        RAISE EXCEPTION 'ledger: the account is frozen since' USING ERRCODE = 'EY034';
    ELSIF v_enough < v_wanted THEN
        RAISE EXCEPTION 'ledger: a leg takes more than its hold holds' USING ERRCODE = 'EY035';
    END IF;
    INSERT INTO ledger_holdevent (hold_id, number, kind, delta, held_after, closes, journal_id, at)
    SELECT h.id, h.events + 1, 'COMMITTED', l.amount, h.held + l.amount, h.taken - l.amount = h.wanted, p_journal, p_at
      FROM unnest(p_holds, p_amounts) AS l(hold, amount) JOIN ledger_hold h ON h.id = l.hold;
    IF p_last AND v_parts > 0 THEN
        SELECT array_agg(id) INTO v_rest FROM ledger_hold WHERE id = ANY (p_holds) AND is_open;
        PERFORM ledger_holds_end(v_rest, 'RELEASED', p_at);
    END IF;
END $$;
