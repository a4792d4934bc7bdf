"""Large redemption on our side: seen at 15:00, held against the agent's fills, told, carried, over (WM-11)."""

from datetime import date
from decimal import Decimal

from django.urls import reverse

from apps.cases.models import Case
from apps.notify.models import Notice
from apps.shenhuobao.adapters import AGENT
from apps.shenhuobao.choices.order import OrderState
from apps.shenhuobao.contracts import OrderAnswer
from apps.shenhuobao.models import LargeRedemption, Order, Product
from apps.shenhuobao.selectors.factory import product_for_desk
from tests.daifutong.cast import Colleague, work
from tests.tongxinbao.phones import Phone

from .cast import Shop, tell
from .test_distributions import holders
from .test_orders import refused

MARCH_3, MARCH_4, MARCH_5, MARCH_6 = (date(2026, 3, day) for day in range(3, 7))


def others(product: Product, units: int) -> None:
    """So many units are held by people who bought elsewhere."""
    AGENT.exchange("POST", "/sim/units", {"product": product.code, "hundredths": units * 100})


def asked(shop: Shop, kind: str = "NET_VALUE", count: int = 2) -> tuple[Product, list[Colleague], list[OrderAnswer]]:
    """Holders of about 10,000, 20,000 … units of a product that has 100,000 others; each asks 9,000 back on 4 March."""
    product = shop.product(kind)
    others(product, 100_000)
    staff = holders(shop, product, count)
    shop.morning(MARCH_4)
    return product, staff, [shop.redeem(product, who, "9000.00", cancels_rest=who is staff[-1]) for who in staff]


def test_at_the_cut_off_a_large_redemption_is_seen_told_and_stops_quick_redemptions(shop: Shop) -> None:
    product, (one, other), _ = asked(shop, "CASH")
    shop.cut_off()
    seen = LargeRedemption.objects.get()
    assert (seen.on, seen.days, seen.prior_units, seen.redeemed, seen.filled) == (
        MARCH_4, 1, 100_000, 18_000, None,
    )  # fmt: skip
    assert refused(shop.quick, product, one, "1.00") == "QUICK_SUSPENDED"
    work()
    told = Notice.objects.system("test").filter(title="您持有的产品发生巨额赎回")
    assert {row.person_id for row in told} == {one.person_id, other.person_id}
    phone = Phone.of(shop.stage, one)
    assert "起发生巨额赎回" in phone.text(reverse("mobile:product", args=[product.pk]))
    held = phone.text(reverse("mobile:position", args=[shop.holding(product, one).pk]))
    assert "快速赎回" not in held and "赎回" in held


def test_a_tenth_of_all_units_is_none_and_a_hundredth_of_one_more_is(shop: Shop) -> None:
    product = shop.product("CASH")
    others(product, 100_000)
    (who,) = holders(shop, product, 1)
    shop.morning(MARCH_4)
    shop.redeem(product, who, "10000.00")
    shop.cut_off()
    assert not LargeRedemption.objects.exists()
    shop.morning(MARCH_5)
    others(product, 10)
    shop.morning(MARCH_6)
    shop.redeem(product, who, "0.50")
    answer = shop.redeem(product, who, "0.51")
    shop.cut_off()
    assert LargeRedemption.objects.get().redeemed == Decimal("1.01")
    assert shop.order(answer).state == OrderState.SENT_TA


def test_everybody_gets_the_same_share_the_rest_is_carried_or_given_up(shop: Shop) -> None:
    product, (one, other), answers = asked(shop)
    shop.cut_off()
    assert shop.morning(MARCH_5)
    orders = [shop.order(answer) for answer in answers]
    filled = [order.filled_units for order in orders]
    assert {order.state for order in orders} == {"DONE"} and all(0 < units < 9_000 for units in filled)
    assert abs(filled[0] - filled[1]) <= Decimal("0.01")
    seen = LargeRedemption.objects.get()
    least = seen.prior_units * Decimal("0.1")
    assert 0 <= sum(filled) - least < Decimal("0.01"), "a tenth, rounded up to a hundredth of a unit"
    (rest,) = Order.objects.system("test").filter(carries__isnull=False)
    assert (rest.carries_id, rest.units, rest.trade_date) == (orders[0].pk, 9_000 - filled[0], MARCH_5)
    assert (seen.filled, seen.carried, seen.cancelled) == (sum(filled), 9_000 - filled[0], 9_000 - filled[1])
    assert [shop.holding(product, who).aside for who in (one, other)] == [rest.units, 0]
    product.refresh_from_db()
    assert product.large_since == MARCH_4
    shop.cut_off()
    assert shop.morning(MARCH_6)
    product.refresh_from_db()
    assert product.large_since is None, "nothing is carried any more"


def test_two_days_in_a_row_are_counted_and_the_console_offers_to_stop(shop: Shop) -> None:
    product, (_, other), _ = asked(shop)
    shop.cut_off()
    assert shop.morning(MARCH_5)
    shop.redeem(product, other, "11000.00")
    shop.cut_off()
    assert list(LargeRedemption.objects.order_by("on").values_list("on", "days")) == [(MARCH_4, 1), (MARCH_5, 2)]
    desk = product_for_desk(shop.stage.bank["compliance"], product.pk)
    assert desk.large_note.startswith("已连续 2 个交易日发生巨额赎回")
    assert [line.on for line in desk.large] == [MARCH_5, MARCH_4]


def test_fills_that_are_not_the_same_share_for_everybody_wait_under_cases(shop: Shop) -> None:
    product, staff, answers = asked(shop, count=3)
    shop.cut_off()
    tell(shop.order(answers[0]).reference, "half")
    assert shop.morning(MARCH_5)
    assert {shop.order(answer).outcome for answer in answers} == {"UNFAIR"}
    assert {shop.order(answer).state for answer in answers} == {"SENT_TA"}
    assert Case.objects.system("test").filter(kind="shenhuobao.line").count() == 3
    assert {shop.holding(product, who).aside for who in staff} == {9_000}


def test_less_than_must_be_met_on_the_day_waits_under_a_case(shop: Shop) -> None:
    product = shop.product()
    others(product, 10_000)
    (who,) = holders(shop, product, 1)
    shop.morning(MARCH_4)
    answer = shop.redeem(product, who, "2100.00")
    shop.cut_off()
    tell(shop.order(answer).reference, "half")
    assert shop.morning(MARCH_5)
    assert shop.order(answer).outcome == "UNFAIR", "1,050 is less than a tenth of about 20,000"


def test_one_that_only_the_agent_sees_is_put_on_record(shop: Shop) -> None:
    product = shop.product()
    (who,) = holders(shop, product, 1)
    shop.morning(MARCH_4)
    answer = shop.redeem(product, who, "100.00")
    shop.cut_off()
    assert not LargeRedemption.objects.exists()
    tell(shop.order(answer).reference, "half")
    assert shop.morning(MARCH_5)
    seen = LargeRedemption.objects.get()
    assert (seen.on, seen.prior_units, seen.filled, seen.carried) == (MARCH_4, None, 50, 50)
