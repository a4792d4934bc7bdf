-- A posting with nothing but the rows: no key, no hash, no look at the sum, no chain that is checked, nothing append-only.
CREATE SCHEMA IF NOT EXISTS bare;
CREATE TABLE bare.account (id uuid PRIMARY KEY, balance bigint NOT NULL, version bigint NOT NULL DEFAULT 0,
                           CHECK (balance >= 0)) WITH (fillfactor = 70);
CREATE TABLE bare.journal (id uuid PRIMARY KEY, kind text NOT NULL, summary text NOT NULL, business_date date NOT NULL,
                           created_at timestamptz NOT NULL);
CREATE TABLE bare.entry (
    journal_id uuid NOT NULL REFERENCES bare.journal,
    leg int NOT NULL,
    account_id uuid NOT NULL REFERENCES bare.account,
    amount bigint NOT NULL,
    balance_after bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (journal_id, leg),
    UNIQUE (account_id, version)
);
CREATE FUNCTION bare.post(p_id uuid, p_payer uuid, p_payee uuid, p_amount bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO bare.journal VALUES (p_id, 'bench', '转账', '2026-03-02', now());
    PERFORM FROM bare.account WHERE id IN (p_payer, p_payee) ORDER BY id FOR NO KEY UPDATE;
    WITH moved AS (
        UPDATE bare.account a SET balance = a.balance + l.amount, version = a.version + 1
          FROM (VALUES (p_payer, -p_amount, 1), (p_payee, p_amount, 2)) AS l(account, amount, leg)
         WHERE a.id = l.account RETURNING l.leg, a.id, l.amount, a.balance, a.version)
    INSERT INTO bare.entry (journal_id, leg, account_id, amount, balance_after, version)
    SELECT p_id, leg, id, amount, balance, version FROM moved;
END $$;
