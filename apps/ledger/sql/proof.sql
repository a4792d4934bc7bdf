-- What must be true of the books when a day closes, from the snapshots of that day and what was posted since: one
-- statement, so one sight of books that go on into the next day. Gives one sentence a fault.
CREATE FUNCTION ledger_day_faults(p_day date) RETURNS TABLE (fault text) LANGUAGE sql STABLE AS $$
    WITH later AS (
        SELECT e.account_id, sum(e.amount) AS moved, count(*) AS entries
          FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id
         WHERE j.business_date > p_day GROUP BY e.account_id),
    day AS (
        SELECT s.account_id, s.balance + coalesce(l.moved, 0) AS balance, s.entries + coalesce(l.entries, 0) AS entries
          FROM ledger_snapshot s LEFT JOIN later l ON l.account_id = s.account_id WHERE s.business_date = p_day),
    account AS (
        SELECT a.id, a.asset, a.balance + coalesce(h.waiting, 0) AS balance, a.version, a.is_hot FROM ledger_account a
          LEFT JOIN (SELECT account_id, sum(amount) AS waiting FROM ledger_hotdelta GROUP BY account_id) h
                 ON h.account_id = a.id)
    SELECT format('%s 全部账户余额合计 %s 分,应为 0', asset, sum(balance))
      FROM account GROUP BY asset HAVING sum(balance) <> 0
    UNION ALL
    SELECT format('凭证 %s 的分录合计 %s 分,应为 0', j.id, sum(e.amount))
      FROM ledger_journal j LEFT JOIN ledger_entry e ON e.journal_id = j.id
     WHERE j.business_date = p_day GROUP BY j.id HAVING sum(e.amount) IS DISTINCT FROM 0
    UNION ALL
    SELECT format('账户 %s:余额 %s 分,日终余额与其后分录合计 %s 分', a.id, a.balance, d.balance)
      FROM day d JOIN account a ON a.id = d.account_id WHERE a.balance <> d.balance
    UNION ALL
    SELECT format('账户 %s:第 %s 笔,分录 %s 条,最后一条编号 %s', a.id, a.version, d.entries, l.version)
      FROM day d JOIN account a ON a.id = d.account_id AND NOT a.is_hot
      LEFT JOIN LATERAL (SELECT version FROM ledger_entry WHERE account_id = a.id ORDER BY version DESC LIMIT 1) l ON true
     WHERE a.version <> d.entries OR a.version IS DISTINCT FROM l.version
$$;

-- Number of journals and legs of a day, debits by asset, and a digest over every leg in order.
CREATE FUNCTION ledger_day_figures(
    p_day date, OUT journals bigint, OUT entries bigint, OUT accounts bigint, OUT turnover jsonb, OUT digest bytea)
LANGUAGE sql STABLE AS $$
    WITH legs AS (
        SELECT j.id, j.asset, e.leg, e.account_id, e.amount
          FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id WHERE j.business_date = p_day)
    SELECT count(DISTINCT id), count(*), count(DISTINCT account_id),
           (SELECT coalesce(jsonb_object_agg(asset, fen), '{}')
              FROM (SELECT asset, -sum(amount) AS fen FROM legs WHERE amount < 0 GROUP BY asset) debits),
           sha256(coalesce(string_agg(uuid_send(id) || int4send(leg) || uuid_send(account_id) || int8send(amount), ''::bytea
                                      ORDER BY id, leg), ''))
      FROM legs
$$;
