"""Before a sale begins: reserved, taken back, and on its first day a purchase, if it still may be one (WM-2, WM-7)."""

from datetime import date, time
from typing import Any

from django.db import transaction
from django.urls import reverse

from apps.ledger import api as ledger
from apps.notify.models import Notice
from apps.shenhuobao.models import AssessmentMark, Order, Product, RiskAssessment, Terms
from apps.shenhuobao.services.products_turn import products_turn
from tests.daifutong.cast import Colleague, work
from tests.tongxinbao.phones import Phone

from .cast import Shop
from .test_orders import refused
from .test_trading_pages import sent

MARCH_2, MARCH_5, MARCH_6 = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 6)


def listed(shop: Shop, **changes: Any) -> Product:
    shop.at(MARCH_2)
    return shop.product(state="LISTED", sale_from=MARCH_5, quota_fen=100_000_00, **changes)


def opens(shop: Shop, product: Product, day: date = MARCH_5) -> None:
    shop.at(day)
    with transaction.atomic():
        products_turn(day=day, now=shop.now)
    product.refresh_from_db()
    assert product.state == "ON_SALE"


def void(who: Colleague, shop: Shop) -> None:
    latest = RiskAssessment.objects.system("test").filter(person_id=who.person_id).latest("created_at")
    AssessmentMark.objects.create(assessment=latest, kind="VOIDED", on=MARCH_2, created_at=shop.now.wall)


def test_a_reservation_holds_money_and_quota_and_becomes_a_purchase_of_the_first_day(shop: Shop) -> None:
    product, (who, other, *_) = listed(shop), shop.stage.house.staff
    answer = shop.buy(product, who, 60_000_00)
    assert answer.state == "HELD"
    assert ledger.available(who.ledger_id, now=shop.now) == shop.balance(who) - 60_000_00
    assert refused(shop.buy, product, other, 40_000_01) == "QUOTA"
    assert shop.cut_off() == [], "nothing is sent before the sale"
    opens(shop, product)
    order = shop.order(answer)
    assert (order.is_reservation, order.state, order.trade_date, order.confirm_date) == (
        False, "HELD", MARCH_5, MARCH_6,
    )  # fmt: skip
    work()
    (told,) = Notice.objects.system("test").filter(person_id=who.person_id, kind="shenhuobao.order")
    assert told.title == "理财申购预约已生效"
    shop.cut_off()
    assert shop.morning(MARCH_6)
    assert shop.order(answer).state == "DONE"
    assert shop.holding(product, who).units > 0


def test_a_reservation_is_taken_back_at_any_hour_until_the_sale_begins_and_then_as_a_purchase(shop: Shop) -> None:
    product, who = listed(shop), shop.stage.house.staff[0]
    first, second, third = (shop.buy(product, who, 1_000_00) for _ in range(3))
    shop.at(date(2026, 3, 4), time(23, 59, 59))
    assert shop.cancel(first.order_id, who).state == "CANCELLED"
    opens(shop, product)
    shop.at(MARCH_5, time(14, 59, 59))
    assert shop.cancel(second.order_id, who).state == "CANCELLED"
    shop.at(MARCH_5, time(15))
    assert refused(shop.cancel, third.order_id, who) == "CUT_OFF"
    assert Product.objects.get(pk=product.pk).sold_fen == 1_000_00
    assert ledger.available(who.ledger_id, now=shop.now) == shop.balance(who) - 1_000_00


def test_who_may_not_buy_any_more_when_the_sale_begins_has_the_money_back(shop: Shop) -> None:
    product, (who, other, *_) = listed(shop), shop.stage.house.staff
    gone, stays = shop.buy(product, who, 1_000_00), shop.buy(product, other, 2_000_00)
    void(who, shop)
    opens(shop, product)
    order = shop.order(gone)
    assert (order.state, order.outcome, shop.order(stays).state) == ("RELEASED", "ASSESSMENT_EXPIRED", "HELD")
    assert ledger.available(who.ledger_id, now=shop.now) == shop.balance(who)
    assert product.sold_fen == 2_000_00
    work()
    (told,) = Notice.objects.system("test").filter(person_id=who.person_id, kind="shenhuobao.order")
    assert told.title == "理财申购已解除"


def test_who_has_read_other_terms_than_those_of_the_sale_has_the_money_back(shop: Shop) -> None:
    product, who = listed(shop), shop.stage.house.staff[0]
    answer = shop.buy(product, who, 1_000_00)
    old = Terms.objects.get(product=product)
    Terms.objects.filter(pk=old.pk).update(state="REPLACED")
    Terms.objects.filter(pk=old.pk)
    values = {f.attname: getattr(old, f.attname) for f in Terms._meta.concrete_fields}
    Terms.objects.create(**values | {"id": None, "number": 2, "state": "IN_FORCE"})
    opens(shop, product)
    assert (shop.order(answer).state, shop.order(answer).outcome) == ("RELEASED", "TERMS_CHANGED")


def test_on_a_day_of_rest_the_sale_begins_for_the_next_trading_day(shop: Shop) -> None:
    product, who = listed(shop), shop.stage.house.staff[0]
    answer = shop.buy(product, who, 1_000_00)
    Terms.objects.filter(product=product).update(sale_from=date(2026, 3, 7))
    opens(shop, product, date(2026, 3, 7))  # a Saturday
    assert (shop.order(answer).trade_date, shop.order(answer).confirm_date) == (date(2026, 3, 9), date(2026, 3, 10))


def test_the_page_of_a_product_before_its_sale_offers_a_reservation(shop: Shop) -> None:
    product, who = listed(shop), shop.stage.house.staff[0]
    phone = Phone.of(shop.stage, who)
    page = phone.text(reverse("mobile:product", args=[product.pk]))
    assert ">预约</a>" in page and "2026-03-05 开始销售" in page
    url = reverse("mobile:purchase_place", args=[product.pk])
    sheet = phone.text(url)
    assert "确认预约" in sheet and "03-05 开始销售" in sheet and "现在提交" not in sheet
    answer = phone.confirmed(url, sent(phone, product, who))
    shown = phone.text(answer["Location"])
    assert "预约申购已受理" in shown and "在此之前可以随时撤单" in shown and "撤单截止" not in shown
    order = Order.objects.system("test").get()
    assert order.is_reservation
    sold_out = listed(shop)
    Product.objects.filter(pk=sold_out.pk).update(counter_fen=100_000_00)
    assert ">预约</a>" not in phone.text(reverse("mobile:product", args=[sold_out.pk]))
