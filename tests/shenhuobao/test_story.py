"""What the story's people hold, and that the simulated agent goes on from where the story ends."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.invariants import faults
from apps.core.models import OutboxEvent
from apps.core.person_copy import sheets_of
from apps.ledger import api as ledger
from apps.shenhuobao.choices.order import OrderState
from apps.shenhuobao.models import Holding, Income, Order, Price
from apps.shenhuobao.selectors.instructions import instructions_for_member
from apps.shenhuobao.selectors.plans import plans_for_member
from apps.shenhuobao.simulator.agent import Agent
from apps.shenhuobao.simulator.prices import nav_of
from apps.shenhuobao.simulator.store import Store
from fixtures import world_holdings
from fixtures.world import World

LAST = date(2026, 2, 27)


@pytest.mark.django_db
def test_the_heroine_holds_three_and_waits_for_money(world: World) -> None:
    held = {one.product.code: one for one in Holding.objects.scoped(world.actor("xiaowen")).select_related("product")}
    assert {code: one.units for code, one in held.items()} == {
        "YL1001": Decimal("19104.48"), "YL2001": Decimal("6782.27"), "JH2001": Decimal("10000.00"),
    }  # fmt: skip
    incomes = Income.objects.scoped(world.actor("xiaowen")).filter(holding=held["YL1001"])
    assert (incomes.count(), incomes.earliest("on").on, incomes.latest("on").on) == (
        101, date(2025, 11, 21), date(2026, 3, 1),
    )  # fmt: skip
    assert sum(incomes.values_list("income_fen", flat=True)) == 104_48
    waiting = Order.objects.scoped(world.actor("xiaowen")).get(state=OrderState.CONFIRMED)
    assert (waiting.cash_date, waiting.filled_fen) == (date(2026, 3, 3), 3_071_10)
    assert list(faults()) == []


@pytest.mark.django_db
def test_the_old_lady_holds_one_that_suits_her(world: World) -> None:
    held = Holding.objects.scoped(world.actor("guilan")).select_related("product").get()
    assert (held.product.code, held.cost_fen, held.income_fen) == ("JH1001", 6_000_00, 14_55)
    assert OutboxEvent.objects.filter(relayed_at=None, name__startswith="shenhuobao.").count() == 0


@pytest.mark.django_db
def test_the_heroine_saves_for_school_and_a_plan_of_hers_rests(world: World) -> None:
    rests, school = sorted(plans_for_member(world.actor("xiaowen"), world.now), key=lambda one: one.purpose)[::-1]
    assert (school.purpose_label, school.state_label, school.percent) == ("教育", "进行中", 62)
    assert (rests.purpose_label, rests.state_label) == ("养老", "已暂停")
    (monthly,) = instructions_for_member(world.actor("xiaowen"), world.now)
    assert (monthly.plan_id, monthly.title) == (school.id, "每月 15 日 ¥500.00")
    assert (monthly.next_on, monthly.runs_on) == (date(2026, 3, 15), date(2026, 3, 16))


@pytest.mark.django_db
def test_the_copy_of_ones_own_data_has_it_all(world: World) -> None:
    sheets = {sheet.title: sheet for sheet in sheets_of(world.person("xiaowen"))}
    assert len(sheets["理财持有"].rows) == 3 and len(sheets["理财交易"].rows) == 5
    assert all(len(row) == len(sheet.columns) for sheet in sheets.values() for row in sheet.rows)
    assert world.card("xiaowen") not in str(sheets)


@pytest.mark.django_db
def test_a_second_load_changes_nothing(world: World) -> None:
    before = (Order.objects.system("test").count(), ledger.balance(ledger.house_account("3001.06")))
    world_holdings.load()
    assert (Order.objects.system("test").count(), ledger.balance(ledger.house_account("3001.06"))) == before


@pytest.mark.django_db
def test_no_price_jumps_when_the_days_go_on(world: World) -> None:
    for code in ("YL2001", "JH3001", "YL4001", "JH2001"):
        last = Price.objects.get(product__code=code, on=LAST).nav
        assert nav_of(code, LAST) == last
        assert abs(nav_of(code, date(2026, 3, 2)) / last - 1) < Decimal("0.005"), code


def test_the_agent_knows_what_was_bought_before_its_first_day() -> None:
    """Two lots, told twice: the old one goes first and costs nothing, the young one 0.10 %."""
    agent = Agent(Store(":memory:"))
    lots = [
        {"holder": "h", "product": "YL2001", "acquired_on": "2025-12-09", "hundredths": 100_00},
        {"holder": "h", "product": "YL2001", "acquired_on": "2026-02-20", "hundredths": 100_00},
    ]
    for _ in range(2):
        assert agent.handle("POST", "/sim/lots", {"lots": lots}).status == 200
    assert [held for _, held in agent.store.lots("h", "YL2001")] == [100_00, 100_00]
    order = {
        "reference": "WM1", "kind": "REDEMPTION", "product": "YL2001", "holder": "h", "units": "150.00",
        "trade_on": "2026-03-02", "confirm_on": "2026-03-03",
    }  # fmt: skip
    terms = {"kind": "NET_VALUE", "purchase_fee": "0", "redemption_fees": [[7, "1.50"], [30, "0.10"]]}
    dispatch = {
        "reference": "D1", "day": "2026-03-02", "count": 1, "orders": [order], "products": {"YL2001": terms},
    }  # fmt: skip
    agent.handle("POST", "/v1/dispatches", dispatch)
    line = agent.handle("GET", "/v1/confirmations/D1", {}).body["lines"][0]
    gross = 150 * nav_of("YL2001", date(2026, 3, 2))
    assert (line["amount"], line["fee"]) == (round(gross * 100), 5)
