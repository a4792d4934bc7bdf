"""同心宝 under many hands: the last thousand yuan, two settlements, a withdrawal against the close (TX-30)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from itertools import count
from uuid import UUID

import pytest
from django.db import transaction

from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict, StepUpRequired
from apps.core.invariants import faults
from apps.core.models import Job
from apps.identity.models import StepUp
from apps.ledger import api as ledger
from apps.tongxinbao.models import Holding, Issue, Order
from apps.tongxinbao.services import order_place as placing
from apps.tongxinbao.services.issue_close import issue_close
from apps.tongxinbao.services.issue_settle import issue_settle
from apps.tongxinbao.services.order_withdraw import order_withdraw
from apps.tongxinbao.services.orders_settle import orders_settle
from fixtures import reference
from tests.tongxinbao.cast import Stage, build_stage, relax

from .race import race

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


def bare(service: Callable[..., object], **asked: object) -> Callable[[], object]:
    """A use case inside the race's own transaction."""
    return partial(service.__wrapped__, **asked)  # type: ignore[attr-defined]


def signed(
    stage: Stage, service: Callable[..., object], actor: Actor, *, times: int = 1, **asked: object
) -> Callable[[], object]:
    """The same, with the person's step-up for exactly this already given, so many times."""
    deed = bare(service, **asked, actor=replace(actor, step_up=True), now=stage.now)
    with pytest.raises(StepUpRequired) as wanted, transaction.atomic():
        deed()
    for _ in range(times):
        StepUp.objects.create(
            user_id=actor.user, digest=wanted.value.digest, method="PIN", at=stage.now.wall,
            expires_at=stage.now.wall + timedelta(minutes=5),
        )  # fmt: skip
    return deed


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    reference.load()
    return build_stage(staff=PEOPLE + 1)


@pytest.fixture
def nearly_full(stage: Stage) -> tuple[Stage, UUID]:
    """Of 10,000 yuan 9,000 are taken."""
    issue_id = stage.open(scale_fen=10_000_00)
    relax(issue_id)
    stage.place(issue_id, stage.house.staff[PEOPLE], 9_000_00)
    return stage, issue_id


def last_thousand(stage: Stage, issue_id: UUID) -> list[list[Callable[[], object]]]:
    return [
        [
            signed(
                stage, placing.order_place, stage.lender(who), issue_id=issue_id, account_id=who.account_id,
                fen=1_000_00, is_own_money=True, signing=stage.signing(), key=stage.key(),
            )
        ]
        for who in stage.house.staff[:PEOPLE]
    ]  # fmt: skip


def held(issue_id: UUID) -> int:
    return Order.objects.system("race").filter(issue_id=issue_id, state="HELD").count()


def test_fifty_people_ask_for_the_last_thousand_and_one_has_it(nearly_full: tuple[Stage, UUID]) -> None:
    stage, issue_id = nearly_full
    outcome = race(*last_thousand(stage, issue_id))
    assert outcome.answers == {"ok": 1, "FULL": PEOPLE - 1}
    assert outcome.peak >= 8
    assert held(issue_id) == 2
    assert stage.issue(issue_id).taken_fen == 10_000_00
    free = [ledger.available(who.ledger_id, now=stage.now) for who in stage.house.staff[:PEOPLE]]
    assert sorted(free) == [99_900_000] + [100_000_000] * (PEOPLE - 1)
    assert list(faults()) == []


def test_control_without_the_lock_of_the_issue_several_have_it(
    nearly_full: tuple[Stage, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers of the orders, unique as they are, would stop the others as well: here everybody has a number."""
    stage, issue_id = nearly_full
    work = last_thousand(stage, issue_id)
    numbers = count(100, 10)

    def without_lock(number: int) -> Callable[..., Issue]:
        def read(issue_id: UUID, person_id: UUID, now: Moment) -> Issue:
            issue = Issue.objects.system("the control reads it without its lock").get(pk=issue_id)
            issue.order_number = number
            return issue

        return read

    def own_number(deed: Callable[[], object], number: int) -> Callable[[], object]:
        def run() -> object:
            placing.issue_open_for = without_lock(number)
            return deed()

        return run

    monkeypatch.setattr(placing, "issue_open_for", placing.issue_open_for)  # put back whatever happens
    race(*([own_number(deed, next(numbers))] for [deed] in work))
    assert held(issue_id) > 2
    assert list(faults()) != []


def closed(stage: Stage, amounts: list[int]) -> UUID:
    issue_id = stage.open(scale_fen=sum(amounts))
    relax(issue_id)
    for who, fen in zip(stage.house.staff, amounts, strict=False):
        stage.place(issue_id, who, fen)
    assert stage.close(issue_id).state == "CLOSED"
    return issue_id


def test_two_approvers_settle_at_once_and_the_money_moves_once(stage: Stage) -> None:
    issue_id, before = closed(stage, [3_000_00] * 4), stage.house.payer_balance()
    approver = stage.actor("approver")
    deed = signed(stage, issue_settle, approver, times=4, issue_id=issue_id, key="settle-0")
    others = [partial(deed, key=f"settle-{number}") for number in range(1, 4)]
    outcome = race([deed], *([other] for other in others))
    assert outcome.answers["ok"] == 1 and sum(outcome.answers.values()) == 4
    [job] = Job.objects.filter(kind="tongxinbao.settle")

    lease = jobs.claim(job.pk)
    post = bare(orders_settle, issue_id=issue_id, lease=lease, now=stage.now)

    def work() -> object:
        try:
            return post()
        except jobs.LeaseLost as lost:
            raise Conflict("LEASE_LOST", "") from lost

    outcome = race(*([work] for _ in range(4)))
    assert outcome.answers == {"ok": 1, "LEASE_LOST": 3}
    assert stage.house.payer_balance() - before == 12_000_00
    assert Holding.objects.system("race").filter(issue_id=issue_id).count() == 4
    assert list(faults()) == []


def test_a_withdrawal_against_the_close_comes_before_it_or_not_at_all(stage: Stage) -> None:
    issue_id = stage.open(scale_fen=30_000_00)
    relax(issue_id)
    Issue.objects.system("race").filter(pk=issue_id).update(min_ratio=1)
    orders = [(who, stage.place(issue_id, who, 1_000_00).order_id) for who in stage.house.staff[:20]]
    stage.hour = time(17)
    with transaction.atomic():
        jobs.add("tongxinbao.close", "race", {"issue_id": str(issue_id)})
    lease = jobs.claim(Job.objects.get(key="race").pk)
    close = bare(issue_close, issue_id=issue_id, lease=lease, now=stage.now)
    stage.hour = time(16, 59)
    withdrawals = [
        bare(order_withdraw, order_id=order_id, key=f"w-{order_id}", actor=stage.lender(who), now=stage.now)
        for who, order_id in orders
    ]
    outcome = race([close], *([deed] for deed in withdrawals))
    assert sum(outcome.answers.values()) == 21
    issue = stage.issue(issue_id)
    states = list(Order.objects.system("race").filter(issue=issue).values_list("state", flat=True))
    gone = states.count("WITHDRAWN")
    assert outcome.answers["ok"] == gone + 1
    assert set(states) <= {"WITHDRAWN", "ALLOTTED"}
    assert (issue.state, issue.taken_fen) == (("CLOSED" if gone < 20 else "FAILED"), (20 - gone) * 1_000_00)
    free = [ledger.available(who.ledger_id, now=stage.now) for who, _ in orders]
    assert sum(free) == 20 * 100_000_000 - issue.taken_fen
    assert list(faults()) == []
