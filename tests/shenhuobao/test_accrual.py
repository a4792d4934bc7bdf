"""A day's income of every holder in one statement is what the rule says of each, to the last part of a 分 (WM-9)."""

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.shenhuobao.choices import IncomeMethod
from apps.shenhuobao.models import Holding, Income, Product
from apps.shenhuobao.rules.income import income_of, units_after
from apps.shenhuobao.services.income_accrue import income_accrue

from .market import text
from .test_income import HELD, WEEK

pytestmark = pytest.mark.django_db
FIRST, HOLDERS, DAYS = date(2026, 3, 2), 600, 20
WHY = "every holder's income is compared"


def held(units: list[Decimal]) -> Product:
    now = timezone.now()
    product = Product.objects.create(
        code="TEST", registration="Z1", kind="CASH", issuer="演示理财", agent="TA01", state="ON_SALE", created_at=now
    )
    Holding.objects.system(WHY).bulk_create(
        Holding(person_id=uuid4(), unit_path="/", product=product, account_id=uuid4(), units=one, opened_at=now)
        for one in units
    )
    return product


@pytest.mark.parametrize(
    ("method", "sum_", "end"), [(IncomeMethod.ROUND_DAILY, 842, "23465.20"), (IncomeMethod.CARRY, 841, "23465.19")]
)
def test_the_seven_days_of_the_rule_book(method: IncomeMethod, sum_: int, end: str) -> None:
    product = held([HELD])
    for place, income in enumerate(WEEK):
        day = FIRST + timedelta(place)
        assert income_accrue(product_id=product.pk, method=method, day=day, income_per_10k=income) == 1
    holding = Holding.objects.system(WHY).get(product=product)
    assert (str(holding.units), holding.income_fen) == (end, sum_)
    assert sum(row.income_fen for row in Income.objects.system(WHY).filter(holding=holding)) == sum_


@pytest.mark.parametrize("method", IncomeMethod)
def test_every_holder_earns_what_the_rule_says(method: IncomeMethod, capsys: pytest.CaptureFixture[str]) -> None:
    draw, agreed = random.Random(18), 0
    product = held([Decimal(text(draw.randrange(1, 10 ** draw.randrange(1, 13)), 2)) for _ in range(HOLDERS)])
    for place in range(DAYS):
        income = Decimal(text(draw.choice((5_123, 0, 5_000, -5_000, draw.randrange(-99_999, 99_999))), 4))
        before = {one.pk: one for one in Holding.objects.system(WHY).filter(product=product, units__gt=0)}
        day = FIRST + timedelta(place)
        earned = income_accrue(product_id=product.pk, method=method, day=day, income_per_10k=income)
        assert earned == len(before)
        rows = {one.holding_id: one for one in Income.objects.system(WHY).filter(on=day)}
        for one in Holding.objects.system(WHY).filter(pk__in=before):
            was, row = before[one.pk], rows[one.pk]
            rule = income_of(method, was.units, income, was.carry)
            assert (row.units, row.income_fen, row.carry) == (was.units, rule.fen, rule.carry)
            assert (one.units, one.carry) == (units_after(was.units, rule), rule.carry)
            assert one.income_fen == was.income_fen + rule.fen
            agreed += 1
    with capsys.disabled():
        print(f"\nincome {method}: {agreed:,} accruals of the database agree with the rule")
    assert agreed >= 10_000
