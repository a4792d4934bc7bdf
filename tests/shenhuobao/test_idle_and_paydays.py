"""工资日自动转入 and 利民宝: once for each wage, once for each day, never more than is there (WM-13)."""

from datetime import date, time
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from apps.core.models import CloseStep
from apps.core.outbox import publish
from apps.daifutong.events import ReclaimMoved
from apps.daifutong.models import Row
from apps.ledger import api as ledger
from apps.notify.models import Notice
from apps.shenhuobao.contracts import InstructionTerms
from apps.shenhuobao.models import Order, Run, Terms
from apps.shenhuobao.selectors.trading import trade_for_member
from apps.shenhuobao.services.instruction_pause import instruction_pause
from apps.shenhuobao.services.payday_run import paydays_open
from apps.shenhuobao.services.sweep_run import sweeps_settled
from tests.daifutong.cast import Colleague
from tests.ledger.days import close_days

from .cast import Shop
from .standing import IDLE, SHARE, Standing
from .test_instructions import refused

MARCH_2, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)


@pytest.fixture
def standing(shop: Shop) -> Standing:
    return Standing(shop)


def safe(shop: Shop, **changes):  # type: ignore[no-untyped-def]
    return shop.product("CASH", issuer_rating=1, seller_rating=1, **changes)


def emptied(standing: Standing, who: Colleague, left: int) -> None:
    """The account of a colleague with so much on it."""
    shop = standing.shop
    rich = safe(shop)
    shop.buy(rich, who, standing.free(who) - left)


def paid(standing: Standing, *amounts: str) -> UUID:
    batch_id = standing.shop.stage.house.approved(standing.shop.stage.house.file(amounts))
    standing.works()
    return batch_id


# ---- a wage


def test_a_share_of_each_wage_is_bought_once_and_leads_back_to_it(standing: Standing) -> None:
    shop = standing.shop
    product, who, other = shop.product("CASH"), *shop.stage.house.staff[:2]
    plan_id = standing.plan(product, who)
    signed = standing.sign(product, who, SHARE)
    before = standing.free(who)
    batch_id = paid(standing, "5000.05", "6000.00")
    row = Row.objects.system("test").get(batch=batch_id, person_id=who.person_id)
    assert standing.runs(signed) == [(f"{row.pk}", 500_00, "")]
    assert standing.free(who) == before + 5_000_05 - 500_00
    order, run = Order.objects.system("test").get(), Run.objects.system("test").get()
    assert (order.state, order.amount_fen, order.person_id) == ("HELD", 500_00, who.person_id)
    assert (run.line_id, run.instruction.plan_id) == (row.pk, plan_id)
    entry = ledger.entry_of(who.ledger_id, run.journal_id, run.leg)
    assert entry is not None and entry.amount == 5_000_05
    source = trade_for_member(shop.stage.lender(who), order.pk, shop.now).source
    assert source is not None
    assert (source.label, source.instruction_id, source.journal_id) == ("工资日自动转入", signed, run.journal_id)
    for _ in range(2):  # the event comes again
        with transaction.atomic():
            paydays_open(batch_id=batch_id)
        standing.works()
    assert Run.objects.system("test").count() == 1
    assert not Notice.objects.system("test").filter(person_id=other.person_id, kind="shenhuobao.instruction").exists()


@pytest.mark.parametrize(
    ("said", "left", "bought"),
    [
        ({"percent": Decimal("50"), "cap_fen": 1_000_00}, 0, 1_000_00),
        ({"percent": Decimal("33.33")}, 0, 1_666_66),  # of 5,000.50: 1,666.66665
        ({"percent": Decimal("100")}, 0, 5_000_50),
    ],
)
def test_no_more_than_the_share_the_ceiling_and_what_is_there(
    standing: Standing, said: dict, left: int, bought: int
) -> None:
    shop = standing.shop
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    standing.plan(product, who)
    signed = standing.sign(product, who, InstructionTerms(kind="PAY_DAY", **said))
    emptied(standing, who, left)
    paid(standing, "5000.50")
    assert [run[1:] for run in standing.runs(signed)] == [(bought, "")]
    assert standing.free(who) == 5_000_50 - bought


def test_it_is_off_by_default_and_rests_when_it_is_paused(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    standing.plan(product, who)
    paid(standing, "5000.00")
    assert not Order.objects.system("test").exists()
    signed = standing.sign(product, who, SHARE)
    instruction_pause(instruction_id=signed, actor=shop.stage.lender(who), now=shop.now)
    with transaction.atomic():
        paydays_open(batch_id=Row.objects.system("test").get(person_id=who.person_id).batch_id)
    standing.works()
    assert standing.runs(signed) == []


def test_a_share_below_the_least_amount_is_skipped_and_told(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product(first_min_fen=1_000_00), shop.stage.house.staff[0]
    standing.plan(product, who)
    signed = standing.sign(product, who, SHARE)
    paid(standing, "5000.00")
    assert [run[1:] for run in standing.runs(signed)] == [(500_00, "E_AMOUNT")]
    told = Notice.objects.system("test").get(person_id=who.person_id, kind="shenhuobao.instruction")
    assert told.title == "工资日自动转入本次未执行" and "起购金额" in told.body


def test_a_wage_that_goes_back_undoes_nothing_behind_ones_back(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    standing.plan(product, who)
    standing.sign(product, who, SHARE)
    paid(standing, "5000.00")
    row = Row.objects.system("test").get(person_id=who.person_id)
    for state in ("WAITS", "PAID_BACK"):
        with transaction.atomic():
            publish(ReclaimMoved(row.pk, state, row.pk))
        standing.works()
    assert Order.objects.system("test").get().state == "HELD"
    titles = list(Notice.objects.system("test").filter(person_id=who.person_id).values_list("title", flat=True))
    assert titles.count("工资退回,已转入的理财不变") == 1


# ---- idle money


def test_what_is_above_the_floor_is_swept_in_whole_multiples_once_a_day(standing: Standing) -> None:
    shop = standing.shop
    product, who = safe(shop), shop.stage.house.staff[0]
    signed = standing.sign(product, who, IDLE)
    emptied(standing, who, 7_350_99)
    shop.at(MARCH_2, time(14, 29, 59))
    standing.afternoon()
    assert standing.runs(signed) == []
    shop.at(MARCH_2, time(14, 30))
    standing.afternoon()
    standing.afternoon()
    assert standing.runs(signed) == [("2026-03-02", 2_300_00, "")]
    assert standing.free(who) == 5_050_99
    order = Order.objects.system("test").get(run__instruction=signed)
    assert (order.state, order.trade_date) == ("HELD", MARCH_2)
    told = Notice.objects.system("test").filter(person_id=who.person_id, kind="shenhuobao.instruction")
    assert not told.exists(), "a sweep that went well is no news"
    with transaction.atomic():
        assert sweeps_settled(shop.now, 0).figures == {"sweeps": 1}


def test_nothing_idle_no_trading_and_a_risk_that_has_risen(standing: Standing) -> None:
    shop = standing.shop
    product, who = safe(shop), shop.stage.house.staff[0]
    signed = standing.sign(product, who, IDLE)
    emptied(standing, who, 5_099_99)
    shop.at(MARCH_2, time(14, 40))
    standing.afternoon()
    assert standing.runs(signed) == [], "less than one multiple is no occasion"
    with transaction.atomic():
        ledger.post(
            key="gift", kind="test", summary="测试", now=shop.now,
            legs=[(ledger.house_account("3001.02"), -10_000_00), (who.ledger_id, 10_000_00)],
        )  # fmt: skip
    shop.at(SATURDAY, time(14, 40))
    standing.afternoon()
    assert standing.runs(signed) == []
    Terms.objects.filter(product=product).update(seller_rating=2)
    shop.at(date(2026, 3, 9), time(14, 40))
    standing.afternoon()
    assert standing.runs(signed) == [("2026-03-09", 10_000_00, "NOT_SWEPT")]
    told = Notice.objects.system("test").get(person_id=who.person_id, kind="shenhuobao.instruction")
    assert told.title == "利民宝本次未执行"


def test_an_account_is_swept_into_one_product_alone(standing: Standing) -> None:
    shop = standing.shop
    who = shop.stage.house.staff[0]
    standing.sign(safe(shop), who, IDLE)
    assert refused(standing.sign, safe(shop), who, IDLE) == "INSTRUCTION_EXISTS"


def test_what_no_afternoon_swept_is_swept_when_the_day_closes(standing: Standing) -> None:
    shop = standing.shop
    product, who = safe(shop), shop.stage.house.staff[0]
    signed = standing.sign(product, who, IDLE)
    before = standing.free(who)
    assert close_days() == date(2026, 3, 3)
    assert standing.runs(signed) == [("2026-03-02", before - 5_000_00, "")]
    assert CloseStep.objects.get(job="shenhuobao.sweeps", business_date=MARCH_2).state == "DONE"
