-- The one door of the books. Called inside the caller's transaction; locks accounts ascending by id, after the key.
-- Amounts are 分, > 0 credits (贷), < 0 debits (借). SQLSTATEs: services/door.py.

-- The account of an owner under a code, opened on first use; its floor is the code's.
CREATE FUNCTION ledger_open_account(
    p_id uuid, p_owner_kind text, p_owner_id uuid, p_gl_code text, p_asset text, p_on date)
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE v_id uuid;
BEGIN
    INSERT INTO ledger_account (id, owner_kind, owner_id, asset, gl_code, balance, held, floor, version, opened_on)
    SELECT p_id, p_owner_kind, p_owner_id, p_asset, g.code, 0, 0, g.floor, 0, p_on
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
-- accounts and writes the entries; their trigger moves the accounts.
CREATE FUNCTION ledger_post(
    p_id uuid, p_key text, p_kind text, p_summary text, p_business_date date, p_value_date date, p_at timestamptz,
    p_asset text, p_accounts uuid[], p_amounts bigint[], p_lines uuid[] DEFAULT NULL,
    p_batch uuid DEFAULT NULL, p_approval uuid DEFAULT NULL, p_reverses uuid DEFAULT NULL,
    OUT journal_id uuid, OUT replayed boolean)
LANGUAGE plpgsql
-- One plan for two legs and for ten thousand, by the keys: PostgreSQL would plan each call anew, or keep a plan made for
-- a batch. Here and in all that the triggers run inside.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    v_hash bytea := sha256(array_send(p_accounts) || array_send(p_amounts) || coalesce(array_send(p_lines), '') ||
        convert_to(ROW(p_kind, p_summary, p_asset, p_batch, p_approval, p_reverses)::text, 'UTF8'));
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

    IF cardinality(p_accounts) = 2 AND p_accounts[1] <> p_accounts[2] THEN  -- most postings: locked and written at once
        INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version, line_id)
        SELECT p_id, leg, id, p_amounts[leg], balance + p_amounts[leg], version + 1, p_lines[leg]
          FROM (SELECT id, balance, version, CASE WHEN id = p_accounts[1] THEN 1 ELSE 2 END AS leg FROM ledger_account
                 WHERE id = ANY (p_accounts) ORDER BY id FOR NO KEY UPDATE) locked;
        RETURN;
    END IF;

    PERFORM FROM ledger_account WHERE id = ANY (p_accounts) ORDER BY id FOR NO KEY UPDATE;
    GET DIAGNOSTICS v_locked = ROW_COUNT;
    IF v_locked = cardinality(p_accounts) THEN
        INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version, line_id)
        SELECT p_id, l.place, l.account, l.amount, a.balance + l.amount, a.version + 1, l.line
          FROM unnest(p_accounts, p_amounts, p_lines) WITH ORDINALITY AS l(account, amount, line, place)
          JOIN ledger_account a ON a.id = l.account;
    ELSE  -- an account comes twice (its legs follow each other), or does not exist (the foreign key refuses)
        INSERT INTO ledger_entry (journal_id, leg, account_id, amount, balance_after, version, line_id)
        SELECT p_id, l.place, l.account, l.amount, coalesce(a.balance, 0) + sum(l.amount) OVER so_far,
               coalesce(a.version, 0) + row_number() OVER so_far, l.line
          FROM unnest(p_accounts, p_amounts, p_lines) WITH ORDINALITY AS l(account, amount, line, place)
          LEFT JOIN ledger_account a ON a.id = l.account
        WINDOW so_far AS (PARTITION BY l.account ORDER BY l.place);
    END IF;
END $$;

-- Many payees from one debited account, which is touched once: leg 1 debits the sum, legs 2 … n + 1 credit the lines in
-- their order. The caller's control figures must agree with the lines. A payee may come twice.
CREATE FUNCTION ledger_post_batch(
    p_id uuid, p_key text, p_kind text, p_summary text, p_business_date date, p_value_date date, p_at timestamptz,
    p_asset text, p_debit uuid, p_accounts uuid[], p_amounts bigint[], p_lines uuid[],
    p_control_count bigint, p_control_sum bigint, p_batch uuid DEFAULT NULL, p_approval uuid DEFAULT NULL,
    OUT journal_id uuid, OUT replayed boolean)
LANGUAGE plpgsql AS $$
BEGIN
    IF (p_control_count = cardinality(p_accounts)
        AND p_control_sum = (SELECT sum(amount) FROM unnest(p_amounts) amount)) IS NOT TRUE THEN
        RAISE EXCEPTION 'ledger: batch % disagrees with its control count or sum', p_key USING ERRCODE = 'EY021';
    ELSIF 0 >= ANY (p_amounts) THEN
        RAISE EXCEPTION 'ledger: batch % has a line that credits nothing', p_key USING ERRCODE = 'EY019';
    ELSIF p_debit = ANY (p_accounts) THEN
        RAISE EXCEPTION 'ledger: batch % pays its own debited account', p_key USING ERRCODE = 'EY022';
    END IF;
    SELECT p.journal_id, p.replayed INTO journal_id, replayed FROM ledger_post(
        p_id, p_key, p_kind, p_summary, p_business_date, p_value_date, p_at, p_asset,
        p_debit || p_accounts, -p_control_sum || p_amounts, NULL::uuid || p_lines, p_batch, p_approval) p;
END $$;

-- The mirror of a whole journal, once. Locks the original's header, so that two reversals meet there.
CREATE FUNCTION ledger_reverse(
    p_id uuid, p_key text, p_journal uuid, p_kind text, p_summary text, p_business_date date, p_value_date date,
    p_at timestamptz, p_approval uuid DEFAULT NULL, OUT journal_id uuid, OUT replayed boolean)
LANGUAGE plpgsql AS $$
DECLARE
    v_original ledger_journal;
    v_accounts uuid[];
    v_amounts bigint[];
BEGIN
    SELECT * INTO v_original FROM ledger_journal WHERE id = p_journal FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ledger: there is no journal %', p_journal USING ERRCODE = 'EY023';
    ELSIF v_original.reverses_id IS NOT NULL THEN
        RAISE EXCEPTION 'ledger: % is itself a reversal', p_journal USING ERRCODE = 'EY024';
    ELSIF EXISTS (SELECT FROM ledger_journal WHERE reverses_id = p_journal AND idempotency_key <> p_key) THEN
        RAISE EXCEPTION 'ledger: % is reversed already', p_journal USING ERRCODE = 'EY025';
    END IF;
    SELECT array_agg(account_id ORDER BY leg), array_agg(-amount ORDER BY leg) INTO v_accounts, v_amounts
      FROM ledger_entry e WHERE e.journal_id = p_journal;
    SELECT p.journal_id, p.replayed INTO journal_id, replayed FROM ledger_post(
        p_id, p_key, p_kind, p_summary, p_business_date, p_value_date, p_at, v_original.asset,
        v_accounts, v_amounts, NULL, v_original.batch_id, p_approval, p_journal) p;
END $$;

-- Closes an empty account; a second time changes nothing.
CREATE FUNCTION ledger_close_account(p_account uuid, p_on date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_account ledger_account;
BEGIN
    SELECT * INTO v_account FROM ledger_account WHERE id = p_account FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ledger: there is no account %', p_account USING ERRCODE = 'EY018';
    ELSIF v_account.balance <> 0 OR v_account.held <> 0 THEN
        RAISE EXCEPTION 'ledger: account % is not empty', p_account USING ERRCODE = 'EY026';
    ELSIF v_account.closed_on IS NULL THEN
        UPDATE ledger_account SET closed_on = p_on WHERE id = p_account;
    END IF;
END $$;
