"""A person's copy says what of 申活宝 there is: orders of every kind, what is held, what was paid out."""

from datetime import date

from apps.core.person_copy import Sheet
from apps.shenhuobao.personal import _holdings, _orders, _payouts
from tests.daifutong.cast import Colleague

from .cast import Shop
from .test_conversions import convert
from .test_distributions import choose, dividend

MARCH_2, MARCH_3, MARCH_4, MARCH_5 = (date(2026, 3, day) for day in range(2, 6))


def copied(who: Colleague) -> dict[str, Sheet]:
    """What is traded and held; the assessments' own sheets are tested where people are assessed."""
    made = [sheet(who.person_id) for sheet in (_orders, _holdings, _payouts)]
    return {sheet.title: sheet for sheet in made}


def test_orders_holdings_and_payouts_stand_in_a_persons_copy_and_in_nobody_elses(shop: Shop) -> None:
    fund, cash, (who, other, *_) = shop.product(), shop.product("CASH"), shop.stage.house.staff
    reserved = shop.product(state="LISTED", sale_from=MARCH_5)
    shop.bought(fund, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    choose(shop, fund, who, "REINVEST")
    dividend(fund, MARCH_4, MARCH_4)
    convert(shop, fund, cash, who, "1000.00")
    shop.buy(reserved, who, 500_00)
    shop.cut_off()
    assert shop.morning(MARCH_5)
    sheets = copied(who)
    orders = sheets["理财交易"]
    assert all(len(row) == len(orders.columns) for row in orders.rows)
    assert [(row[1], row[9]) for row in orders.rows] == [
        ("申购", "已完成"), ("转换", "已完成"), ("预约申购", "已受理"),
    ]  # fmt: skip
    assert "30,000.00" in orders.rows[0] and orders.rows[1][3] == f"演示{cash.code}"
    assert [(row[1], row[6]) for row in sheets["理财持有"].rows] == [
        (fund.code, "红利再投资"), (cash.code, "红利再投资"),
    ]  # fmt: skip
    ((code, kind, day, *_, state),) = sheets["理财分红与兑付"].rows
    assert (code, kind, day, state) == (fund.code, "分红", "2026-03-04", "已到账")
    strangers = copied(other)
    assert all(not strangers[title].rows for title in ("理财交易", "理财持有", "理财分红与兑付"))
