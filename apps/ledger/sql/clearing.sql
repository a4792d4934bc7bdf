-- Reconciling a clearing account with the bank's day-end file. A journal that moves a clearing account bears in its key,
-- between the first colon and the next, the reference under which the network knows it: daifutong.pay_other:DF…-000001.

-- The rows of one account and day: what moved on either side, added to how its reference stood before. Gives the rows
-- made; none for a day that has them already.
CREATE FUNCTION ledger_clear(p_gl_code text, p_account uuid, p_day date, p_references text[], p_amounts bigint[])
RETURNS SETOF ledger_clearingresult LANGUAGE sql AS $$
    WITH ours AS (
        SELECT split_part(j.idempotency_key, ':', 2) AS reference, sum(e.amount) AS fen, count(*) AS entries
          FROM ledger_journal j JOIN ledger_entry e ON e.journal_id = j.id AND e.account_id = p_account
         WHERE j.business_date = p_day GROUP BY 1),
    theirs AS (
        SELECT t.reference COLLATE "C" AS reference, sum(t.fen) AS fen, count(*) AS entries
          FROM unnest(p_references, p_amounts) AS t (reference, fen) GROUP BY 1),
    moved AS (
        SELECT reference, coalesce(o.fen, 0) AS ours, coalesce(o.entries, 0) AS ours_count,
               coalesce(t.fen, 0) AS theirs, coalesce(t.entries, 0) AS theirs_count
          FROM ours o FULL JOIN theirs t USING (reference)),
    stand AS (
        SELECT m.reference, m.ours + coalesce(b.ours, 0) AS ours, m.theirs + coalesce(b.theirs, 0) AS theirs,
               m.ours_count + coalesce(b.ours_count, 0) AS ours_count,
               m.theirs_count + coalesce(b.theirs_count, 0) AS theirs_count,
               CASE WHEN b.kind <> 'MATCHED' THEN b.business_date END AS follows
          FROM moved m
          LEFT JOIN LATERAL (SELECT r.* FROM ledger_clearingresult r
                              WHERE r.gl_code = p_gl_code AND r.reference = m.reference AND r.business_date < p_day
                              ORDER BY r.business_date DESC LIMIT 1) b ON true)
    INSERT INTO ledger_clearingresult
           (id, gl_code, business_date, reference, kind, ours, ours_count, theirs, theirs_count, follows)
    SELECT gen_random_uuid(), p_gl_code, p_day, reference,
           CASE WHEN ours = theirs THEN 'MATCHED'
                WHEN theirs_count = 0 THEN 'OURS_ONLY'
                WHEN ours_count = 0 THEN 'THEIRS_ONLY'
                WHEN ours_count <> theirs_count THEN 'DUPLICATE'
                ELSE 'AMOUNT' END,
           ours, ours_count, theirs, theirs_count, follows
      FROM stand
        ON CONFLICT (gl_code, reference, business_date) DO NOTHING
 RETURNING *
$$;
