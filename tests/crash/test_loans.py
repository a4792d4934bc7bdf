"""Kill −9 at every moment of 同心宝: an order, the close, the settlement, interest, repayment (TX-30).

At the very instant of a death all checks hold; whoever comes next brings it to the same end: no order and no payout is
lost, none is there twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction

from apps.bankaccounts import api as bankaccounts
from apps.core import clock
from apps.core.clock import SHANGHAI
from apps.core.errors import StepUpRequired
from apps.core.events import DayOpened
from apps.core.invariants import faults
from apps.core.models import IdempotencyRecord, Job
from apps.core.outbox import publish
from apps.core.testing import failpoints
from apps.corebank.adapters import exchange
from apps.corebank.models import LoanDisbursement
from apps.corebank.services.loans_fetch import loans_ask
from apps.identity.models import StepUp
from apps.ledger import api as ledger
from apps.ledger.contracts import HoldKind
from apps.tongxinbao.models import EntrustedAnswer, Holding, Issue, Order, Payout, PayoutLine
from apps.tongxinbao.services.dues_open import dues_open
from apps.tongxinbao.services.issue_settle import issue_settle
from apps.tongxinbao.services.order_place import order_place
from fixtures import reference
from tests.daifutong.cast import SYSTEM, House, work
from tests.tongxinbao.cast import Stage, build_stage, relax, stage_in
from tests.tongxinbao.lists import mandate, release, submitted

from .conftest import run, settle
from .points import (
    DEED_MOMENTS,
    LOAN_CLOSE_POINTS,
    LOAN_FEED_POINTS,
    LOAN_INTEREST_POINTS,
    LOAN_LIST_POINTS,
    LOAN_MIDNIGHT_POINTS,
    LOAN_REPAY_POINTS,
    LOAN_SETTLE_POINTS,
)

pytestmark = pytest.mark.slow
EACH = 100_000_000  # 分 that everybody has
INTEREST_DAY, END = date(2026, 5, 29), date(2026, 8, 31)


@pytest.fixture
def stage(transactional_db: None) -> Iterator[Stage]:
    reference.load()
    yield build_stage()
    assert list(faults()) == []


def alone() -> None:
    """What led here is another flow."""
    work()
    Job.objects.all().delete()


def state(issue: Issue) -> str:
    return Issue.objects.system("crash").get(pk=issue.pk).state


def all_done() -> bool:
    return not Job.objects.exclude(state="DONE").exists()


# ---- an order


@dataclass
class Asked:
    """An order that a person has confirmed and not yet placed; the program's words for it."""

    stage: Stage
    issue: Issue
    words: list[str]


def asked_order(stage: Stage) -> Asked:
    issue_id, who = stage.open(scale_fen=10_000_00), stage.house.staff[0]
    relax(issue_id)
    start = datetime.combine(stage.day, time(0), SHANGHAI)  # whatever hour it is where the program reads the clock
    Issue.objects.system("crash").filter(pk=issue_id).update(open_at=start, close_at=start + timedelta(days=5))
    actor, signing = stage.lender(who), stage.signing()
    words = ["order", *map(str, (issue_id, who.account_id, 1_000_00, signing.risk_hash, signing.terms_hash)),
             *map(str, (actor.person_id, actor.user_id, actor.enterprise_id, actor.device_id))]  # fmt: skip
    from .program import lender

    with pytest.raises(StepUpRequired) as wanted:
        order_place(
            issue_id=issue_id, account_id=who.account_id, fen=1_000_00, is_own_money=True, signing=signing,
            key="crash", actor=lender(*words[-4:]), now=clock.read(),
        )  # fmt: skip
    StepUp.objects.create(
        user_id=actor.user, digest=wanted.value.digest, method="PIN", at=clock.wall(),
        expires_at=clock.wall() + timedelta(minutes=5),
    )  # fmt: skip
    return Asked(stage, stage.issue(issue_id), words)


@pytest.mark.parametrize("moment", DEED_MOMENTS)
def test_an_order_is_whole_or_absent_and_its_key_answers_afterwards(stage: Stage, moment: str) -> None:
    asked = asked_order(stage)
    point = moment if moment == failpoints.KEY_WRITTEN else f"order_place.{moment}"
    ended = run(*asked.words, point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    stored = moment == "after_commit"
    orders = Order.objects.system("crash").filter(issue=asked.issue)
    assert list(orders.values_list("state", flat=True)) == ["HELD"] * stored
    assert IdempotencyRecord.objects.filter(key="crash").exists() == stored
    for _ in range(2):
        again = run(*asked.words)
        assert again.code == 0, again
    assert list(orders.values_list("state", "amount_fen")) == [("HELD", 1_000_00)]
    free = ledger.available(stage.house.staff[0].ledger_id, now=stage.now)
    assert (free, stage.issue(asked.issue.pk).taken_fen) == (EACH - 1_000_00, 1_000_00)


# ---- the feed of the bank's loans


def told_loans(_: object) -> None:
    """The bank has paid two loans out, and the job of the day is due."""
    loans = [
        {"reference": f"LN-{n}", "account": f"62170000000000000{n}", "amount": n, "paid_on": "2026-03-02"}
        for n in (1, 2)
    ]
    assert exchange("POST", "/sim/loans", {"loans": loans}).status == 200
    with transaction.atomic():
        loans_ask(now=clock.read())


@pytest.mark.parametrize("point", LOAN_FEED_POINTS)
def test_a_loan_is_kept_once(stage: Stage, simulator: object, point: str) -> None:
    told_loans(stage)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    kept = LoanDisbursement.objects.order_by("number").values_list("reference", "amount")
    assert list(kept) == [("LN-1", 1), ("LN-2", 2)]


# ---- the close


def full_issue(stage: Stage) -> Issue:
    """The last order has made it full: it closes."""
    issue_id = stage.open(scale_fen=10_000_00)
    relax(issue_id)
    stage.place(issue_id, stage.house.staff[0], 9_000_00)
    alone()
    stage.place(issue_id, stage.house.staff[1], 1_000_00)
    return stage.issue(issue_id)


@pytest.mark.parametrize("point", LOAN_CLOSE_POINTS)
def test_an_issue_that_is_full_closes_once(stage: Stage, point: str) -> None:
    issue = full_issue(stage)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert state(issue) == "CLOSED" and all_done()
    assert list(Order.objects.system("crash").order_by("number").values_list("state", "allotted_fen")) == [
        ("ALLOTTED", 9_000_00), ("ALLOTTED", 1_000_00)
    ]  # fmt: skip


# ---- a list by which the enterprise buys


def released_list(stage: Stage) -> Issue:
    """Two people in a list, of whom one has mandated it; nothing of it was placed yet."""
    issue_id, (first, second, *_) = stage.open(scale_fen=10_000_00), stage.house.staff
    relax(issue_id)
    mandate(stage, issue_id, first)
    list_id = submitted(stage, issue_id, [(first, "2000"), (second, "1000")])
    alone()
    start = datetime.combine(stage.day, time(0), SHANGHAI)  # whatever hour it is where the program reads the clock
    Issue.objects.system("crash").filter(pk=issue_id).update(open_at=start, close_at=start + timedelta(days=5))
    release(stage, list_id)
    return stage.issue(issue_id)


@pytest.mark.parametrize("point", LOAN_LIST_POINTS)
def test_a_list_is_carried_out_once(stage: Stage, point: str) -> None:
    issue = released_list(stage)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert all_done()
    orders = Order.objects.system("crash").filter(issue=issue)
    assert list(orders.values_list("state", "amount_fen")) == [("HELD", 2_000_00)]
    answers = EntrustedAnswer.objects.system("crash").order_by("outcome").values_list("outcome", flat=True)
    assert list(answers) == ["", "NO_MANDATE"]
    found = stage.issue(issue.pk)
    assert (found.taken_fen, found.reserved_fen) == (2_000_00, 1_000_00)
    assert EACH - ledger.available(stage.house.staff[0].ledger_id, now=stage.now) == 2_000_00


# ---- the settlement


def confirmed_settlement(stage: Stage) -> Issue:
    """The bank has confirmed that 9,000 and 1,000 yuan are lent; no money has moved."""
    issue = full_issue(stage)
    alone()
    stage.signed(issue_settle, stage.actor("approver"), issue_id=issue.pk, key="settle")
    return issue


@pytest.mark.parametrize("point", LOAN_SETTLE_POINTS)
def test_a_settlement_moves_the_money_once(stage: Stage, point: str) -> None:
    before = stage.house.payer_balance()
    issue = confirmed_settlement(stage)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert state(issue) == "ACTIVE" and all_done()
    assert stage.house.payer_balance() - before == 10_000_00
    assert [EACH - stage.balance(who) for who in stage.house.staff[:2]] == [9_000_00, 1_000_00]
    assert Holding.objects.system("crash").filter(issue=issue).count() == 2


FROZEN_AT = {  # whether the frozen lender's money had gone before the freeze came
    failpoints.JOB_LEASED: False,
    "orders_settle.before_commit": False,
    "orders_settle.after_commit": True,
}


@pytest.mark.parametrize("point", FROZEN_AT)
def test_a_freeze_in_the_middle_of_a_settlement_takes_that_order_or_comes_too_late(stage: Stage, point: str) -> None:
    before = stage.house.payer_balance()
    issue, who, has_gone = confirmed_settlement(stage), stage.house.staff[1], FROZEN_AT[point]
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    with transaction.atomic():
        bankaccounts.account_move(account_id=who.account_id, move="freeze", reason="法院", actor=SYSTEM, now=stage.now)
        ledger.place_hold(
            key="crash.freeze", account_id=who.ledger_id, kind=HoldKind.JUDICIAL_FULL, amount=None,
            subject_kind="court", subject_id=issue.pk, now=stage.now,
        )  # fmt: skip
    settle()
    assert state(issue) == "ACTIVE" and all_done()
    lent = 10_000_00 if has_gone else 9_000_00
    assert stage.house.payer_balance() - before == lent
    assert EACH - stage.balance(who) == (1_000_00 if has_gone else 0)
    orders = Order.objects.system("crash").order_by("number").values_list("state", "outcome")
    assert list(orders) == [("SETTLED", ""), ("SETTLED", "") if has_gone else ("RELEASED", "FROZEN")]


# ---- interest and repayment


def lent(stage: Stage, day: date) -> Issue:
    """A loan of 10,000 and 1,000 yuan with an interest date, on the day `day`."""
    issue = stage.lent([10_000_00, 1_000_00], interest_dates=(INTEREST_DAY,))
    if day > INTEREST_DAY:
        stage.morning(INTEREST_DAY)
    stage.turn(day)
    alone()
    return issue


def interest_due(stage: Stage) -> Issue:
    issue = lent(stage, INTEREST_DAY)
    with transaction.atomic():
        dues_open(day=INTEREST_DAY)
    return issue


def opened_last_day(stage: Stage) -> Issue:
    """The day opens on which everything is paid back."""
    issue = lent(stage, END)
    with transaction.atomic():
        publish(DayOpened(END.isoformat()))
    return issue


def paid(issue: Issue, kind: str) -> list[tuple[int, int, int]]:
    assert Payout.objects.system("crash").filter(issue=issue, kind=kind).count() == 1
    rows = PayoutLine.objects.system("crash").filter(payout__issue=issue, payout__kind=kind)
    return list(rows.order_by("holding__number").values_list("principal_fen", "interest_fen", "net_fen"))


@pytest.mark.parametrize("point", LOAN_INTEREST_POINTS)
def test_interest_is_paid_once(stage: Stage, point: str) -> None:
    issue = interest_due(stage)
    before = stage.balance(stage.house.staff[0])
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert state(issue) == "ACTIVE" and all_done()
    assert paid(issue, "INTEREST") == [(0, 130_19, 104_15), (0, 13_02, 10_42)]
    assert stage.balance(stage.house.staff[0]) - before == 104_15


@pytest.mark.parametrize("point", LOAN_REPAY_POINTS)
def test_a_loan_is_paid_back_once(stage: Stage, point: str) -> None:
    issue = opened_last_day(stage)
    before = stage.house.payer_balance()
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert state(issue) == "REPAID" and all_done()
    net = [line[2] for line in paid(issue, "MATURITY")]
    assert paid(issue, "MATURITY")[0][:2] == (10_000_00, 269_26 - 130_19)
    assert before - stage.house.payer_balance() == sum(net)


@pytest.mark.parametrize("point", LOAN_MIDNIGHT_POINTS)
def test_what_is_there_at_midnight_is_shared_out_once(stage: Stage, point: str) -> None:
    issue = lent(stage, END)
    stage.fund(5_000_00 - stage.house.payer_balance())
    to = str(END + timedelta(days=1))
    ended = run("close", to, point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    again = run("close", to)
    assert again.code == 0, again
    assert state(issue) == "PARTIALLY_REPAID"
    lines = paid(issue, "PART")
    assert sum(line[0] + line[1] for line in lines) == 5_000_00, "shared before tax"
    assert stage.house.payer_balance() == 5_000_00 - sum(line[2] for line in lines)


# ---- for test_moments.py, whose house is already there


def full_issue_in(house: House) -> Issue:
    return full_issue(stage_in(house))


def released_list_in(house: House) -> Issue:
    return released_list(stage_in(house))


def confirmed_settlement_in(house: House) -> Issue:
    return confirmed_settlement(stage_in(house))


def interest_due_in(house: House) -> Issue:
    return interest_due(stage_in(house))


def opened_last_day_in(house: House) -> Issue:
    return opened_last_day(stage_in(house))
