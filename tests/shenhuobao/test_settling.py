"""What waits because the agent says otherwise: two people of the bank decide, with evidence, and the books follow."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.cases import api as cases
from apps.cases.models import Case
from apps.cases.selectors import case_for_staff
from apps.cases.services import case_work as work
from apps.core import clock
from apps.core.errors import Conflict, Forbidden
from apps.identity import api as identity
from apps.shenhuobao.models import Lot, Order, Product
from apps.shenhuobao.selectors.agent_desk import stuck_orders, stuck_payouts
from apps.shenhuobao.services.confirmations_apply import confirmations_apply
from apps.shenhuobao.services.dispatch_send import dispatch_note
from apps.shenhuobao.services.prices_apply import prices_apply
from fixtures.world import World
from tests.daifutong.cast import Colleague

from .cast import Shop, nav, tell
from .market import rounded
from .test_conversions import convert, held
from .test_distributions import dividend, holders, matured, payout
from .test_large_redemption import asked
from .test_wealth import browser, read

MARCH_2, MARCH_3, MARCH_4, MARCH_5, MARCH_6, MARCH_9, MARCH_10 = (date(2026, 3, day) for day in (2, 3, 4, 5, 6, 9, 10))
MAKER, CHECKER = "operator", "approver"


@pytest.fixture(autouse=True)
def agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The step-up of the second person has tests of its own (tests/cases)."""
    monkeypatch.setattr(identity, "require_step_up", lambda **asked: None)


def case_of(subject_id: UUID) -> Case:
    return Case.objects.system("test").get(subject_id=subject_id)


def propose(shop: Shop, subject_id: UUID, way: str) -> Case:
    case, maker = case_of(subject_id), shop.stage.actor(MAKER)
    if case.state == "OPEN":
        work.case_take(case_id=case.pk, actor=maker, now=shop.now)
    text = "登记机构更正函 2026-03-03 第 7 号"
    work.case_propose(case_id=case.pk, remedy=way, text=text, actor=maker, now=shop.now)
    return case


def decide(shop: Shop, subject_id: UUID, way: str) -> None:
    case = propose(shop, subject_id, way)
    sheet = case_for_staff(shop.stage.actor(CHECKER), case.pk)
    assert sheet is not None
    work.case_approve(case_id=case.pk, digest=sheet.digest, actor=shop.stage.actor(CHECKER), now=shop.now)


def confirmed_wrong(shop: Shop, order: Order, dispatch: Any, **said: Any) -> None:
    """The agent's file of an order alone, with figures that are not ours."""
    line = {"order": order.reference, "result": "CONFIRMED", "code": ""} | said
    content = {"day": str(order.trade_date), "count": 1, "total": line["amount"], "lines": [line]}
    dispatch_note(dispatch_id=dispatch.pk, name="take", now=shop.now)
    assert confirmations_apply(dispatch_id=dispatch.pk, content=content, now=shop.now)


def bought_wrong(shop: Shop) -> tuple[Product, Colleague, Order]:
    """10,000.00 are bought for a fee of 3.00 which the product does not have: 9,997.00 at 1.0000."""
    product, who = shop.product(), shop.stage.house.staff[0]
    shop.at(MARCH_2)
    answer = shop.buy(product, who, 10_000_00)
    (dispatch,) = shop.cut_off()
    shop.morning(MARCH_2)
    shop.at(MARCH_3)
    confirmed_wrong(shop, shop.order(answer), dispatch, amount=10_000_00, fee=3_00, nav="1.0000", units="9997.00")
    return product, who, shop.order(answer)


@pytest.mark.parametrize("way", ["theirs", "none"])
def test_a_purchase_is_booked_as_the_agent_says_or_given_back(shop: Shop, way: str) -> None:
    product, who, order = bought_wrong(shop)
    assert (order.state, order.outcome) == ("SENT_TA", "MISMATCH")
    decide(shop, order.pk, way)
    order.refresh_from_db()
    free = 1_000_000_00 - (10_000_00 if way == "theirs" else 0)
    assert (order.state, order.settled_as, shop.balance(who)) == (
        "DONE" if way == "theirs" else "REJECTED", way.upper(), free,
    )  # fmt: skip
    if way == "theirs":
        assert (shop.holding(product, who).units, order.fee_fen) == (Decimal("9997.00"), 3_00)
    else:
        assert Product.objects.get(pk=product.pk).sold_fen == 0
    (row,) = AuditRow.objects.system("test").filter(action="shenhuobao.order.settled")
    case = case_of(order.pk)
    assert (row.detail["case"], row.detail["way"]) == (str(case.pk), way.upper())
    assert (case.state, case.resolution) == ("CLOSED", "登记机构更正函 2026-03-03 第 7 号")
    assert stuck_orders(shop.stage.actor(MAKER)) == ()


def test_a_purchase_is_booked_as_we_reckon_at_our_value(shop: Shop) -> None:
    product, who, order = bought_wrong(shop)
    with pytest.raises(Conflict) as refused:
        decide(shop, order.pk, "ours")  # nothing is known of the day yet
    assert refused.value.code == "NO_PRICE"
    assert shop.morning(MARCH_3)
    case = case_of(order.pk)
    checker = shop.stage.actor(CHECKER)
    sheet = case_for_staff(checker, case.pk)
    assert sheet is not None
    said = {pair.label: pair.value for pair in sheet.evidence}
    assert said["登记机构确认"] == "净值 1.0000,10,000.00 元,费 3.00 元,9,997.00 份"
    value = nav(product, MARCH_2)
    units = Decimal(int(Decimal(10_000) / value * 100)) / 100
    assert said["本行计算"] == f"净值 {value},10,000.00 元,费 0.00 元,{units:,.2f} 份"
    with pytest.raises(Forbidden):
        maker = shop.stage.actor(MAKER)
        work.case_approve(case_id=case.pk, digest=sheet.digest, actor=maker, now=shop.now)
    work.case_approve(case_id=case.pk, digest=sheet.digest, actor=checker, now=shop.now)
    assert shop.holding(product, who).units == units
    assert Lot.objects.system("test").get().acquired_on == MARCH_3


@pytest.mark.parametrize("way", ["ours", "theirs"])
def test_a_redemption_that_waited_is_paid_by_itself_on_the_next_morning(shop: Shop, way: str) -> None:
    """Its fellow of the same dispatch and day has been paid before."""
    product = shop.product()
    one, other = holders(shop, product, 2)
    shop.at(MARCH_3)
    wrong, right = (shop.redeem(product, who, "1000.00") for who in (one, other))
    (dispatch,) = shop.cut_off()
    assert shop.morning(MARCH_3)
    shop.at(MARCH_4)
    value = nav(product, MARCH_3)
    fen = int(value * 100_000)
    line = {"result": "CONFIRMED", "nav": str(value), "fee": 0, "units": "1000.00", "code": ""}
    lines = [line | {"order": shop.order(wrong).reference, "amount": fen - 5},
             line | {"order": shop.order(right).reference, "amount": fen}]  # fmt: skip
    told = {"product": product.code, "nav": str(value), "income_per_10k": None}
    prices = {"day": "2026-03-03", "count": 1, "lines": [told]}
    assert prices_apply(agent="TA01", day=MARCH_3, content=prices, now=shop.now)
    dispatch_note(dispatch_id=dispatch.pk, name="take", now=shop.now)
    content = {"day": "2026-03-03", "count": 2, "total": 2 * fen - 5, "lines": lines}
    assert confirmations_apply(dispatch_id=dispatch.pk, content=content, now=shop.now)
    assert (shop.order(wrong).outcome, shop.order(right).state) == ("MISMATCH", "CONFIRMED")
    before = shop.balance(one)
    assert shop.morning(MARCH_5)
    assert shop.order(right).state == "DONE"
    decide(shop, shop.order(wrong).pk, way)
    assert (shop.order(wrong).state, shop.holding(product, one).aside) == ("CONFIRMED", 0)
    assert shop.morning(MARCH_6)
    assert shop.order(wrong).state == "DONE"
    assert shop.balance(one) - before == (fen if way == "ours" else fen - 5)


def test_an_unfair_fill_is_settled_line_by_line_and_its_rest_is_asked_for_today(shop: Shop) -> None:
    _, _, answers = asked(shop, count=3)
    shop.cut_off()
    tell(shop.order(answers[0]).reference, "half")
    assert shop.morning(MARCH_5)
    assert {shop.order(answer).outcome for answer in answers} == {"UNFAIR"}
    shop.at(MARCH_9)
    for answer in answers:
        decide(shop, shop.order(answer).pk, "theirs")
    parts = [shop.order(answer) for answer in answers[:-1]]  # the last one gave up what is left
    assert {part.state for part in parts} == {"PART"}
    rests = [Order.objects.system("test").get(carries=part) for part in parts]
    assert {rest.trade_date for rest in rests} == {MARCH_9}
    assert [part.filled_units + rest.units for part, rest in zip(parts, rests, strict=True)] == [9_000, 9_000]


@pytest.mark.parametrize(
    ("mode", "way", "more"), [("more", "ours", 0), ("more", "theirs", 1), ("leave_out", "ours", 0)]
)
def test_a_disputed_payout_is_paid_as_two_people_find(shop: Shop, mode: str, way: str, more: int) -> None:
    product = shop.product()
    one, _ = holders(shop, product, 2)
    dividend(product, MARCH_4, MARCH_4)
    tell(one.person_id.hex, mode)
    before = shop.balance(one)
    assert shop.morning(MARCH_5)
    waiting = payout(product, one)
    assert (waiting.state, shop.balance(one)) == ("DISPUTED", before)
    (line,) = stuck_payouts(shop.stage.actor(MAKER))
    assert line.case_id == case_of(waiting.pk).pk
    decide(shop, waiting.pk, way)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.settled_as) == ("PAID", way.upper())
    assert shop.balance(one) - before == waiting.cash_fen == waiting.due_fen
    assert waiting.due_fen == round(waiting.units * Decimal("0.012345") * 100) + more
    assert stuck_payouts(shop.stage.actor(MAKER)) == ()


def test_a_payout_that_nobody_was_due_is_closed_without_money(shop: Shop) -> None:
    product = shop.product()
    (one,) = holders(shop, product, 1)
    dividend(product, MARCH_4, MARCH_4)
    tell(one.person_id.hex, "leave_out")
    before = shop.balance(one)
    assert shop.morning(MARCH_5)
    waiting = payout(product, one)
    with pytest.raises(Conflict) as refused:
        decide(shop, waiting.pk, "theirs")
    assert refused.value.code == "NO_LINE"
    work.case_return(
        case_id=case_of(waiting.pk).pk, text="登记机构没有这一笔", actor=shop.stage.actor(CHECKER), now=shop.now
    )
    decide(shop, waiting.pk, "none")
    assert (payout(product, one).state, shop.balance(one)) == ("VOIDED", before)


@pytest.mark.parametrize("way", ["ours", "theirs"])
def test_a_maturity_in_dispute_takes_all_units_and_ends_the_product(shop: Shop, way: str) -> None:
    product, (who,) = matured(shop, 1)
    shop.morning(MARCH_9)
    tell(who.person_id.hex, "more")
    before = shop.balance(who)
    assert shop.morning(MARCH_10)
    waiting = payout(product, who)
    assert (waiting.state, Product.objects.get(pk=product.pk).state) == ("DISPUTED", "MATURED")
    with pytest.raises(Conflict) as refused:
        decide(shop, waiting.pk, "none")
    assert refused.value.code == "MATURITY"
    case = case_of(waiting.pk)
    work.case_return(case_id=case.pk, text="份额须兑付", actor=shop.stage.actor(CHECKER), now=shop.now)
    decide(shop, waiting.pk, way)
    due = rounded(Fraction(waiting.units) * Fraction(nav(product, MARCH_9)) * 100) + (way == "theirs")
    assert (shop.holding(product, who).units, shop.balance(who) - before) == (0, due)
    assert Product.objects.get(pk=product.pk).state == "ENDED"


def test_a_quick_redemption_that_the_agent_refused_cannot_be_given_back(shop: Shop) -> None:
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    shop.bought(product, who, 30_000_00, on=MARCH_2, confirmed=MARCH_3)
    order = shop.order(shop.quick(product, who, "6000.00"))
    shop.cut_off()
    tell(order.reference, "reject")
    assert shop.morning(MARCH_4)
    with pytest.raises(Conflict) as refused:
        decide(shop, order.pk, "none")
    assert refused.value.code == "PAID_ALREADY"
    case = case_of(order.pk)
    work.case_return(case_id=case.pk, text="款项已付", actor=shop.stage.actor(CHECKER), now=shop.now)
    decide(shop, order.pk, "ours")
    order.refresh_from_db()
    assert (order.state, order.filled_fen) == ("DONE", 6_000_00)  # and the advance is back: `advances_owed`


@pytest.mark.parametrize("way", ["ours", "theirs"])
def test_a_conversion_in_dispute_is_settled_with_both_legs(shop: Shop, way: str) -> None:
    source, target = shop.product(), shop.product()
    who = held(shop, source)
    order = shop.order(convert(shop, source, target, who, "100.00"))
    shop.cut_off()
    values = [nav(one, MARCH_3) for one in (source, target)]
    told = [{"product": one.code, "nav": str(value), "income_per_10k": None}
            for one, value in zip((source, target), (values[0], values[1] + 1), strict=True)]  # fmt: skip
    assert prices_apply(
        agent="TA01", day=MARCH_3, content={"day": "2026-03-03", "count": 2, "lines": told}, now=shop.now
    )
    assert shop.morning(MARCH_4)
    assert Order.objects.system("test").get(pk=order.pk).outcome == "MISMATCH"
    decide(shop, order.pk, way)
    gross = rounded(100 * Fraction(values[0]) * 100)
    value = values[1] + (1 if way == "ours" else 0)
    units = Decimal(int(Fraction(gross) / Fraction(value))) / 100
    assert (shop.holding(source, who).aside, shop.holding(target, who).units) == (0, units)


@pytest.mark.django_db
def test_what_waits_is_a_link_to_its_own_case(world: World) -> None:
    order = Order.objects.system("test").filter(state="DONE").order_by("reference").first()
    assert order is not None
    Order.objects.system("test").filter(pk=order.pk).update(state="PART", outcome="RETURNED")
    case_id = cases.open_case(
        kind="shenhuobao.returned", subject_kind="shenhuobao.order", subject_id=order.pk, title="款项", detail="款项",
        unit_path="/head/", key="t", now=clock.read(),
    )  # fmt: skip
    assert f'/console/cases/{case_id}/">{order.reference}' in read(
        browser("bank_operator"), "/console/wealth/exceptions/"
    )
