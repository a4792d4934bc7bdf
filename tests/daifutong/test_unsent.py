"""Other-bank lines whose payments do not leave: a case, the maker told, and two people may give them up (P5)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from apps.approvals.models import ApprovalRequest
from apps.audit.models import AuditRow
from apps.cases.models import Case
from apps.core import outbox
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.core.models import Job
from apps.corebank.events import PaymentUnsent
from apps.corebank.models import CoreMessage
from apps.daifutong.contracts import Recall
from apps.daifutong.models import Batch, Row
from apps.daifutong.selectors import recall_of
from apps.daifutong.services.day_check import half_settled_check
from apps.daifutong.services.recall_decide import recall_decide
from apps.daifutong.services.rows_recall import rows_recall
from apps.ledger import api as ledger
from apps.notify.models import Notice

from .cast import House, work
from .test_other_bank import abroad

ROLES = {"operator": Role.BANK_OPERATOR, "approver": Role.APPROVER}
SEATS = {"operator": "checker", "approver": "authoriser"}  # whose person and login the member of staff borrows


@pytest.fixture
def core_down(client: None, settings: object) -> Iterator[None]:
    settings.COREBANK_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    yield


@pytest.fixture
def stuck(house: House, core_down: None) -> tuple[House, Batch]:
    """One line paid, two that cannot leave; three hours have passed."""
    people = [house.staff[0], abroad(house, 1), abroad(house, 2)]
    batch_id = house.approved(house.file(["5000.00", "6000.00", "7000.00"], people=people))
    work()
    house.now = replace(house.now, wall=datetime.now(UTC))
    CoreMessage.objects.system("test").update(intended_at=house.now.wall - timedelta(hours=3))
    with transaction.atomic():
        for number in (3, 4):
            outbox.publish(PaymentUnsent(f"{Batch.objects.system('test').get(pk=batch_id).reference}-{number:06d}"))
    work()
    return house, Batch.objects.system("test").get(pk=batch_id)


def staff(house: House, name: str) -> Actor:
    return Actor(
        person_id=house.as_(SEATS[name]).person_id,
        user_id=house.as_(SEATS[name]).user_id,
        surface=Surface.CONSOLE,
        roles=frozenset({ROLES[name]}),
        unit_path="/head/",
        relation=Relation.UNIT,
        display=f"{name}*",
        step_up=True,
    )


def ask(house: House, batch: Batch, reason: str = "核心系统故障", who: str = "operator") -> Recall:
    rows_recall(batch_id=batch.pk, reason=reason, key=house.key(), actor=staff(house, who), now=house.now)
    shown = recall_of(staff(house, "approver"), batch.pk, house.now)
    assert shown is not None
    return shown


def decide(house: House, batch: Batch, shown: Recall, **other: Any) -> None:
    house.confirm(SEATS["approver"], shown.asked_digest)
    said = {"verdict": "APPROVE", "reason": "", "digest": shown.asked_digest, "actor": staff(house, "approver")} | other
    recall_decide(batch_id=batch.pk, key=house.key(), now=house.now, **said)


def states() -> list[str]:
    return list(Row.objects.system("test").order_by("number").values_list("state", flat=True))


def test_one_case_a_batch_and_the_maker_is_told_once(stuck: tuple[House, Batch]) -> None:
    house, batch = stuck
    assert (states(), batch.state) == (["PAID", "SENT", "SENT"], "DISBURSING")
    case = Case.objects.system("test").get()
    assert (case.kind, case.state, case.subject_id) == ("daifutong.rows.unsent", "OPEN", batch.pk)
    assert (case.unit_path, case.enterprise_id) == (house.unit_path, house.enterprise_id)
    told = Notice.objects.system("test").filter(title="代发跨行明细尚未送出")
    assert [notice.person_id for notice in told] == [house.as_("maker").person_id]


def test_the_bank_day_closes_over_them_by_their_case_alone(stuck: tuple[House, Batch]) -> None:
    house, _ = stuck
    report = half_settled_check(house.now, 0)
    assert (report.figures["in_doubt"], report.figures["in_doubt_fen"]) == (2, 1_300_000)
    Case.objects.system("test").update(state="CLOSED", closed_at=house.now.wall)
    with pytest.raises(Conflict, match="HALF_SETTLED"):
        half_settled_check(house.now, 0)


def test_two_people_give_them_up_and_the_money_goes_back_in_one_sum(stuck: tuple[House, Batch]) -> None:
    house, batch = stuck
    seen = recall_of(staff(house, "operator"), batch.pk, house.now)
    assert seen is not None
    assert (seen.count, seen.fen, seen.may_recall, seen.may_decide) == (2, 1_300_000, True, False)
    shown = ask(house, batch)
    assert (shown.may_decide, shown.asked["合计"], shown.asked["原因"]) == (True, "¥13,000.00", "核心系统故障")
    assert states() == ["PAID", "SENT", "SENT"], "one person changes nothing"
    decide(house, batch, shown)
    work()
    batch.refresh_from_db()
    assert (states(), batch.state, batch.returned_fen) == (["PAID", "RETURNED", "RETURNED"], "PART_FAILED", 1_300_000)
    assert house.payer_balance() == 100_000_000 - 500_000
    assert ledger.balance(batch.transit) == 0
    assert set(CoreMessage.objects.system("test").values_list("state", "sent_at")) == {("CANCELLED", None)}
    assert Case.objects.system("test").get().state == "CLOSED"
    trail = AuditRow.objects.system("test").filter(action__in=["daifutong.rows.recalled", "daifutong.recall.decided"])
    assert [row.detail["payments"] for row in trail.order_by("id")] == [2, 2]


def test_the_same_person_cannot_do_both_and_a_step_up_is_needed(stuck: tuple[House, Batch]) -> None:
    house, batch = stuck
    shown = ask(house, batch)
    with pytest.raises(StepUpRequired):
        recall_decide(
            batch_id=batch.pk, verdict="APPROVE", reason="", digest=shown.asked_digest, key="k",
            actor=staff(house, "approver"), now=house.now,
        )  # fmt: skip
    both = replace(staff(house, "operator"), roles=frozenset(ROLES.values()))
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        decide(house, batch, shown, actor=both)
    assert states() == ["PAID", "SENT", "SENT"]


def test_what_left_meanwhile_is_not_given_up(stuck: tuple[House, Batch], request: pytest.FixtureRequest) -> None:
    house, batch = stuck
    shown = ask(house, batch)
    request.getfixturevalue("simulator")  # the core is back
    Job.objects.filter(kind="corebank.payment", key=f"{batch.reference}-000003").update(due_at=datetime.now(UTC))
    work()
    assert states() == ["PAID", "PAID", "SENT"]
    with pytest.raises(Conflict, match="STALE"):
        decide(house, batch, shown)
    decide(house, batch, shown, verdict="RETURN", reason="一笔已经送出")
    assert states() == ["PAID", "PAID", "SENT"]
    again = ask(house, batch)
    assert again.asked["未送出"] == "1 笔"
    decide(house, batch, again)
    work()
    batch.refresh_from_db()
    assert (states(), batch.state, batch.returned_fen) == (["PAID", "PAID", "RETURNED"], "PART_FAILED", 700_000)


def test_nothing_is_asked_before_the_time_without_a_reason_twice_or_elsewhere(stuck: tuple[House, Batch]) -> None:
    house, batch = stuck
    early = replace(house.now, wall=house.now.wall - timedelta(hours=2))
    assert recall_of(staff(house, "operator"), batch.pk, early) is None
    with pytest.raises(Conflict, match="NOTHING_UNSENT"):
        rows_recall(batch_id=batch.pk, reason="急", key="k", actor=staff(house, "operator"), now=early)
    for reason in ("", " ", "长" * 201):
        with pytest.raises(InvalidInput, match="RECALL_REASON"):
            ask(house, batch, reason)
    elsewhere = replace(staff(house, "operator"), unit_path="/head/west/")
    with pytest.raises(NotFound):
        rows_recall(batch_id=batch.pk, reason="急", key="k", actor=elsewhere, now=house.now)
    ask(house, batch)
    with pytest.raises(Conflict, match="ALREADY_REQUESTED"):
        ask(house, batch)
    assert ApprovalRequest.objects.system("test").filter(kind="daifutong.recall").count() == 1


def test_the_core_comes_back_and_the_case_ends_with_the_batch(
    stuck: tuple[House, Batch], request: pytest.FixtureRequest
) -> None:
    house, batch = stuck
    request.getfixturevalue("simulator")
    Job.objects.filter(kind="corebank.payment").update(due_at=datetime.now(UTC))
    work()
    batch.refresh_from_db()
    assert (states(), batch.state) == (["PAID"] * 3, "DONE")
    assert Case.objects.system("test").get().state == "CLOSED"
    assert recall_of(staff(house, "operator"), batch.pk, house.now) is None
    with pytest.raises((Conflict, IllegalMove)):
        ask(house, batch)
