"""One product into another of the same agent: both legs in one line, nothing lost between them (WM-2, WM-10)."""

from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from apps.cases.models import Case
from apps.ledger import api as ledger
from apps.shenhuobao.contracts import OrderAnswer
from apps.shenhuobao.models import Lot, Order, Product
from apps.shenhuobao.services.conversion_place import conversion_place
from apps.shenhuobao.services.prices_apply import prices_apply
from tests.daifutong.cast import Colleague
from tests.tongxinbao.phones import Phone

from .cast import Shop, nav, tell
from .market import rounded
from .test_orders import refused
from .test_reservations import void

MARCH_2, MARCH_3, MARCH_4, MARCH_5 = (date(2026, 3, day) for day in range(2, 6))
FEES: dict[str, Any] = {"redemption_fees": [[1, "1.50"], [7, "0.50"]]}


def convert(shop: Shop, source: Product, target: Product, who: Colleague, units: str, **changes: Any) -> OrderAnswer:
    asked = {
        "holding_id": shop.holding(source, who).pk, "product_id": target.pk, "units": Decimal(units),
        "reading": shop.reading(), "key": shop.stage.key(),
    }  # fmt: skip
    answer: OrderAnswer = shop.stage.signed(conversion_place, shop.stage.lender(who), **asked | changes)
    return answer


def held(shop: Shop, *products: Product) -> Colleague:
    """Somebody who bought each of them on 2 March for 30,000.00; it is the 3rd."""
    who: Colleague = shop.stage.house.staff[0]
    shop.at(MARCH_2)
    for product in products:
        shop.buy(product, who, 30_000_00)
    shop.cut_off()
    assert shop.morning(MARCH_3)
    return who


def test_units_of_one_become_units_of_the_other_fee_by_fee_and_no_money_moves(shop: Shop) -> None:
    source, target = shop.product(**FEES), shop.product(purchase_fee=Decimal("0.30"), issuer_rating=3)
    who = held(shop, source)
    before, units = shop.balance(who), shop.holding(source, who).units
    answer = convert(shop, source, target, who, "10000.37")
    assert shop.holding(source, who).aside == Decimal("10000.37")
    shop.cut_off()
    assert shop.morning(MARCH_4)
    order = shop.order(answer)
    gross = rounded(Fraction("10000.37") * Fraction(nav(source, MARCH_3)) * 100)
    fee = rounded(Fraction(gross * 150, 10_000))  # bought on the 2nd, confirmed on the 3rd: held for 0 days
    net = gross - fee
    bare = rounded(Fraction(net) / Fraction("1.003"))
    got = Decimal(int(Fraction(bare) / Fraction(nav(target, MARCH_3)))) / 100
    assert (order.state, order.fee_fen, order.filled_fen) == ("DONE", fee, net)
    assert (order.target_fee_fen, order.target_units, order.target_nav) == (net - bare, got, nav(target, MARCH_3))
    holding, taking = shop.holding(source, who), shop.holding(target, who)
    assert (holding.units, holding.aside) == (units - Decimal("10000.37"), 0)
    assert (taking.units, taking.cost_fen) == (got, net)
    lot = Lot.objects.system("test").get(holding=taking)
    assert (lot.acquired_on, lot.order_id) == (MARCH_4, order.pk)
    assert shop.balance(who) == ledger.available(who.ledger_id, now=shop.now) == before


@pytest.mark.parametrize(("kind", "other"), [("CASH", "NET_VALUE"), ("NET_VALUE", "CASH"), ("CASH", "CASH")])
def test_cash_management_is_converted_at_one_yuan(shop: Shop, kind: str, other: str) -> None:
    source, target = shop.product(kind), shop.product(other)
    who = held(shop, source)
    convert(shop, source, target, who, "5000.00")
    shop.cut_off()
    assert shop.morning(MARCH_4)
    assert shop.morning(MARCH_5)
    order = Order.objects.system("test").get(kind="CONVERSION")
    assert order.state == "DONE"
    assert shop.holding(target, who).units >= order.target_units > 0


def test_it_is_taken_back_before_the_cut_off(shop: Shop) -> None:
    source, target = shop.product(), shop.product()
    who = held(shop, source)
    first, second = (convert(shop, source, target, who, "100.00") for _ in range(2))
    shop.at(MARCH_3, time(14, 59, 59))
    assert shop.cancel(first.order_id, who).state == "CANCELLED"
    assert shop.holding(source, who).aside == 100
    shop.at(MARCH_3, time(15))
    assert refused(shop.cancel, second.order_id, who) == "CUT_OFF"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"seller_rating": 4}, "NOT_SUITABLE"),
        ({"quota_fen": 100_000_00}, "NOT_CONVERTIBLE"),
        ({"state": "LISTED"}, "NOT_CONVERTIBLE"),
        ({"state": "SUSPENDED"}, "NOT_ON_SALE"),
        ({"first_min_fen": 200_00}, "E_UNITS"),
        ({"person_max_fen": 50_00}, "PERSON_MAX"),
    ],
)
def test_what_is_not_allowed_is_refused_and_leaves_no_trace(shop: Shop, changes: dict[str, Any], code: str) -> None:
    source = shop.product()
    who = held(shop, source)
    if changes.get("state") == "SUSPENDED":
        target = shop.product()
        Product.objects.filter(pk=target.pk).update(state="SUSPENDED", suspended_by=who.person_id)
    else:
        target = shop.product(**changes)
    assert refused(convert, shop, source, target, who, "100.00") == code
    assert shop.holding(source, who).aside == 0
    assert not Order.objects.system("test").filter(kind="CONVERSION").exists()


def test_only_within_one_agent_and_only_what_is_the_persons_own(shop: Shop) -> None:
    source, target, strange = shop.product(), shop.product(), shop.product()
    Product.objects.filter(pk=strange.pk).update(agent="TA02")
    who = held(shop, source)
    assert refused(convert, shop, source, strange, who, "1.00") == "NOT_CONVERTIBLE"
    assert refused(convert, shop, source, source, who, "1.00") == "NOT_CONVERTIBLE"
    other = shop.stage.house.staff[1]
    asked: dict[str, Any] = {"holding_id": shop.holding(source, who).pk}
    assert refused(convert, shop, source, target, who, "99999.00") == "E_UNITS"
    with pytest.raises(Exception, match="没有找到这笔持有"):
        conversion_place(
            product_id=target.pk, units=Decimal(1), reading=shop.reading(), key="k", now=shop.now,
            actor=shop.stage.lender(other), **asked,
        )  # fmt: skip


def test_at_the_cut_off_it_is_asked_once_more_whether_the_target_suits(shop: Shop) -> None:
    source, target = shop.product(), shop.product()
    who = held(shop, source)
    answer = convert(shop, source, target, who, "100.00")
    void(who, shop)
    assert shop.cut_off() == []
    assert (shop.order(answer).state, shop.order(answer).outcome) == ("RELEASED", "ASSESSMENT_EXPIRED")
    assert shop.holding(source, who).aside == 0


def test_what_the_agent_rejects_or_reckons_otherwise_moves_nothing(shop: Shop) -> None:
    source, target = shop.product(), shop.product()
    who = held(shop, source)
    rejected = convert(shop, source, target, who, "100.00")
    shop.cut_off()
    tell(shop.order(rejected).reference, "reject")
    assert shop.morning(MARCH_4)
    assert (shop.order(rejected).state, shop.holding(source, who).aside) == ("REJECTED", 0)
    wrong = convert(shop, source, target, who, "100.00")
    shop.cut_off()
    content = {
        "day": "2026-03-04", "count": 2,
        "lines": [{"product": one.code, "nav": str(nav(one, MARCH_4) + place), "income_per_10k": None}
                  for place, one in enumerate((source, target))],
    }  # fmt: skip
    assert prices_apply(agent="TA01", day=MARCH_4, content=content, now=shop.now)  # the target's is another one
    assert shop.morning(MARCH_5)
    assert (shop.order(wrong).state, shop.order(wrong).outcome) == ("SENT_TA", "MISMATCH")
    assert Case.objects.system("test").filter(kind="shenhuobao.line").count() == 1
    assert shop.holding(source, who).aside == 100


def test_two_of_a_day_take_the_oldest_lots_in_the_agents_order(shop: Shop) -> None:
    """Fees by age: whichever of two comes first in the file takes the older lot, on both sides."""
    source, target = shop.product(redemption_fees=[[2, "1.50"]]), shop.product()
    who = held(shop, source)
    shop.bought(source, who, 30_000_00, on=MARCH_3, confirmed=MARCH_4)
    shop.at(MARCH_5)
    units = shop.holding(source, who).units
    answers = [convert(shop, source, target, who, "20000.00"), shop.redeem(source, who, str(units - 20_000))]
    shop.cut_off()
    assert shop.morning(date(2026, 3, 6))
    assert [shop.order(one).outcome for one in answers] == ["", ""]
    assert sum(shop.order(one).fee_fen or 0 for one in answers) > 0
    assert shop.holding(source, who).units == 0


def sent(phone: Phone, url: str, units: str) -> dict[str, str]:
    form = phone.hidden(url)
    phone.wait(60)
    return {name: value for name, value in (form | {"units": units, "agreed": "on"}).items() if value}


def url_of(name: str, *args: UUID) -> str:
    return reverse(f"mobile:{name}", args=args)


def test_on_the_phone_from_the_holding_to_the_order(shop: Shop) -> None:
    source, target, sold_out = shop.product(), shop.product(), shop.product(quota_fen=1)
    who = held(shop, source)
    phone, holding = Phone.of(shop.stage, who), shop.holding(source, who)
    assert url_of("conversion_list", holding.pk) in phone.text(url_of("position", holding.pk))
    targets = phone.text(url_of("conversion_list", holding.pk))
    url = url_of("conversion_place", holding.pk, target.pk)
    assert url in targets and url_of("conversion_place", holding.pk, sold_out.pk) not in targets
    assert phone.get(url_of("conversion_place", holding.pk, sold_out.pk)).status_code == 404
    sheet = phone.text(url)
    assert "产品说明书" in sheet and "本行代理销售" in sheet and "03-03 的净值" in sheet
    too_much = phone.post(url, sent(phone, url, "99999"))
    assert too_much.status_code == 422 and "可用份额" in too_much.content.decode()
    answer = phone.confirmed(url, sent(phone, url, "100"))
    shown = phone.text(answer["Location"])
    assert "转换已受理" in shown and "转入产品" in shown and "撤单" in shown
    stranger = Phone.of(shop.stage, shop.stage.house.staff[1])
    assert stranger.get(url).status_code == 404
    assert stranger.get(url_of("conversion_list", holding.pk)).status_code == 404
