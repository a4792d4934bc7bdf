-- Hot accounts: many postings meet on one account that has no floor (fees, clearing). Their legs are real rows, but the
-- account's own row is not touched: a delta waits until a fold adds up what has come together. Reads add the deltas.

-- A row is a fold: its insertion moves the deltas into the balance and is filled with what it found; nothing to fold
-- leaves no row. Append-only, so the way of a hot balance can be read.
CREATE FUNCTION ledger_fold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH gone AS (DELETE FROM ledger_hotdelta WHERE account_id = NEW.account_id RETURNING amount)
    SELECT count(*), coalesce(sum(amount), 0) INTO NEW.deltas, NEW.amount FROM gone;
    IF NEW.deltas = 0 THEN
        RETURN NULL;
    END IF;
    UPDATE ledger_account SET balance = balance + NEW.amount WHERE id = NEW.account_id
    RETURNING balance INTO NEW.balance_after;
    RETURN NEW;
END $$;
CREATE TRIGGER fold BEFORE INSERT ON ledger_hotfold FOR EACH ROW EXECUTE FUNCTION ledger_fold();

-- Folds every hot account that has deltas, ascending by id; gives how many deltas went.
CREATE FUNCTION ledger_fold_hot(p_at timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_deltas bigint;
BEGIN
    WITH folded AS (
        INSERT INTO ledger_hotfold (account_id, deltas, amount, balance_after, at)
        SELECT account_id, 0, 0, 0, p_at FROM (SELECT DISTINCT account_id FROM ledger_hotdelta ORDER BY 1) waiting
        RETURNING deltas)
    SELECT coalesce(sum(deltas), 0) INTO v_deltas FROM folded;
    RETURN v_deltas;
END $$;
