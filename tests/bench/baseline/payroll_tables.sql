DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
CREATE TABLE bench.account (
    id uuid PRIMARY KEY, balance bigint NOT NULL, version bigint NOT NULL DEFAULT 0, CHECK (balance >= 0)
) WITH (fillfactor = 70);
CREATE TABLE bench.journal (id bigserial PRIMARY KEY, kind text NOT NULL);
CREATE TABLE bench.entry (
    id bigserial PRIMARY KEY,
    journal_id bigint NOT NULL REFERENCES bench.journal DEFERRABLE INITIALLY DEFERRED,
    account_id uuid NOT NULL REFERENCES bench.account DEFERRABLE INITIALLY DEFERRED,
    amount bigint NOT NULL CHECK (amount <> 0),
    balance_after bigint NOT NULL,
    version bigint NOT NULL,
    UNIQUE (account_id, version)
);
CREATE INDEX ON bench.entry (journal_id);
CREATE TABLE bench.line (account uuid NOT NULL, amount bigint NOT NULL);
