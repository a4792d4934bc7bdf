-- The one door of the books. Called inside the caller's transaction; locks accounts ascending by id, after the key.
-- Amounts are 分, > 0 credits (贷), < 0 debits (借). SQLSTATEs: services/door.py.

-- The account of an owner under a code, opened on first use; its floor and whether it is hot are the code's.
CREATE FUNCTION ledger_open_account(
    p_id uuid, p_owner_kind text, p_owner_id uuid, p_gl_code text, p_asset text, p_on date)
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE v_id uuid;
BEGIN
    INSERT INTO ledger_account (id, owner_kind, owner_id, asset, gl_code, balance, held, floor, version, is_hot,
                                has_freeze, opened_on)
    SELECT p_id, p_owner_kind, p_owner_id, p_asset, g.code, 0, 0, g.floor, 0, g.is_hot, false, p_on
      FROM ledger_glaccount g WHERE g.code = p_gl_code AND g.kind <> 'MEMO'
        ON CONFLICT (owner_kind, owner_id, gl_code, asset) DO NOTHING
    RETURNING id INTO v_id;
    IF v_id IS NULL THEN
        SELECT id INTO v_id FROM ledger_account
         WHERE owner_kind = p_owner_kind AND owner_id = p_owner_id AND gl_code = p_gl_code AND asset = p_asset;
    END IF;
    IF v_id IS NULL THEN
        RAISE EXCEPTION 'ledger: no account is kept under %', p_gl_code USING ERRCODE = 'EY017';
    END IF;
    RETURN v_id;
END $$;

-- One journal of n legs, set-based: the key first (a second caller waits there), then one statement that locks the
-- accounts and writes the entries; their trigger moves the accounts. Hot accounts are not locked. p_holds names, leg by
-- leg, the hold that a debit comes out of; with p_last what such a hold still holds is given back. For batches and
-- reversals: p_hash is of what their caller has said, p_places are the legs' numbers.
CREATE FUNCTION ledger_post(
    p_id uuid, p_key text, p_kind text, p_summary text, p_business_date date, p_value_date date, p_at timestamptz,
    p_asset text, p_accounts uuid[], p_amounts bigint[], p_lines uuid[] DEFAULT NULL,
    p_batch uuid DEFAULT NULL, p_approval uuid DEFAULT NULL, p_holds uuid[] DEFAULT NULL, p_last boolean DEFAULT true,
    p_reverses uuid DEFAULT NULL, p_hash bytea DEFAULT NULL, p_places int[] DEFAULT NULL,
    OUT journal_id uuid, OUT replayed boolean)
LANGUAGE plpgsql
-- One plan for two legs and for ten thousand, by the keys: PostgreSQL would plan each call anew, or keep a plan made for
-- a batch. Here and in all that the triggers run inside.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_hash bytea := coalesce(p_hash, sha256(array_send(p_accounts) || array_send(p_amounts)
        || coalesce(array_send(p_lines), '') || coalesce(array_send(p_holds), '')
        || convert_to(ROW(p_kind, p_summary, p_asset, p_batch, p_approval, p_reverses, p_last)::text, 'UTF8')));
    v_stored bytea;
    v_locked bigint;
BEGIN
    IF (cardinality(p_accounts) >= 2 AND cardinality(p_accounts) = cardinality(p_amounts)
        AND cardinality(p_accounts) = coalesce(cardinality(p_lines), cardinality(p_accounts))) IS NOT TRUE THEN
        RAISE EXCEPTION 'ledger: a journal has two legs at least, each with account and amount' USING ERRCODE = 'EY014';
    END IF;

    INSERT INTO ledger_journal (id, idempotency_key, body_hash, kind, summary, asset, business_date, value_date,
                                batch_id, approval_id, reverses_id, created_at)
    VALUES (p_id, p_key, v_hash, p_kind, p_summary, p_asset, p_business_date, p_value_date,
            p_batch, p_approval, p_reverses, p_at)
        ON CONFLICT (idempotency_key) DO NOTHING;
    replayed := NOT FOUND;
    IF replayed THEN
        SELECT j.id, j.body_hash INTO journal_id, v_stored FROM ledger_journal j WHERE j.idempotency_key = p_key;
        IF v_stored <> v_hash THEN
            RAISE EXCEPTION 'ledger: key % came back with another body', p_key USING ERRCODE = 'EY020';
        END IF;
        RETURN;
    END IF;
    journal_id := p_id;

    IF cardinality(p_accounts) = 2 AND p_accounts[1] <> p_accounts[2] AND p_holds IS NULL AND p_places IS NULL THEN
        -- most postings: locked and written at once
        INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version, line_id)
        SELECT p_id, leg, id, p_amounts[leg], balance + p_amounts[leg], version + 1, p_lines[leg]
          FROM (SELECT id, balance, version, CASE WHEN id = p_accounts[1] THEN 1 ELSE 2 END AS leg FROM ledger_account
                 WHERE id = ANY (p_accounts) AND NOT is_hot ORDER BY id FOR NO KEY UPDATE) locked
         UNION ALL
        SELECT p_id, leg, id, p_amounts[leg], NULL, NULL, p_lines[leg]
          FROM (SELECT id, CASE WHEN id = p_accounts[1] THEN 1 ELSE 2 END AS leg FROM ledger_account
                 WHERE id = ANY (p_accounts) AND is_hot) hot;
        RETURN;
    END IF;

    PERFORM FROM ledger_account WHERE id = ANY (p_accounts) AND NOT is_hot ORDER BY id FOR NO KEY UPDATE;
    GET DIAGNOSTICS v_locked = ROW_COUNT;
    IF v_locked < cardinality(p_accounts) THEN
        v_locked := v_locked + (SELECT count(*) FROM ledger_account WHERE id = ANY (p_accounts) AND is_hot);
    END IF;
    IF p_holds IS NOT NULL THEN
        PERFORM ledger_holds_commit(p_holds, p_accounts, p_amounts, p_id,
            (p_business_date + (p_at AT TIME ZONE 'Asia/Shanghai')::time) AT TIME ZONE 'Asia/Shanghai', p_at, p_last);
    END IF;
    IF v_locked = cardinality(p_accounts) THEN
        INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version, line_id)
        SELECT p_id, coalesce(p_places[l.place], l.place), l.account, l.amount,
               CASE WHEN NOT a.is_hot THEN a.balance + l.amount END, CASE WHEN NOT a.is_hot THEN a.version + 1 END, l.line
          FROM unnest(p_accounts, p_amounts, p_lines) WITH ORDINALITY AS l(account, amount, line, place)
          JOIN ledger_account a ON a.id = l.account;
    ELSE  -- an account comes twice (its legs follow each other), or does not exist (the foreign key refuses)
        INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version, line_id)
        SELECT p_id, coalesce(p_places[l.place], l.place), l.account, l.amount,
               CASE WHEN a.is_hot IS NOT TRUE THEN coalesce(a.balance, 0) + sum(l.amount) OVER so_far END,
               CASE WHEN a.is_hot IS NOT TRUE THEN coalesce(a.version, 0) + row_number() OVER so_far END, l.line
          FROM unnest(p_accounts, p_amounts, p_lines) WITH ORDINALITY AS l(account, amount, line, place)
          LEFT JOIN ledger_account a ON a.id = l.account
        WINDOW so_far AS (PARTITION BY l.account ORDER BY l.place);
    END IF;
END $$;

-- Many payees from one debited account, which is touched once: leg 1 debits what is paid, leg n + 1 credits line n. The
-- caller's control figures must agree with the lines. A payee may come twice. A line that cannot be paid fails alone: it
-- gets no leg, and is given back by its number (from 1) with the reason; so does every replay.
CREATE FUNCTION ledger_post_batch(
    p_id uuid, p_key text, p_kind text, p_summary text, p_business_date date, p_value_date date, p_at timestamptz,
    p_asset text, p_debit uuid, p_accounts uuid[], p_amounts bigint[], p_lines uuid[],
    p_control_count bigint, p_control_sum bigint, p_batch uuid DEFAULT NULL, p_approval uuid DEFAULT NULL,
    OUT journal_id uuid, OUT replayed boolean, OUT refused_lines int[], OUT refused_codes text[])
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_hash bytea := sha256(array_send(p_accounts) || array_send(p_amounts) || array_send(p_lines)
        || convert_to(ROW(p_kind, p_summary, p_asset, p_debit, p_batch, p_approval)::text, 'UTF8'));
    v_stored bytea;
    v_places int[];
    v_accounts uuid[];
    v_amounts bigint[];
    v_lines uuid[];
BEGIN
    IF (p_control_count = cardinality(p_accounts) AND p_control_count = cardinality(p_lines) AND p_control_count > 0
        AND p_control_sum = (SELECT sum(amount) FROM unnest(p_amounts) amount)) IS NOT TRUE THEN
        RAISE EXCEPTION 'ledger: batch % disagrees with its control count or sum', p_key USING ERRCODE = 'EY021';
    END IF;
    IF p_debit <> ALL (p_accounts) AND 0 < ALL (p_amounts) THEN
        BEGIN  -- as if every line were good: the guards say if one is not
            SELECT p.journal_id, p.replayed INTO journal_id, replayed FROM ledger_post(
                p_id, p_key, p_kind, p_summary, p_business_date, p_value_date, p_at, p_asset, p_debit || p_accounts,
                -p_control_sum || p_amounts, NULL::uuid || p_lines, p_batch, p_approval, p_hash => v_hash) p;
            IF replayed THEN
                SELECT array_agg(r.line ORDER BY r.line), array_agg(r.code ORDER BY r.line)
                  INTO refused_lines, refused_codes FROM ledger_batchrefusal r WHERE r.idempotency_key = p_key;
            END IF;
            RETURN;
        EXCEPTION WHEN SQLSTATE 'EY012' OR SQLSTATE 'EY013' OR SQLSTATE 'EY014' OR foreign_key_violation THEN
            NULL;  -- line by line, below; what is not a line's fault is refused there again
        END;
    END IF;

    PERFORM FROM ledger_account WHERE id = ANY (p_debit || p_accounts) AND NOT is_hot ORDER BY id FOR NO KEY UPDATE;
    SELECT j.id, j.body_hash INTO journal_id, v_stored FROM ledger_journal j WHERE j.idempotency_key = p_key;
    IF v_stored IS NULL THEN
        SELECT r.body_hash INTO v_stored FROM ledger_batchrefusal r WHERE r.idempotency_key = p_key LIMIT 1;
    END IF;
    replayed := v_stored IS NOT NULL;
    IF v_stored <> v_hash THEN
        RAISE EXCEPTION 'ledger: key % came back with another body', p_key USING ERRCODE = 'EY020';
    ELSIF NOT replayed THEN
        INSERT INTO ledger_batchrefusal (idempotency_key, line, code, body_hash, at)
        SELECT p_key, l.place, CASE WHEN l.amount > 0 IS NOT TRUE THEN 'LEDGER_AMOUNT'
                   WHEN l.account = p_debit THEN 'LEDGER_OWN_PAYEE' WHEN a.id IS NULL THEN 'LEDGER_ACCOUNT_UNKNOWN'
                   WHEN a.asset <> p_asset THEN 'LEDGER_ASSET' ELSE 'LEDGER_CLOSED' END, v_hash, p_at
          FROM unnest(p_accounts, p_amounts) WITH ORDINALITY AS l(account, amount, place)
          LEFT JOIN ledger_account a ON a.id = l.account
         WHERE (l.amount > 0 AND l.account <> p_debit AND a.asset = p_asset AND a.closed_on IS NULL) IS NOT TRUE;
    END IF;
    SELECT array_agg(r.line ORDER BY r.line), array_agg(r.code ORDER BY r.line)
      INTO refused_lines, refused_codes FROM ledger_batchrefusal r WHERE r.idempotency_key = p_key;
    IF replayed OR cardinality(refused_lines) = p_control_count THEN
        RETURN;
    END IF;
    SELECT array_agg(place + 1 ORDER BY place), array_agg(account ORDER BY place), array_agg(amount ORDER BY place),
           array_agg(line ORDER BY place) INTO v_places, v_accounts, v_amounts, v_lines
      FROM unnest(p_accounts, p_amounts, p_lines) WITH ORDINALITY AS l(account, amount, line, place)
     WHERE place <> ALL (coalesce(refused_lines, '{}'));
    SELECT p.journal_id INTO journal_id FROM ledger_post(
        p_id, p_key, p_kind, p_summary, p_business_date, p_value_date, p_at, p_asset, p_debit || v_accounts,
        -(SELECT sum(amount) FROM unnest(v_amounts) amount)::bigint || v_amounts, NULL::uuid || v_lines,
        p_batch, p_approval, p_hash => v_hash, p_places => 1 || v_places) p;
END $$;

-- The mirror of a journal, or of the parts of some legs (p_legs, p_amounts: what is taken back, > 0, of each): all
-- reversals of a journal together take back no more than it moved. Locks the original's header, so that reversals meet.
CREATE FUNCTION ledger_reverse(
    p_id uuid, p_key text, p_journal uuid, p_kind text, p_summary text, p_business_date date, p_value_date date,
    p_at timestamptz, p_approval uuid DEFAULT NULL, p_legs int[] DEFAULT NULL, p_amounts bigint[] DEFAULT NULL,
    OUT journal_id uuid, OUT replayed boolean)
LANGUAGE plpgsql AS $$
DECLARE
    v_original ledger_journal;
    v_legs int[];
    v_accounts uuid[];
    v_amounts bigint[];
BEGIN
    SELECT * INTO v_original FROM ledger_journal WHERE id = p_journal FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ledger: there is no journal %', p_journal USING ERRCODE = 'EY023';
    ELSIF v_original.reverses_id IS NOT NULL THEN
        RAISE EXCEPTION 'ledger: % is itself a reversal', p_journal USING ERRCODE = 'EY024';
    ELSIF p_legs IS NULL AND EXISTS (
            SELECT FROM ledger_journal WHERE reverses_id = p_journal AND idempotency_key <> p_key) THEN
        RAISE EXCEPTION 'ledger: % is reversed already', p_journal USING ERRCODE = 'EY025';
    END IF;
    SELECT array_agg(e.leg ORDER BY e.leg), array_agg(e.account_id ORDER BY e.leg),
           array_agg(CASE WHEN w.leg IS NULL THEN -e.amount ELSE -sign(e.amount)::bigint * w.amount END ORDER BY e.leg)
      INTO v_legs, v_accounts, v_amounts
      FROM ledger_entry e LEFT JOIN unnest(p_legs, p_amounts) AS w(leg, amount) ON w.leg = e.leg
     WHERE e.journal_id = p_journal AND (p_legs IS NULL OR w.amount > 0);
    IF p_legs IS NOT NULL AND cardinality(p_legs) IS DISTINCT FROM cardinality(v_legs) THEN
        RAISE EXCEPTION 'ledger: a leg to reverse is not there' USING ERRCODE = 'EY025';
    ELSIF p_legs IS NOT NULL AND EXISTS (
            SELECT FROM unnest(p_legs, p_amounts) AS w(leg, amount)
              JOIN ledger_entry o ON o.journal_id = p_journal AND o.leg = w.leg
             WHERE w.amount > abs(o.amount) - (
                   SELECT coalesce(sum(abs(e.amount)), 0) FROM ledger_journal r JOIN ledger_entry e ON e.journal_id = r.id
                    WHERE r.reverses_id = p_journal AND r.idempotency_key <> p_key AND e.leg = w.leg)) THEN
        RAISE EXCEPTION 'ledger: more of % is taken back than it moved', p_journal USING ERRCODE = 'EY025';
    END IF;
    SELECT p.journal_id, p.replayed INTO journal_id, replayed FROM ledger_post(
        p_id, p_key, p_kind, p_summary, p_business_date, p_value_date, p_at, v_original.asset, v_accounts, v_amounts,
        NULL, v_original.batch_id, p_approval, p_reverses => p_journal, p_places => v_legs) p;
END $$;

-- Closes an empty account; a second time changes nothing.
CREATE FUNCTION ledger_close_account(p_account uuid, p_on date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_account ledger_account;
BEGIN
    SELECT * INTO v_account FROM ledger_account WHERE id = p_account FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ledger: there is no account %', p_account USING ERRCODE = 'EY018';
    ELSIF v_account.balance <> 0 OR v_account.held <> 0 OR v_account.has_freeze OR v_account.is_hot THEN
        RAISE EXCEPTION 'ledger: account % is not empty', p_account USING ERRCODE = 'EY026';
    ELSIF v_account.closed_on IS NULL THEN
        UPDATE ledger_account SET closed_on = p_on WHERE id = p_account;
    END IF;
END $$;
