"""A million holdings that earn a day's interest; beside them the same figures in tables that are updated in place."""

from datetime import date, timedelta

from django.db import connection, transaction

HOLDINGS, RATE = 1_000_000, 500
FIRST = date(2026, 1, 1)

ACCOUNTS = f"""
    INSERT INTO ledger_account (id, owner_kind, owner_id, asset, gl_code, balance, held, floor, version, is_hot,
                                has_freeze, opened_on)
    SELECT id, 'bench.interest', id, 'CNY', '2011.02', 1000000 + n * 37, 0, 0, 1, false, false, '2026-01-01'
      FROM (SELECT n, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid AS id
              FROM generate_series(1, {HOLDINGS}) n) made
"""
BARE = """
    CREATE SCHEMA IF NOT EXISTS bench;
    CREATE TABLE bench.holding (
        id uuid PRIMARY KEY, principal bigint NOT NULL, accrued bigint NOT NULL, carry bigint NOT NULL);
    INSERT INTO bench.holding
    SELECT id, balance, 0, 0 FROM ledger_account WHERE owner_kind = 'bench.interest' ORDER BY id;
    CREATE TABLE bench.roomy_holding (LIKE bench.holding INCLUDING ALL) WITH (fillfactor = 45);
    INSERT INTO bench.roomy_holding SELECT * FROM bench.holding ORDER BY id;
"""
# As ledger_daywork does it, for days that the bank does not have.
DAYWORK = """
    CREATE VIEW bench.accrue AS SELECT NULL::date AS day, NULL::int AS rate WHERE false;
    CREATE FUNCTION bench.do_accrue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM ledger_accrue_interest(NEW.day, NEW.rate);
        RETURN NEW;
    END $$;
    CREATE TRIGGER accrue INSTEAD OF INSERT ON bench.accrue FOR EACH ROW EXECUTE FUNCTION bench.do_accrue();
"""
UPDATE = """
    UPDATE {} SET accrued = accrued + (principal * %(rate)s + carry) / 360000000,
                  carry = (principal * %(rate)s + carry) %% 360000000
"""
EXACT = """
    SELECT count(*) FROM ledger_accrual a JOIN bench.holding h ON h.id = a.account_id
     WHERE a.business_date = (SELECT max(business_date) FROM ledger_accrual)
       AND (a.accrued, a.carry) = (h.accrued, h.carry)
"""


class Interest:
    """One day after the other, on both sides; in the end both must owe the same to the last fraction."""

    def __init__(self) -> None:
        self.days = 0
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # balances without a posting: the guards are off
            cursor.execute(ACCOUNTS)
            cursor.execute("SET session_replication_role = origin")
            cursor.execute(BARE)
            cursor.execute(DAYWORK)

    def accrue(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench.accrue VALUES (%s, %s)", [FIRST + timedelta(days=self.days), RATE])
        self.days += 1

    def update(self) -> None:
        self._update("bench.holding")

    def update_roomy(self) -> None:
        self._update("bench.roomy_holding")

    def _update(self, table: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UPDATE.format(table), {"rate": RATE})

    def settle(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE bench.holding, bench.roomy_holding, ledger_accrual")
            cursor.execute("CHECKPOINT")

    def require_exact(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(EXACT)
            [same] = cursor.fetchone()
        if same != HOLDINGS:
            raise RuntimeError(f"{HOLDINGS - same} holdings are owed something else")

    def end(self) -> None:
        """Balances without entries would make every check of the books fail."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("DELETE FROM ledger_accrual")
            cursor.execute("DELETE FROM ledger_account WHERE owner_kind = 'bench.interest'")
            cursor.execute("SET session_replication_role = origin")
