"""Kill −9 at every moment of what is bought of itself: 定投, 工资日自动转入, 利民宝 (WM-13).

At the very instant of a death all checks hold; whoever comes next buys what was due, once."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

import pytest
from django.db import transaction

from apps.core import jobs
from apps.core.invariants import faults
from apps.core.models import Job
from apps.shenhuobao.choices.product import ProductKind
from apps.shenhuobao.contracts import InstructionTerms
from apps.shenhuobao.models import Order, Run
from apps.shenhuobao.services.autoinvest_run import autoinvest_open
from apps.shenhuobao.services.payday_run import paydays_open
from apps.shenhuobao.services.sweep_run import SWEEP_JOB
from fixtures import reference
from tests.daifutong.cast import House, build_house, work
from tests.shenhuobao.cast import Shop
from tests.shenhuobao.conftest import customers
from tests.shenhuobao.standing import IDLE, SHARE, Standing
from tests.tongxinbao.cast import stage_in

from .conftest import run, settle
from .points import WEALTH_PAYDAY_POINTS, WEALTH_PLAN_POINTS, WEALTH_SWEEP_POINTS

pytestmark = pytest.mark.slow
MARCH_2, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 4)
WEEKLY = InstructionTerms(kind="AUTO_INVEST", fen=1_000_00, rhythm="WEEKLY", day=3)


@pytest.fixture
def house(transactional_db: None, agent: None) -> Iterator[House]:
    reference.load()
    yield build_house()
    assert list(faults()) == []


def standing_in(house: House) -> tuple[Standing, Callable[..., UUID]]:
    """People with a level, and a cash-management product of R1; how the first of them signs for it."""
    standing = Standing(Shop(customers(stage_in(house))))
    product, who = standing.shop.product(ProductKind.CASH, issuer_rating=1, seller_rating=1), house.staff[0]
    standing.plan(product, who)
    return standing, lambda said: standing.sign(product, who, said)


def quiet() -> None:
    work()
    Job.objects.all().delete()


def due_plan_in(house: House) -> Standing:
    """A 定投 of Wednesdays, and a Wednesday that opens."""
    standing, sign = standing_in(house)
    sign(WEEKLY)
    quiet()
    standing.shop.at(WEDNESDAY)
    with transaction.atomic():
        autoinvest_open(day=WEDNESDAY)
    return standing


def come_wage_in(house: House) -> Standing:
    """A wage of 5,000.00 has come to an account of which a tenth goes into the plan."""
    standing, sign = standing_in(house)
    batch_id = house.approved(house.file(["5000.00", "6000.00"]))
    work()
    sign(SHARE)
    quiet()
    with transaction.atomic():
        paydays_open(batch_id=batch_id)
    return standing


def idle_money_in(house: House) -> Standing:
    """More than the floor on the account, and the hour of the sweep."""
    standing, sign = standing_in(house)
    sign(IDLE)
    quiet()
    with transaction.atomic():
        jobs.add(SWEEP_JOB, f"{MARCH_2}", {}, max_attempts=100)
    return standing


FLOWS = [
    *((due_plan_in, point, 1_000_00) for point in WEALTH_PLAN_POINTS),
    *((come_wage_in, point, 500_00) for point in WEALTH_PAYDAY_POINTS),
    *((idle_money_in, point, 0) for point in WEALTH_SWEEP_POINTS),
]


@pytest.mark.parametrize(("prepare", "point", "fen"), FLOWS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_what_was_due_is_bought_once(house: House, prepare: Callable[[House], Standing], point: str, fen: int) -> None:
    standing, who = prepare(house), house.staff[0]
    before = standing.free(who)
    fen = fen or before - 5_000_00
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert not Job.objects.exclude(state="DONE").exists()
    assert [(one.fen, one.outcome) for one in Run.objects.system("crash")] == [(fen, "")]
    assert [(one.amount_fen, one.state) for one in Order.objects.system("crash")] == [(fen, "HELD")]
    assert standing.free(who) == before - fen
