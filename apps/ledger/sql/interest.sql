-- Demand interest by daily product (积数, AC-11). A product is 分 × days; what it earns is kept to the last fraction:
-- n = product × rate (ppm a year) + carry; 分, carry = divmod(n, 360 × 1,000,000), rounded down also under zero.
CREATE FUNCTION ledger_interest_carry(p_n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (p_n % 360000000 + 360000000) % 360000000;
CREATE FUNCTION ledger_interest_fen(p_n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN (p_n - ledger_interest_carry(p_n)) / 360000000;

-- One day of every account whose code bears interest: its principal at the end of the day (under zero it earns nothing),
-- and for what was posted on the day with another value date the days between, which may take back. Nothing is changed:
-- an account's row of the day continues its row of the day before, less what was paid on this day; an account of which
-- nothing is owed has none, and a closed one no fraction. Gives the number of rows, and what the day has earned in 分.
CREATE FUNCTION ledger_accrue_interest(p_day date, p_rate int, OUT holdings bigint, OUT fen bigint)
LANGUAGE plpgsql SET work_mem = '256MB' AS $$
DECLARE
    v_last date := (SELECT max(business_date) FROM ledger_accrual);
    v_codes text[] := ARRAY(SELECT code FROM ledger_glaccount WHERE bears_interest);
BEGIN
    WITH kept AS (
        INSERT INTO ledger_accrual (business_date, account_id, product, rate_ppm, fen, accrued, carry)
        SELECT p_day, id, product, p_rate, ledger_interest_fen(n), owed + ledger_interest_fen(n),
               ledger_interest_carry(n)
          FROM (SELECT d.id, d.product, d.product * p_rate + coalesce(y.carry, 0) AS n,
                       coalesce(y.accrued, 0) - coalesce(p.fen, 0) AS owed
                  FROM (SELECT a.id, a.closed_on,
                               greatest(a.balance - coalesce(l.moved, 0), 0) + coalesce(c.product, 0) AS product
                          FROM ledger_account a
                          LEFT JOIN (SELECT e.account_id, sum(e.amount)::bigint AS moved
                                       FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
                                      WHERE j.business_date > p_day GROUP BY e.account_id) l ON l.account_id = a.id
                          LEFT JOIN (SELECT e.account_id, sum(e.amount * (p_day - j.value_date))::bigint AS product
                                       FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
                                      WHERE j.business_date = p_day AND j.value_date <> j.business_date
                                      GROUP BY e.account_id) c ON c.account_id = a.id
                         WHERE a.gl_code = ANY (v_codes) AND a.asset = 'CNY') d
                  LEFT JOIN ledger_accrual y ON y.business_date = v_last AND y.account_id = d.id
                  LEFT JOIN ledger_interestpaid p ON p.business_date = p_day AND p.account_id = d.id
                 WHERE d.product <> 0 OR y.accrued <> 0 OR (y.carry <> 0 AND d.closed_on IS NULL)) day
        RETURNING ledger_accrual.fen)
    SELECT count(*), coalesce(sum(k.fen), 0) INTO holdings, fen FROM kept k;
END $$;

-- Pays what is owed up to the last accrued day to one part of the holders (p_part of p_parts), in one journal from the
-- bank's own p_payer. Closed accounts get nothing. Gives how many were paid, and how much.
CREATE FUNCTION ledger_pay_interest(
    p_day date, p_part int, p_parts int, p_id uuid, p_at timestamptz, p_payer uuid, OUT holders bigint, OUT fen bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v_last date := (SELECT max(business_date) FROM ledger_accrual WHERE business_date < p_day);
    v_accounts uuid[];
    v_amounts bigint[];
BEGIN
    WITH paid AS (
        INSERT INTO ledger_interestpaid (business_date, account_id, fen)
        SELECT p_day, y.account_id, y.accrued FROM ledger_accrual y JOIN ledger_account a ON a.id = y.account_id
         WHERE y.business_date = v_last AND y.accrued > 0 AND a.closed_on IS NULL
           AND get_byte(uuid_send(y.account_id), 15) % p_parts = p_part
        RETURNING ledger_interestpaid.account_id, ledger_interestpaid.fen)
    SELECT count(*), coalesce(sum(p.fen), 0), array_agg(p.account_id ORDER BY p.account_id),
           array_agg(p.fen ORDER BY p.account_id) INTO holders, fen, v_accounts, v_amounts FROM paid p;
    IF holders > 0 THEN
        PERFORM ledger_post(p_id, format('close.interest:%s:%s', p_day, p_part), 'close.interest', '活期利息', p_day, p_day,
                            p_at, 'CNY', p_payer || v_accounts, -fen || v_amounts);
    END IF;
END $$;
