"""Buying, taking back and redeeming on the phone; the person hears what became of it."""

import re
from datetime import date, time

from django.urls import reverse

from apps.notify.models import Notice
from apps.shenhuobao.choices.product import BANNER
from apps.shenhuobao.models import Order, Product
from tests.daifutong.cast import Colleague, work
from tests.tongxinbao.phones import Phone

from .cast import Shop

MARCH_2, MARCH_3 = date(2026, 3, 2), date(2026, 3, 3)
TRADES, POSITIONS = "/mobile/wealth/trades/", "/mobile/wealth/positions/"


def place_url(product: Product) -> str:
    return reverse("mobile:purchase_place", args=[product.pk])


def sent(phone: Phone, product: Product, who: Colleague, *, seconds: int = 60, **changes: str) -> dict[str, str]:
    """The form as a buyer fills it in who has read for so many seconds."""
    form = phone.hidden(place_url(product))
    phone.wait(seconds)
    filled = {"account_id": str(who.account_id), "amount": "10,000.00", "agreed": "on"}
    return {name: value for name, value in (form | filled | changes).items() if value}


def test_a_purchase_is_read_signed_held_and_taken_back(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    phone = Phone.of(shop.stage, who)
    sheet = phone.text(place_url(product))
    for said in (
        BANNER,
        "演示理财有限责任公司",
        "本行代理销售",
        "产品说明书",
        "风险揭示书",
        "交易日 03-02",
        "03-03 确认份额",
    ):
        assert said in sheet, said
    answer = phone.confirmed(place_url(product), sent(phone, product, who))
    order = Order.objects.system("test").get()
    assert (answer.status_code, answer["Location"]) == (302, f"{TRADES}{order.pk}/")
    page = phone.text(f"{TRADES}{order.pk}/")
    assert "申购已受理" in page and "10,000.00" in page and "撤单" in page
    assert f'href="{TRADES}{order.pk}/"' in phone.text(TRADES)
    assert phone.post(f"{TRADES}{order.pk}/cancel/").status_code == 302
    assert "申购已撤单" in phone.text(f"{TRADES}{order.pk}/")


def test_who_reads_too_fast_or_asks_for_too_little_keeps_what_was_typed(shop: Shop) -> None:
    product, who = shop.product(first_min_fen=1_000_00), shop.stage.house.staff[0]
    phone = Phone.of(shop.stage, who)
    for changes, said in (({"seconds": 1}, "至少需要阅读"), ({"amount": "999.00"}, "最低 1,000.00 元")):
        answer = phone.post(place_url(product), sent(phone, product, who, **changes))  # type: ignore[arg-type]
        assert answer.status_code == 422 and said in answer.content.decode(), said
        assert re.search(r'value="(10,000|999)\.00"', answer.content.decode())


def test_who_may_not_buy_is_told_why_and_where_to_go(shop: Shop) -> None:
    risky, who = shop.product(seller_rating=4), shop.stage.house.staff[0]
    page = Phone.of(shop.stage, who).text(place_url(risky))
    assert "您目前不能购买" in page and "C3" in page and "确认购买" not in page
    shut = shop.product("FIXED_TERM", state="CLOSED")
    assert "目前不能购买" in Phone.of(shop.stage, who).text(place_url(shut))


def test_what_is_held_is_seen_redeemed_and_told_of(shop: Shop) -> None:
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    holding = shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    work()
    phone = Phone.of(shop.stage, who)
    assert "30,000.00" in phone.text(POSITIONS)
    page = phone.text(f"{POSITIONS}{holding.pk}/")
    assert "快速赎回" in page and "今日还可实时到账 10,000.00 元" in page
    quick, slow = f"{POSITIONS}{holding.pk}/quick/redeem/", f"{POSITIONS}{holding.pk}/redemption/place/"
    key = phone.hidden(quick)["idempotency_key"]
    before = shop.balance(who)
    phone.confirmed(quick, {"units": "6000", "idempotency_key": key})
    assert shop.balance(who) == before + 6_000_00
    over = phone.post(quick, {"units": "4000.01", "idempotency_key": "another"})
    assert over.status_code == 409 and "今日快赎还可办理 4,000.00 元" in over.content.decode()
    phone.confirmed(slow, {"units": "10000", "idempotency_key": phone.hidden(slow)["idempotency_key"]})
    shop.at(MARCH_3, time(10))
    shop.cut_off()
    assert shop.morning(date(2026, 3, 4))
    work()
    titles = set(Notice.objects.system("test").filter(person_id=who.person_id).values_list("title", flat=True))
    assert {"理财申购已确认", "理财赎回已确认", "理财赎回已到账", "理财快速赎回已确认"} <= titles
    assert "每日收益" in phone.text(f"{POSITIONS}{holding.pk}/")


def test_nobody_else_sees_an_order_or_a_holding(shop: Shop) -> None:
    product, (who, other, *_) = shop.product(), shop.stage.house.staff
    holding = shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    order = Order.objects.system("test").get()
    stranger = Phone.of(shop.stage, other)
    for url in (f"{TRADES}{order.pk}/", f"{POSITIONS}{holding.pk}/", f"{POSITIONS}{holding.pk}/redemption/place/"):
        assert stranger.get(url).status_code == 404, url
    assert stranger.post(f"{TRADES}{order.pk}/cancel/").status_code == 404
    assert str(order.pk) not in stranger.text(TRADES) and str(holding.pk) not in stranger.text(POSITIONS)
