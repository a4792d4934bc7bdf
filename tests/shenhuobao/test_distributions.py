"""Dividends and maturities: what the agent's file says, held to what we reckon, and paid to every holder (WM-12)."""

from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from apps.cases.models import Case
from apps.ledger import api as ledger
from apps.notify.models import Notice
from apps.shenhuobao.adapters import AGENT
from apps.shenhuobao.models import Distribution, Lot, Payout, Price, Product, TaFile
from apps.shenhuobao.selectors.trading import position_for_member
from apps.shenhuobao.services.distributions_apply import distributions_apply
from apps.shenhuobao.services.dividend_choose import dividend_choose
from apps.shenhuobao.services.maturities_remind import maturities_remind
from apps.shenhuobao.services.products_turn import products_turn
from tests.daifutong.cast import Colleague, work
from tests.tongxinbao.phones import Phone

from .cast import TA, Shop, nav, tell
from .market import rounded
from .test_orders import refused

MARCH_2, MARCH_3, MARCH_4, MARCH_5, MARCH_6 = (date(2026, 3, day) for day in range(2, 7))
PER_UNIT = "0.012345"


def dividend(product: Product, record_on: date, ex_on: date, per_unit: str = PER_UNIT) -> None:
    said = {"product": product.code, "record_on": str(record_on), "ex_on": str(ex_on), "per_unit": per_unit}
    AGENT.exchange("POST", "/sim/dividend", said)


def choose(shop: Shop, product: Product, who: Colleague, mode: str) -> str:
    return dividend_choose(
        holding_id=shop.holding(product, who).pk, mode=mode, key=shop.stage.key(), actor=shop.stage.lender(who),
        now=shop.now,
    )  # fmt: skip


def holders(shop: Shop, product: Product, count: int) -> list[Colleague]:
    """So many people who bought on 2 March and hold from the 3rd on."""
    staff = shop.stage.house.staff[:count]
    shop.at(MARCH_2)
    for place, who in enumerate(staff, 1):
        shop.buy(product, who, 10_000_37 * place)
    shop.cut_off()
    assert shop.morning(MARCH_3)
    return staff


def payout(product: Product, who: Colleague) -> Payout:
    return Payout.objects.system("test").get(holding__person_id=who.person_id, distribution__product=product)


def test_a_dividend_is_paid_in_cash_or_as_units_as_each_holder_has_chosen(shop: Shop) -> None:
    product = shop.product()
    cash, again = holders(shop, product, 2)
    assert choose(shop, product, again, "REINVEST") == "REINVEST"
    dividend(product, MARCH_3, MARCH_4)
    before = [shop.balance(who) for who in (cash, again)]
    units = [shop.holding(product, who).units for who in (cash, again)]
    shop.cut_off()  # the choice is on its way, without any order
    assert shop.morning(MARCH_5)
    due = [rounded(Fraction(one) * Fraction(PER_UNIT) * 100) for one in units]
    ex_nav = nav(product, MARCH_4) - Decimal("0.0123")
    assert Price.objects.get(product=product, on=MARCH_4).nav == ex_nav
    added = Decimal(int(Fraction(due[1], 100) / Fraction(ex_nav) * 100)) / 100
    assert [shop.balance(who) for who in (cash, again)] == [before[0] + due[0], before[1]]
    assert [shop.holding(product, who).units for who in (cash, again)] == [units[0], units[1] + added]
    lot = Lot.objects.system("test").get(payout=payout(product, again))
    assert (lot.units, lot.acquired_on) == (added, MARCH_4)
    assert (payout(product, cash).cash_fen, payout(product, again).due_fen) == (due[0], due[1])
    shown = {who.person_id: position_for_member(shop.stage.lender(who), shop.holding(product, who).pk, shop.now).line
             for who in (cash, again)}  # fmt: skip
    for who, came in ((cash, due[0]), (again, 0)):
        line = shown[who.person_id]
        assert (line.dividend_fen, line.gain_fen) == (came, line.value_fen - line.cost_fen + came)
    assert Distribution.objects.get().state == "PAID"
    work()
    titles = dict(Notice.objects.system("test").values_list("person_id", "title").filter(kind="shenhuobao.payout"))
    assert titles == {cash.person_id: "理财分红已到账", again.person_id: "理财分红已转为份额"}
    told = Notice.objects.system("test").filter(title="您持有的理财产品将分红")
    assert {row.person_id for row in told} == {cash.person_id, again.person_id}


@pytest.mark.parametrize(("hour", "mode"), [(time(14, 59, 59), "REINVEST"), (time(15), "CASH")])
def test_the_last_choice_before_the_cut_off_of_the_record_date_wins(shop: Shop, hour: time, mode: str) -> None:
    product = shop.product()
    (who,) = holders(shop, product, 1)
    dividend(product, MARCH_4, MARCH_4)
    choose(shop, product, who, "REINVEST")
    choose(shop, product, who, "CASH")
    shop.at(MARCH_4, hour)
    choose(shop, product, who, "REINVEST")
    shop.cut_off()
    assert shop.morning(MARCH_5)
    assert (payout(product, who).mode, payout(product, who).state) == (mode, "PAID")


def test_what_is_ordered_on_the_ex_date_is_neither_entitled_nor_robbed(shop: Shop) -> None:
    """Who buys at the value after the dividend gets none; who redeems at it still does."""
    product = shop.product()
    (holder,) = holders(shop, product, 1)
    late, units = shop.stage.house.staff[1], shop.holding(product, holder).units
    dividend(product, MARCH_3, MARCH_4)
    shop.at(MARCH_4)
    shop.buy(product, late, 10_000_00)
    shop.redeem(product, holder, str(units))
    shop.cut_off()
    assert shop.morning(MARCH_6)
    assert payout(product, holder).units == units
    assert Payout.objects.system("test").count() == 1
    assert shop.holding(product, holder).units == 0
    assert shop.holding(product, late).units > 0


@pytest.mark.parametrize("mode", ["more", "leave_out"])
def test_a_line_that_is_not_what_we_reckon_is_not_paid_and_the_others_are(shop: Shop, mode: str) -> None:
    product = shop.product()
    one, other = holders(shop, product, 2)
    dividend(product, MARCH_4, MARCH_4)
    tell(one.person_id.hex, mode)
    before = [shop.balance(who) for who in (one, other)]
    assert shop.morning(MARCH_5)
    assert [payout(product, who).state for who in (one, other)] == ["DISPUTED", "PAID"]
    assert [shop.balance(who) - was > 0 for who, was in zip((one, other), before, strict=True)] == [False, True]
    (case,) = Case.objects.system("test").filter(kind="shenhuobao.payout")
    assert case.subject_id == payout(product, one).pk


def test_a_choice_that_the_agent_does_not_know_is_a_case(shop: Shop) -> None:
    """Ours is kept; the agent's file goes by another one."""
    product = shop.product()
    (who,) = holders(shop, product, 1)
    dividend(product, MARCH_4, MARCH_4)
    choose(shop, product, who, "REINVEST")
    from apps.shenhuobao.models import DividendChoice

    DividendChoice.objects.system("test").update(dispatch=None, chosen_at=shop.now.business_at)
    content = {
        "day": "2026-03-04", "count": 1, "total": 100,
        "lines": [{"product": product.code, "kind": "DIVIDEND", "holder": who.person_id.hex, "mode": "CASH",
                   "units": str(shop.holding(product, who).units), "nav": "1.0000", "cash": 100, "added": "0.00"}],
    }  # fmt: skip
    tell("distributions", "mute")
    assert not shop.morning(MARCH_5)
    assert distributions_apply(agent=TA, day=MARCH_4, content=content, now=shop.now)
    assert payout(product, who).state == "DISPUTED"


@pytest.mark.parametrize("mode", ["wrong_total", "wrong_count", "missing_line", "wrong_day"])
def test_payouts_that_do_not_add_up_are_refused_whole_until_a_right_file_comes(shop: Shop, mode: str) -> None:
    product = shop.product()
    holders(shop, product, 2)
    dividend(product, MARCH_4, MARCH_4)
    tell("distributions", mode)
    assert not shop.morning(MARCH_5)
    assert not Payout.objects.system("test").exists()
    assert shop.morning(MARCH_5)
    assert set(Payout.objects.system("test").values_list("state", flat=True)) == {"PAID"}


def test_payouts_that_come_twice_or_late_change_nothing_twice(shop: Shop) -> None:
    """The days after it wait for the one that is missing; the same file again, and another one, change nothing."""
    product = shop.product()
    (who,) = holders(shop, product, 1)
    dividend(product, MARCH_4, MARCH_4)
    bought = shop.stage.house.staff[1]
    shop.at(MARCH_4)
    shop.buy(product, bought, 10_000_00)
    shop.cut_off()
    tell("distributions", "mute", times=2)
    assert not shop.morning(MARCH_5)
    assert not shop.morning(MARCH_6)
    assert not Payout.objects.system("test").exists()
    assert shop.morning(MARCH_6)
    assert Payout.objects.system("test").count() == 1
    before = shop.balance(who)
    content = TaFile.objects.get(kind="DISTRIBUTIONS").content
    assert distributions_apply(agent=TA, day=MARCH_4, content=content, now=shop.now)
    other = content | {"total": 0, "count": 0, "lines": []}
    assert distributions_apply(agent=TA, day=MARCH_4, content=other, now=shop.now)
    assert (shop.balance(who), Payout.objects.system("test").count()) == (before, 1)
    assert Case.objects.system("test").filter(kind="shenhuobao.file").count() == 1


def test_a_dividend_that_is_announced_differently_is_refused(shop: Shop) -> None:
    product = shop.product()
    holders(shop, product, 1)
    dividend(product, MARCH_5, MARCH_6)
    assert shop.morning(MARCH_4)
    Distribution.objects.update(per_unit="0.02")
    assert not shop.morning(MARCH_5)
    assert "分红公告与此前不一致" in TaFile.objects.get(state="REFUSED").faults[0]


def test_on_the_phone_a_dividend_is_announced_chosen_for_and_seen(shop: Shop) -> None:
    product = shop.product()
    (who,) = holders(shop, product, 1)
    dividend(product, MARCH_4, MARCH_4)
    assert shop.morning(MARCH_4)
    phone, holding = Phone.of(shop.stage, who), shop.holding(product, who)
    page = phone.text(reverse("mobile:product", args=[product.pk]))
    assert "分红公告" in page and "0.012345" in page and "已公告" in page
    url = reverse("mobile:dividend_choose", args=[holding.pk])
    assert "现金分红" in phone.text(reverse("mobile:position", args=[holding.pk])) and url in phone.text(
        reverse("mobile:position", args=[holding.pk])
    )
    form = phone.hidden(url) | {"mode": "REINVEST"}
    assert phone.post(url, form).status_code == 302
    assert "红利再投资" in phone.text(reverse("mobile:position", args=[holding.pk]))
    assert "还没有分红和兑付" in phone.text(reverse("mobile:payout_list"))
    shop.cut_off()
    assert shop.morning(MARCH_5)
    assert f"+{payout(product, who).added} 份" in phone.text(reverse("mobile:payout_list"))
    stranger = Phone.of(shop.stage, shop.stage.house.staff[1])
    assert stranger.get(url).status_code == 404
    assert str(payout(product, who).pk) not in stranger.text(reverse("mobile:payout_list"))


def test_of_cash_management_nobody_chooses(shop: Shop) -> None:
    product = shop.product("CASH")
    (who,) = holders(shop, product, 1)
    assert refused(choose, shop, product, who, "CASH") == "ALWAYS_REINVESTED"
    fund = shop.product()
    shop.bought(fund, who, 1_000_00, on=MARCH_3, confirmed=MARCH_4)
    assert refused(choose, shop, fund, who, "BOTH") == "E_MODE"


# ---- maturity

TERM: dict[str, Any] = {"sale_until": MARCH_2, "value_date": MARCH_3, "maturity_date": date(2026, 3, 7)}  # a Saturday


def turn(shop: Shop, day: date) -> None:
    shop.at(day)
    with transaction.atomic():
        products_turn(day=day, now=shop.now)


def matured(shop: Shop, count: int) -> tuple[Product, list[Colleague]]:
    """A fixed term whose maturity date has come."""
    product = shop.product("FIXED_TERM", **TERM)
    staff = holders(shop, product, count)
    for day in (MARCH_3, date(2026, 3, 7)):
        turn(shop, day)
    product.refresh_from_db()
    assert product.state == "MATURED"
    return product, staff


def test_a_fixed_term_pays_principal_and_income_to_every_holder_and_ends(shop: Shop) -> None:
    product, staff = matured(shop, 3)
    before = [shop.balance(who) for who in staff]
    units = [shop.holding(product, who).units for who in staff]
    assert Distribution.objects.get().ex_on == date(2026, 3, 9), "the trading day from the maturity date on"
    assert shop.morning(date(2026, 3, 9))
    assert not Payout.objects.system("test").exists()
    assert shop.morning(date(2026, 3, 10))
    price = Fraction(nav(product, date(2026, 3, 9)))
    due = [rounded(Fraction(one) * price * 100) for one in units]
    assert [shop.balance(who) for who in staff] == [was + fen for was, fen in zip(before, due, strict=True)]
    assert {shop.holding(product, who).units for who in staff} == {0}
    assert {shop.holding(product, who).cost_fen for who in staff} == {0}
    product.refresh_from_db()
    assert (product.state, product.ended_at is not None) == ("ENDED", True)
    work()
    titles = list(Notice.objects.system("test").filter(kind="shenhuobao.payout").values_list("title", flat=True))
    assert titles == ["理财到期兑付已到账"] * 3
    assert shop.morning(date(2026, 3, 12)), "nothing is asked of what has ended"


def test_while_one_holder_waits_the_product_does_not_end(shop: Shop) -> None:
    product, (one, other) = matured(shop, 2)
    tell(one.person_id.hex, "more")
    assert shop.morning(date(2026, 3, 10))
    product.refresh_from_db()
    assert product.state == "MATURED"
    assert (shop.holding(product, one).units > 0, shop.holding(product, other).units) == (True, 0)


def test_an_account_that_takes_nothing_leaves_the_money_in_transit(shop: Shop) -> None:
    product, (one, other) = matured(shop, 2)
    shop.at(date(2026, 3, 9))
    drained = ledger.balance(one.ledger_id)
    with transaction.atomic():
        ledger.post(
            key="drain", kind="tests.drain", summary="转出",
            legs=[(one.ledger_id, -drained), (other.ledger_id, drained)], now=shop.now,
        )  # fmt: skip
        ledger.close_account(one.ledger_id, now=shop.now, interest_to=other.ledger_id)
    assert shop.morning(date(2026, 3, 10))
    assert [payout(product, who).state for who in (one, other)] == ["RETURNED", "PAID"]
    with transaction.atomic():
        account = ledger.open_account(
            owner_kind="shenhuobao.distribution", owner_id=Distribution.objects.get().pk, gl_code="2241.06",
            on=shop.now.business_date,
        )  # fmt: skip
    assert ledger.balance(account) == payout(product, one).cash_fen > 0
    product.refresh_from_db()
    assert product.state == "ENDED"


def test_three_days_before_a_maturity_its_holders_are_told_once(shop: Shop) -> None:
    product = shop.product("FIXED_TERM", **TERM | {"maturity_date": date(2026, 3, 20)})
    (who,) = holders(shop, product, 1)
    turn(shop, MARCH_3)
    for day, count in ((16, 0), (17, 1), (18, 1), (19, 1), (20, 0)):
        with transaction.atomic():
            assert maturities_remind(day=date(2026, 3, day), now=shop.now) == count
    (notice,) = Notice.objects.system("test").filter(title="您持有的理财产品即将到期")
    assert notice.person_id == who.person_id and "2026-03-20" in notice.body
