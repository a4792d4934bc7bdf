"""Holdings of one cash-management product that earn day after day; beside them the same figures updated in place."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.management import call_command
from django.db import connection, transaction

from apps.core.ids import new_id
from apps.shenhuobao.choices import IncomeMethod
from apps.shenhuobao.models import Product
from apps.shenhuobao.rules.income import BASE
from apps.shenhuobao.services.income_accrue import income_accrue
from apps.shenhuobao.simulator.prices import income_of
from fixtures import reference

FIRST = date(2026, 3, 2)
HOLDINGS = """
    INSERT INTO shenhuobao_holding (id, person_id, unit_path, product_id, account_id, units, aside, carry, cost_fen,
                                    income_fen, dividend_mode, opened_at)
    SELECT id, gen_random_uuid(), '/head/', %(product)s, id, 1 + n * 0.37, 0, 0, 0, 0, 'REINVEST', now()
      FROM (SELECT n, ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid AS id
              FROM generate_series(1, %(count)s) n) made
"""
BARE = """
    DROP SCHEMA IF EXISTS bench CASCADE;
    CREATE SCHEMA bench;
    CREATE TABLE bench.holding (
        id uuid PRIMARY KEY, units numeric(20, 2) NOT NULL, carry bigint NOT NULL, income_fen bigint NOT NULL);
    INSERT INTO bench.holding SELECT id, units, 0, 0 FROM shenhuobao_holding ORDER BY id;
"""
UPDATE = """
    UPDATE bench.holding
       SET units = units + ((units * 100)::bigint * %(income)s + carry) / %(base)s / 100.0,
           income_fen = income_fen + ((units * 100)::bigint * %(income)s + carry) / %(base)s,
           carry = ((units * 100)::bigint * %(income)s + carry) %% %(base)s
"""
DIFFERENT = """
    SELECT count(*) FROM bench.holding b
      LEFT JOIN shenhuobao_holding h USING (id)
      LEFT JOIN (SELECT holding_id, sum(income_fen) AS fen, count(*) AS days FROM shenhuobao_income GROUP BY 1) i
        ON i.holding_id = b.id
     WHERE (h.units, h.carry, h.income_fen, i.fen, i.days) IS DISTINCT FROM
           (b.units, b.carry, b.income_fen, b.income_fen::numeric, %(days)s::bigint)
"""


class Wealth:
    """One day after the other, on both sides, by the same price."""

    @staticmethod
    def migrate() -> None:
        call_command("migrate", verbosity=0)
        reference.load()

    def __init__(self, count: int) -> None:
        self.count, self.ours, self.theirs = count, 0, 0
        self.product = Product.objects.create(
            id=new_id(), code=f"WM{count}", registration=f"Z{count}", kind="CASH", issuer="演示理财", agent="TA01",
            state="ON_SALE", created_at="2026-01-01T00:00:00Z",
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE shenhuobao_holding, shenhuobao_income CASCADE")
            cursor.execute(HOLDINGS, {"product": self.product.pk, "count": count})
            cursor.execute(BARE)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE shenhuobao_holding")
            cursor.execute("VACUUM ANALYZE bench.holding")

    def _income(self, number: int) -> Decimal:
        return income_of(self.product.code, FIRST + timedelta(number))

    def accrue(self) -> None:
        day = FIRST + timedelta(self.ours)
        with transaction.atomic():
            earned = income_accrue(
                product_id=self.product.pk, method=IncomeMethod.CARRY, day=day,
                income_per_10k=self._income(self.ours),
            )  # fmt: skip
        assert earned == self.count
        self.ours += 1

    def update(self) -> None:
        income = int(self._income(self.theirs).scaleb(4))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(UPDATE, {"income": income, "base": BASE})
        self.theirs += 1

    def verify(self) -> None:
        """Both sides hold the same, and the rows of the days add up to it."""
        with connection.cursor() as cursor:
            cursor.execute(DIFFERENT, {"days": self.ours})
            (different,) = cursor.fetchone() or (None,)
        assert (self.ours, different) == (self.theirs, 0), f"{different} holdings differ"
