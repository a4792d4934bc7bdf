"""From the word of a customer to units and back, over the books and the agent (WM-7 to WM-11, WM-14)."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.db import transaction

from apps.core import bankday, jobs
from apps.core.errors import AppError
from apps.core.models import Job
from apps.ledger import api as ledger
from apps.ledger.models import Journal
from apps.shenhuobao.models import Dispatch, Order, Product
from apps.shenhuobao.services import agent_day_run, dispatch_make
from apps.shenhuobao.services.agent_days_open import agent_days_open
from apps.shenhuobao.services.day_orders_close import agents_settle
from apps.shenhuobao.services.prices_apply import prices_apply
from tests.tongxinbao.cast import clock_at

from .cast import Shop, nav, tell

MARCH_2, MARCH_3, MARCH_4 = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


def refused(deed, *args, **kwargs) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(AppError) as caught:
        deed(*args, **kwargs)
    return caught.value.code


def test_a_purchase_holds_the_money_and_becomes_units_on_the_next_trading_day(shop: Shop) -> None:
    product, who = shop.product(purchase_fee=Decimal("0.30")), shop.stage.house.staff[0]
    before = shop.balance(who)
    answer = shop.buy(product, who, 50_000_00)
    assert answer.state == "HELD"
    assert (shop.balance(who), ledger.available(who.ledger_id, now=shop.now)) == (before, before - 50_000_00)
    shop.cut_off()
    assert shop.order(answer).state == "SENT_TA"
    assert shop.morning(MARCH_3)
    order = shop.order(answer)
    price = nav(product, MARCH_2)
    assert (order.state, order.nav, order.filled_fen, order.fee_fen) == ("DONE", price, 50_000_00, 149_55)
    assert order.filled_units == (Decimal("49850.45") / price).quantize(Decimal("0.01"), "ROUND_FLOOR")
    assert shop.balance(who) == before - 50_000_00
    holding = shop.holding(product, who)
    assert (holding.units, holding.cost_fen) == (order.filled_units, 50_000_00)


def test_a_redemption_is_priced_at_t_and_paid_on_its_day(shop: Shop) -> None:
    product, who = shop.product(redemption_fees=[[7, "0.50"], [30, "0.10"]], cash_days=2), shop.stage.house.staff[0]
    shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    before = shop.balance(who)
    answer = shop.redeem(product, who, "20000.00")
    assert shop.holding(product, who).aside == Decimal("20000.00")
    shop.cut_off()
    assert shop.morning(MARCH_4)
    order = shop.order(answer)
    gross = (Decimal(20_000) * nav(product, MARCH_3)).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    fee = (gross * Decimal("0.005")).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert (order.state, order.fee_fen, order.filled_fen) == ("CONFIRMED", fee * 100, (gross - fee) * 100)
    assert shop.balance(who) == before
    assert shop.morning(date(2026, 3, 5))
    assert shop.order(answer).state == "DONE"
    assert shop.balance(who) == before + (gross - fee) * 100


def test_an_order_is_cancelled_strictly_before_the_cut_off(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    first, second = shop.buy(product, who, 1_000_00), shop.buy(product, who, 2_000_00)
    shop.at(MARCH_2, time(14, 59, 59))
    assert shop.cancel(first.order_id, who).state == "CANCELLED"
    assert ledger.available(who.ledger_id, now=shop.now) == shop.balance(who) - 2_000_00
    shop.at(MARCH_2, time(15))
    assert refused(shop.cancel, second.order_id, who) == "CUT_OFF"
    assert refused(shop.cancel, second.order_id, shop.stage.house.staff[1]) == "NOT_FOUND"
    assert Product.objects.get(pk=product.pk).sold_fen == 2_000_00


def test_an_order_after_the_cut_off_is_of_the_next_trading_day(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    shop.at(date(2026, 2, 13), time(14, 59, 59))
    early = shop.order(shop.buy(product, who, 1_000_00))
    shop.at(date(2026, 2, 13), time(15))
    late = shop.order(shop.buy(product, who, 1_000_00))
    assert (early.trade_date, early.confirm_date) == (date(2026, 2, 13), date(2026, 2, 24))
    assert (late.trade_date, late.confirm_date) == (date(2026, 2, 24), date(2026, 2, 25))


def test_the_round_of_a_new_day_leaves_the_orders_of_one_that_is_being_closed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Late in the evening the next day is open while this one is still being closed: its orders are of this one."""
    product, buyer = shop.product(), shop.stage.house.staff[0]
    shop.buy(product, buyer, 1_000_00)
    shop.at(date(2026, 3, 3), time(22, 30))
    monkeypatch.setattr(dispatch_make, "closing_day", lambda: date(2026, 3, 2))
    with transaction.atomic():
        dispatch_make.dispatches_tick(now=shop.now)
    assert not Dispatch.objects.exists()
    monkeypatch.setattr(dispatch_make, "closing_day", lambda: None)
    with transaction.atomic():
        dispatch_make.dispatches_tick(now=shop.now)
    assert Dispatch.objects.count() == 1
    shop.stage.hour = time(10)


def test_a_morning_begins_when_the_day_before_is_closed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The close makes the last dispatch of its day: a morning that ran before it would never ask for its answer."""
    product, buyer = shop.product(), shop.stage.house.staff[0]
    answer = shop.buy(product, buyer, 1_000_00)
    shop.at(MARCH_3)
    with transaction.atomic():
        agent_days_open(day=MARCH_3)
    monkeypatch.setattr(agent_day_run, "closing_day", lambda: MARCH_2)
    waiting = Job.objects.get(kind=agent_day_run.AGENT_DAY_JOB)
    with clock_at(shop.stage):
        jobs.run(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.state == "DUE"
        with transaction.atomic():
            dispatch_make.dispatches_make(MARCH_2, shop.now)
        monkeypatch.setattr(agent_day_run, "closing_day", lambda: None)
        jobs.run(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, shop.order(answer).state) == ("DONE", "DONE")


def test_what_the_close_still_gets_is_booked_on_the_open_day(shop: Shop) -> None:
    product, buyer = shop.product(), shop.stage.house.staff[0]
    answer = shop.buy(product, buyer, 1_000_00)
    shop.cut_off()
    shop.at(MARCH_3)
    with transaction.atomic():
        bankday.cut_off(shop.now)
    with clock_at(shop.stage):
        agents_settle()
    assert shop.order(answer).state == "DONE"
    assert set(Journal.objects.filter(kind="shenhuobao.remit").values_list("business_date", flat=True)) == {MARCH_4}


def test_who_has_too_little_money_has_an_order_that_failed_and_no_quota_is_taken(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    answer = shop.buy(product, who, shop.balance(who) + 1)
    assert (answer.state, answer.outcome) == ("FAILED", "BALANCE")
    assert Product.objects.get(pk=product.pk).sold_fen == 0


@pytest.mark.parametrize(
    ("terms", "fen", "code"),
    [
        ({"first_min_fen": 1_000_00}, 999_00, "E_AMOUNT"),
        ({"step_fen": 100_00}, 150_00, "E_AMOUNT"),
        ({"person_max_fen": 1_000_00}, 1_000_01, "PERSON_MAX"),
        ({"quota_fen": 1_000_00}, 1_000_01, "QUOTA"),
        ({"seller_rating": 4}, 1_000_00, "NOT_SUITABLE"),
    ],
)
def test_what_is_not_allowed_is_refused_and_leaves_no_trace(shop: Shop, terms: dict, fen: int, code: str) -> None:
    product, who = shop.product(**terms), shop.stage.house.staff[0]
    assert refused(shop.buy, product, who, fen) == code
    assert not Order.objects.system("test").exists()


def test_the_papers_have_to_be_read_and_be_those_of_today(shop: Shop) -> None:
    from dataclasses import replace

    product, who = shop.product(), shop.stage.house.staff[0]
    assert refused(shop.buy, product, who, 1_00, reading=shop.reading(seconds=2)) == "READ_FIRST"
    other = replace(shop.reading(), prospectus_hash="0" * 64)
    assert refused(shop.buy, product, who, 1_00, reading=other) == "PAPERS_CHANGED"


def test_quick_redemptions_are_paid_at_once_up_to_10000_a_person_product_and_day(shop: Shop) -> None:
    """AT-15."""
    product, other, who = shop.product("CASH"), shop.product("CASH"), shop.stage.house.staff[0]
    shop.at(MARCH_2)
    for one in (product, other):
        shop.buy(one, who, 30_000_00)
    shop.cut_off()
    assert shop.morning(MARCH_3)
    before = shop.balance(who)
    assert shop.quick(product, who, "6000.00").state == "HELD"
    shop.quick(product, who, "4000.00")
    assert shop.balance(who) == before + 10_000_00
    assert refused(shop.quick, product, who, "0.01") == "QUICK_LIMIT"
    shop.quick(other, who, "10000.00")
    shop.at(MARCH_3, time(23, 59, 59))
    assert refused(shop.quick, product, who, "0.01") == "QUICK_LIMIT"
    shop.at(MARCH_4, time(0))
    shop.quick(product, who, "0.01")


def test_the_advance_comes_back_from_the_agent(shop: Shop) -> None:
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    answer = shop.quick(product, who, "6000.00")
    owed = ledger.house_account("3001.06")
    before = ledger.balance(owed)
    shop.cut_off()
    assert shop.morning(MARCH_4)
    assert shop.order(answer).state == "DONE"
    assert ledger.balance(owed) - before == -6_000_00
    assert shop.holding(product, who).units > Decimal("24000.00")  # and a day's income


def test_a_partly_filled_redemption_carries_the_rest_to_the_next_day(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    answer = shop.redeem(product, who, "10000.00")
    shop.cut_off()
    tell(shop.order(answer).reference, "half")
    assert shop.morning(MARCH_4)
    order = shop.order(answer)
    rest = Order.objects.system("test").get(carries=order)
    assert (order.filled_units, rest.units, rest.trade_date, rest.state) == (5_000, 5_000, MARCH_4, "HELD")
    assert shop.holding(product, who).aside == 5_000
    shop.cut_off()
    assert shop.morning(date(2026, 3, 5))
    rest.refresh_from_db()
    assert (rest.state, shop.holding(product, who).aside) == ("DONE", 0)


def test_a_rest_that_is_given_up_is_free_again(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    units = shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3).units
    answer = shop.redeem(product, who, "10000.00", cancels_rest=True)
    shop.cut_off()
    tell(shop.order(answer).reference, "half")
    assert shop.morning(MARCH_4)
    holding = shop.holding(product, who)
    assert (holding.units, holding.aside) == (units - 5_000, 0)
    assert not Order.objects.system("test").filter(carries__isnull=False).exists()


def test_a_purchase_in_part_gives_the_rest_of_the_hold_back(shop: Shop) -> None:
    product, who = shop.product(quota_fen=100_000_00), shop.stage.house.staff[0]
    before = shop.balance(who)
    answer = shop.buy(product, who, 10_000_00)
    shop.cut_off()
    tell(shop.order(answer).reference, "half")
    assert shop.morning(MARCH_3)
    assert (shop.order(answer).state, shop.order(answer).filled_fen) == ("DONE", 5_000_00)
    assert shop.balance(who) == ledger.available(who.ledger_id, now=shop.now) == before - 5_000_00
    assert Product.objects.get(pk=product.pk).sold_fen == 5_000_00


def test_what_the_agent_rejects_is_given_back(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    before = ledger.available(who.ledger_id, now=shop.now)
    bought, back = shop.buy(product, who, 10_000_00), shop.redeem(product, who, "100.00")
    shop.cut_off()
    tell(product.code, "reject", times=2)
    assert shop.morning(MARCH_4)
    assert [shop.order(one).state for one in (bought, back)] == ["REJECTED", "REJECTED"]
    assert ledger.available(who.ledger_id, now=shop.now) == before
    assert shop.holding(product, who).aside == 0


def test_units_that_are_too_young_or_not_there_are_not_redeemed(shop: Shop) -> None:
    product, who = shop.product(min_holding_days=7), shop.stage.house.staff[0]
    units = shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3).units
    assert refused(shop.redeem, product, who, "1.00") == "E_UNITS"
    shop.at(date(2026, 3, 10))
    assert refused(shop.redeem, product, who, str(units + 1)) == "E_UNITS"
    assert shop.redeem(product, who, str(units)).state == "HELD"
    assert refused(shop.redeem, product, who, "0.01") == "E_UNITS"


# ---- the agent's files


def test_a_dispatch_without_an_answer_is_asked_after_and_counts_once(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    answer = shop.buy(product, who, 10_000_00)
    shop.cut_off()
    tell("take", "mute")
    assert shop.morning(MARCH_3)
    assert shop.order(answer).state == "DONE"


def test_a_dispatch_that_never_came_is_sent_again_under_its_reference(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    answer = shop.buy(product, who, 10_000_00)
    shop.cut_off()
    tell("take", "lose")
    assert not shop.morning(MARCH_3)  # in doubt, asked after, unknown: made anew
    assert shop.morning(MARCH_3)
    assert shop.order(answer).state == "DONE"


@pytest.mark.parametrize("mode", ["wrong_total", "wrong_count", "missing_line", "wrong_day"])
def test_confirmations_that_do_not_add_up_are_refused_whole_until_a_right_file_comes(shop: Shop, mode: str) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    answers = [shop.buy(product, who, 10_000_00) for _ in range(2)]
    shop.cut_off()
    tell("confirmations", mode)
    assert not shop.morning(MARCH_3)
    assert {shop.order(answer).state for answer in answers} == {"SENT_TA"}
    assert shop.morning(MARCH_3)
    assert {shop.order(answer).state for answer in answers} == {"DONE"}


def test_a_file_that_comes_twice_changes_nothing_and_days_are_taken_in_their_order(shop: Shop) -> None:
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    assert shop.morning(date(2026, 3, 9))  # the days between, one by one
    units = shop.holding(product, who).units
    assert shop.morning(date(2026, 3, 9))
    content = {
        "day": "2026-03-08",
        "count": 1,
        "lines": [{"product": product.code, "nav": "1.0000", "income_per_10k": "9.0000"}],
    }
    assert prices_apply(agent="TA01", day=date(2026, 3, 8), content=content, now=shop.now)  # another file: a case
    assert shop.holding(product, who).units == units
