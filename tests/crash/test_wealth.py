"""Kill −9 at every moment of 申活宝: purchase, redemption, quick redemption, dispatch, the agent's morning (WM-14).

At the very instant of a death all checks hold; whoever comes next brings it to the same end: no unit and no 分 is lost,
none is there twice."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from apps.core import clock
from apps.core.errors import StepUpRequired
from apps.core.invariants import faults
from apps.core.models import Job
from apps.core.testing import failpoints
from apps.identity.models import StepUp
from apps.shenhuobao.contracts import Reading
from apps.shenhuobao.models import Dispatch, DividendChoice, Holding, Order, Payout, TaFile
from apps.shenhuobao.services.agent_days_open import agent_days_open
from apps.shenhuobao.services.conversion_place import conversion_place
from apps.shenhuobao.services.products_turn import products_turn
from apps.shenhuobao.services.purchase_place import purchase_place
from apps.shenhuobao.services.quick_redeem import quick_redeem
from apps.shenhuobao.services.redemption_place import redemption_place
from fixtures import reference
from tests.daifutong.cast import House, build_house, work
from tests.shenhuobao.cast import Shop
from tests.shenhuobao.conftest import customers
from tests.tongxinbao.cast import stage_in

from .conftest import run, settle
from .points import (
    DEED_MOMENTS,
    WEALTH_DEEDS,
    WEALTH_DISPATCH_POINTS,
    WEALTH_MORNING_POINTS,
    WEALTH_PAYOUT_POINTS,
)

pytestmark = pytest.mark.slow
BOUGHT_ON, HELD_FROM, REDEEMED_ON, PAID_ON = (date(2026, 3, day) for day in (2, 3, 3, 4))


@pytest.fixture
def shop(transactional_db: None, agent: None) -> Iterator[Shop]:
    reference.load()
    yield shop_in(build_house())
    assert list(faults()) == []


def shop_in(house: House) -> Shop:
    """People with a level, one of whom holds 30,000.00 of a cash-management product."""
    shop = Shop(customers(stage_in(house)))
    product, who = shop.product("CASH"), house.staff[0]
    shop.bought(product, who, 30_000_00, on=BOUGHT_ON, confirmed=HELD_FROM)
    work()
    Job.objects.all().delete()
    return shop


# ---- what a person does

DEEDS = {
    "purchase_place": purchase_place,
    "redemption_place": redemption_place,
    "quick_redeem": quick_redeem,
    "conversion_place": conversion_place,
}  # each asks for a step-up; to choose how dividends come does not


def asked_deed(shop: Shop, name: str) -> list[str]:
    """A deed that the person has confirmed and that is not done yet; the program's words for it."""
    who, holding = shop.stage.house.staff[0], Holding.objects.system("crash").get()
    actor, reading = shop.stage.lender(who), shop.reading()
    words = [reading.prospectus_hash, reading.risk_hash, reading.agreement_hash]
    told: dict[str, object] = {"holding_id": str(holding.pk), "units": "1000.00"}
    asked: dict[str, object] = {"holding_id": holding.pk, "units": Decimal("1000.00")}
    if name == "purchase_place":
        told = {
            "product_id": str(holding.product_id),
            "account_id": str(who.account_id),
            "fen": "100000",
            "words": words,
        }
        opened = clock.wall() - timedelta(minutes=1)
        asked = {
            "product_id": holding.product_id, "account_id": who.account_id, "fen": 100_000,
            "reading": Reading(*words, opened),
        }  # fmt: skip
    if name == "conversion_place":
        opened, target = clock.wall() - timedelta(minutes=1), shop.product("CASH")
        told |= {"product_id": str(target.pk), "words": words}
        asked |= {"product_id": target.pk, "reading": Reading(*words, opened)}
    from .program import lender

    ids = [str(one) for one in (actor.person_id, actor.user_id, actor.enterprise_id, actor.device_id)]
    if name == "dividend_choose":
        priced = shop.product()
        mine = Holding.objects.create(
            person_id=actor.person, product=priced, unit_path=holding.unit_path, account_id=who.account_id,
            opened_at=clock.read().business_at,
        )  # fmt: skip
        return ["wealth", name, json.dumps({"holding_id": str(mine.pk), "mode": "REINVEST"}), *ids]
    with pytest.raises(StepUpRequired) as wanted:
        DEEDS[name](**asked, key="crash", actor=lender(*ids), now=clock.read())
    StepUp.objects.create(
        user_id=actor.user, digest=wanted.value.digest, method="PIN", at=clock.wall(),
        expires_at=clock.wall() + timedelta(minutes=5),
    )  # fmt: skip
    return ["wealth", name, json.dumps(told), *ids]


@pytest.mark.parametrize("moment", DEED_MOMENTS)
@pytest.mark.parametrize("deed", WEALTH_DEEDS)
def test_a_deed_is_whole_or_absent_and_its_key_answers_afterwards(shop: Shop, deed: str, moment: str) -> None:
    words = asked_deed(shop, deed)
    point = moment if moment == failpoints.KEY_WRITTEN else f"{deed}.{moment}"
    ended = run(*words, point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    is_choice = deed == "dividend_choose"
    named, stands = ("mode", "REINVEST") if is_choice else ("state", "HELD")
    choices = DividendChoice.objects.system("crash").all()
    placed = choices if is_choice else Order.objects.system("crash").exclude(state="DONE")
    assert placed.count() == (moment == "after_commit")
    for _ in range(2):
        again = run(*words)
        assert again.code == 0, again
    assert list(placed.values_list(named, flat=True)) == [stands]


# ---- the day's orders go to the agent


def made_dispatch_in(house: House) -> Dispatch:
    return made_dispatch(shop_in(house))


def made_dispatch(shop: Shop) -> Dispatch:
    """A redemption and a purchase of one day, not sent yet."""
    product, who = shop.shelf[0], shop.stage.house.staff[0]
    shop.at(REDEEMED_ON)
    shop.redeem(product, who, "10000.00")
    shop.buy(product, shop.stage.house.staff[1], 5_000_00)
    (dispatch,) = shop.cut_off()
    return dispatch


@pytest.mark.parametrize("point", WEALTH_DISPATCH_POINTS)
def test_a_dispatch_is_sent_and_taken_once(shop: Shop, point: str) -> None:
    dispatch = made_dispatch(shop)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    dispatch.refresh_from_db()
    assert (dispatch.state, Job.objects.exclude(state="DONE").count()) == ("TAKEN", 0)


# ---- the morning after


def opened_morning_in(house: House) -> Shop:
    return opened_morning(shop_in(house))


def opened_morning(shop: Shop) -> Shop:
    """The dispatch is with the agent, and the day opens on which it is confirmed and paid."""
    made_dispatch(shop)
    work()
    Job.objects.all().delete()
    shop.at(PAID_ON)
    with transaction.atomic():
        agent_days_open(day=PAID_ON)
    return shop


@pytest.mark.parametrize("point", WEALTH_MORNING_POINTS)
def test_prices_income_confirmations_and_payments_are_taken_in_once(shop: Shop, point: str) -> None:
    opened_morning(shop)
    who, product = shop.stage.house.staff[0], shop.shelf[0]
    before = shop.balance(who)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert not Job.objects.exclude(state="DONE").exists()
    assert set(Order.objects.system("crash").values_list("state", flat=True)) == {"DONE"}
    assert shop.balance(who) == before + 10_000_00
    holding = shop.holding(product, who)
    assert holding.units == 20_000 + Decimal(holding.income_fen) / 100
    assert TaFile.objects.filter(on=REDEEMED_ON).count() == 2


# ---- a fixed term matures


def matured_in(house: House) -> Shop:
    return matured(shop_in(house))


def matured(shop: Shop) -> Shop:
    """Two people hold a fixed term, whose maturity date was yesterday."""
    term = shop.product(
        "FIXED_TERM", sale_until=HELD_FROM, value_date=PAID_ON, maturity_date=date(2026, 3, 5)
    )  # fmt: skip
    shop.at(HELD_FROM)
    for who in shop.stage.house.staff[:2]:
        shop.buy(term, who, 10_000_00)
    shop.cut_off()
    for day in (PAID_ON, date(2026, 3, 5)):
        assert shop.morning(day)
        with transaction.atomic():
            products_turn(day=day, now=shop.now)
    work()
    Job.objects.all().delete()
    shop.at(date(2026, 3, 6))
    with transaction.atomic():
        agent_days_open(day=date(2026, 3, 6))
    return shop


@pytest.mark.parametrize("point", WEALTH_PAYOUT_POINTS)
def test_every_holder_of_a_fixed_term_is_paid_once_and_it_ends(shop: Shop, point: str) -> None:
    matured(shop)
    term, people = shop.shelf[-1], shop.stage.house.staff[:2]
    before = [shop.balance(who) for who in people]
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    term.refresh_from_db()
    paid = dict(Payout.objects.system("crash").values_list("holding__person_id", "cash_fen"))
    assert term.state == "ENDED"
    assert [shop.balance(who) for who in people] == [
        was + paid[who.person_id] for who, was in zip(people, before, strict=True)
    ]
    assert sum(paid.values()) > 19_000_00
