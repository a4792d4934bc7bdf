"""Complaints: a number and a day at once, a reply in words, and nothing is closed that was not replied to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.core.models import CalendarYear
from apps.imessage.models import Complaint
from apps.imessage.selectors.complaints import (
    complaint_for_member,
    complaint_for_staff,
    complaints_for_member,
    complaints_for_staff,
    due_day,
)
from apps.imessage.services.complaint_file import complaint_file
from apps.imessage.services.complaint_judge import complaint_judge
from apps.imessage.services.complaint_reply import complaint_reply
from apps.imessage.services.complaint_take import complaint_take
from apps.imessage.services.complaints_close_day import complaints_close_day
from apps.imessage.services.extension_ask import extension_ask
from apps.imessage.services.extension_decide import extension_decide, extension_lapse
from apps.notify.models import Notice
from tests.daifutong.cast import Colleague

from .cast import Talk

pytestmark = pytest.mark.django_db
ROLES = {"agent": Role.SERVICE_AGENT, "compliance": Role.COMPLIANCE, "approver": Role.APPROVER}


def code_of(deed: Callable[[], object]) -> str:
    with pytest.raises(AppError) as refused:
        deed()
    return refused.value.code


class Counter:
    def __init__(self, talk: Talk) -> None:
        self.talk, self.stage = talk, talk.stage
        self.staff = {name: self.of_bank(role) for name, role in ROLES.items()}

    @property
    def now(self) -> Moment:
        return self.stage.now

    def on(self, day: date) -> Moment:
        return Moment(self.now.wall + (day - self.now.business_date), day)

    def of_bank(self, role: Role, unit: str = "") -> Actor:
        known = {Role.APPROVER: "approver", Role.COMPLIANCE: "compliance"}.get(role, "operator")
        return replace(
            self.stage.bank[known], surface=Surface.CONSOLE, roles=frozenset({role}),
            unit_path=unit or self.stage.house.unit_path, relation=Relation.UNIT,
        )  # fmt: skip

    def files(
        self, who: Colleague, text: str = "转账没有到账", now: Moment | None = None, key: UUID | None = None
    ) -> UUID:
        actor = self.talk.at_phone(who)
        call = {"kind": "FUNDS", "text": text, "key": key or uuid4(), "actor": actor}
        return complaint_file(**call, now=now or self.now).complaint_id

    def takes(self, complaint: UUID, who: str = "agent") -> None:
        complaint_take(complaint_id=complaint, actor=self.staff[who], now=self.now)

    def replies(self, complaint: UUID, who: str = "agent", text: str = "已为您查明并退款。") -> None:
        complaint_reply(complaint_id=complaint, text=text, actor=self.staff[who], now=self.now)

    def judges(self, complaint: UUID, who: Colleague, is_satisfied: bool, words: str = "") -> None:
        complaint_judge(
            complaint_id=complaint, is_satisfied=is_satisfied, words=words, actor=self.talk.at_phone(who), now=self.now
        )

    def asks(self, complaint: UUID, who: str = "agent", reason: str = "需要向他行查询") -> None:
        extension_ask(complaint_id=complaint, reason=reason, actor=self.staff[who], now=self.now)

    def decides(self, complaint: UUID, verdict: str = "APPROVE", reason: str = "") -> None:
        approver = self.staff["approver"]
        digest = complaint_for_staff(approver, complaint, self.now).digest
        call = {"complaint_id": complaint, "verdict": verdict, "reason": reason, "digest": digest}
        self.stage.signed(extension_decide, approver, **call)

    def row(self, complaint: UUID) -> Complaint:
        return Complaint.objects.system("test").get(pk=complaint)

    def told(self, person: UUID) -> list[str]:
        return list(
            Notice.objects.system("test").filter(person_id=person).order_by("pk").values_list("title", flat=True)
        )


@pytest.fixture
def desk(talk: Talk) -> Counter:
    return Counter(talk)


# ---- filing


def test_a_complaint_has_its_number_and_its_day_at_once(desk: Counter) -> None:
    one, other = desk.stage.house.staff[:2]
    first, second = desk.files(one), desk.files(other)
    assert [desk.row(pk).number for pk in (first, second)] == ["TS202603020001", "TS202603020002"]
    assert desk.row(first).due_on == date(2026, 3, 17)
    assert "投诉已受理" in desk.told(one.person_id)


def test_the_form_sent_twice_files_one(desk: Counter) -> None:
    one, key = desk.stage.house.staff[0], uuid4()
    assert desk.files(one, key=key) == desk.files(one, key=key)
    assert Complaint.objects.system("test").count() == 1


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 3, 2), date(2026, 3, 17)),
        (date(2026, 3, 6), date(2026, 3, 20)),  # the 21st is a Saturday
        (date(2026, 9, 18), date(2026, 9, 30)),  # the 3rd of October is in the holiday, the 30th of September is worked
        (date(2026, 9, 25), date(2026, 10, 10)),  # a Saturday that is worked
    ],
)
def test_the_reply_is_due_within_fifteen_days_on_a_workday(desk: Counter, received: date, due: date) -> None:
    assert due_day(received, 15) == due
    assert (due - received).days <= 15


def test_a_year_that_is_not_known_refuses_nobodys_complaint(desk: Counter) -> None:
    last = max(CalendarYear.objects.values_list("year", flat=True))
    assert due_day(date(last, 12, 25), 15) == date(last + 1, 1, 9)


def test_numbers_of_cards_are_masked_and_empty_words_refused(desk: Counter) -> None:
    one = desk.stage.house.staff[0]
    complaint = desk.files(one, "卡号 6222021234567890128 被扣款")
    assert "6222021234567890128" not in desk.row(complaint).text
    assert code_of(lambda: desk.files(one, " ")) == "E_WORDS"
    wrong = {"kind": "NONE", "text": "x", "key": uuid4(), "actor": desk.talk.at_phone(one), "now": desk.now}
    assert code_of(lambda: complaint_file(**wrong)) == "E_KIND"


def test_nobody_sees_anothers_and_no_unit_anothers(desk: Counter) -> None:
    one, other = desk.stage.house.staff[:2]
    complaint = desk.files(one)
    assert [line.id for line in complaints_for_member(desk.talk.at_phone(one), desk.now)] == [complaint]
    assert complaints_for_member(desk.talk.at_phone(other), desk.now) == ()
    assert code_of(lambda: complaint_for_member(desk.talk.at_phone(other), complaint, desk.now)) == "NOT_FOUND"
    assert code_of(lambda: desk.judges(complaint, other, True)) == "NOT_FOUND"
    stranger = desk.of_bank(Role.SERVICE_AGENT, "/head/nowhere/")
    assert code_of(lambda: complaint_for_staff(stranger, complaint, desk.now)) == "NOT_FOUND"
    assert code_of(lambda: complaint_take(complaint_id=complaint, actor=stranger, now=desk.now)) == "NOT_FOUND"
    assert complaints_for_staff(stranger, show="open", page=1, now=desk.now).lines == ()


# ---- reply and verdict


def test_who_is_satisfied_closes_it(desk: Counter) -> None:
    one = desk.stage.house.staff[0]
    complaint = desk.files(one)
    desk.takes(complaint), desk.replies(complaint)
    assert "投诉已答复" in desk.told(one.person_id)
    desk.judges(complaint, one, True)
    row = desk.row(complaint)
    assert (row.state, row.verdict, row.round) == ("CLOSED", "SATISFIED", 1)


def test_who_is_not_satisfied_is_answered_by_another_person_and_then_told_of_other_ways(desk: Counter) -> None:
    one = desk.stage.house.staff[0]
    complaint = desk.files(one)
    desk.takes(complaint), desk.replies(complaint)
    assert code_of(lambda: desk.judges(complaint, one, False)) == "E_WORDS"
    desk.judges(complaint, one, False, "没有说明原因")
    assert desk.row(complaint).state == "ESCALATED"
    assert code_of(lambda: desk.replies(complaint)) == "FORBIDDEN"
    both = replace(desk.staff["agent"], roles=frozenset({Role.SERVICE_AGENT, Role.COMPLIANCE}))
    again = {"complaint_id": complaint, "text": "同上", "actor": both, "now": desk.now}
    assert code_of(lambda: complaint_reply(**again)) == "SAME_PERSON"
    desk.replies(complaint, "compliance", "经复查,原因如下。")
    desk.judges(complaint, one, False, "仍不同意")
    row = desk.row(complaint)
    assert (row.state, row.verdict, row.round) == ("CLOSED", "UNSATISFIED", 2)
    assert "投诉已办结" in desk.told(one.person_id)
    assert [reply.text for reply in complaint_for_member(desk.talk.at_phone(one), complaint, desk.now).replies] == [
        "已为您查明并退款。", "经复查,原因如下。",
    ]  # fmt: skip


def test_only_who_has_taken_it_replies(desk: Counter) -> None:
    complaint = desk.files(desk.stage.house.staff[0])
    assert code_of(lambda: desk.replies(complaint)) == "ILLEGAL_MOVE"
    desk.takes(complaint)
    desk.staff["other"] = replace(desk.of_bank(Role.SERVICE_AGENT), person_id=uuid4())
    assert code_of(lambda: desk.replies(complaint, "other")) == "NOT_YOURS"
    assert code_of(lambda: desk.takes(complaint, "other")) == "ILLEGAL_MOVE"
    assert code_of(lambda: desk.replies(complaint, text=" ")) == "E_WORDS"


def test_none_is_closed_without_a_reply_whoever_tries(desk: Counter) -> None:
    one = desk.stage.house.staff[0]
    complaint = desk.files(one)
    for deed in (lambda: None, lambda: desk.takes(complaint)):
        deed()
        assert code_of(lambda: desk.judges(complaint, one, True)) == "ILLEGAL_MOVE"
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.system("test").filter(pk=complaint).update(
                state="CLOSED", closed_at=desk.now.wall, verdict="SILENT"
            )


# ---- extension


def test_an_extension_is_approved_by_another_person_and_told_with_its_reason(desk: Counter) -> None:
    one = desk.stage.house.staff[0]
    complaint = desk.files(one)
    assert code_of(lambda: desk.asks(complaint)) == "NOT_YOURS"
    desk.takes(complaint)
    desk.asks(complaint)
    assert code_of(lambda: desk.asks(complaint)) == "ALREADY_REQUESTED"
    desk.decides(complaint)
    row = desk.row(complaint)
    assert (row.due_on, row.extensions, row.asked_due_on) == (date(2026, 4, 1), 1, None)
    assert "投诉办理期限延长" in desk.told(one.person_id)
    desk.asks(complaint), desk.decides(complaint)
    assert desk.row(complaint).due_on == date(2026, 4, 30)  # sixty days are the 1st of May, a holiday
    assert code_of(lambda: desk.asks(complaint)) == "NO_MORE"


def test_an_extension_that_is_refused_or_lapses_leaves_the_day(desk: Counter) -> None:
    complaint = desk.files(desk.stage.house.staff[0])
    desk.takes(complaint), desk.asks(complaint)
    desk.decides(complaint, "RETURN", "理由不足")
    assert (desk.row(complaint).due_on, desk.row(complaint).extensions) == (date(2026, 3, 17), 0)
    desk.asks(complaint)
    with transaction.atomic():
        extension_lapse(complaint_id=complaint, now=desk.now)
        extension_lapse(complaint_id=complaint, now=desk.now)
    assert desk.row(complaint).asked_due_on is None


def test_what_was_replied_to_meanwhile_is_not_extended(desk: Counter) -> None:
    complaint = desk.files(desk.stage.house.staff[0])
    desk.takes(complaint), desk.asks(complaint), desk.replies(complaint)
    assert code_of(lambda: desk.decides(complaint)) == "NOT_OPEN"
    desk.decides(complaint, "RETURN", "已答复")
    assert code_of(lambda: desk.asks(complaint)) == "NOT_OPEN"


# ---- the day's close


@pytest.mark.parametrize(("day", "titles"), [(13, 0), (14, 1), (17, 1), (18, 1)])
def test_what_is_due_is_called_to_mind_at_the_close(desk: Counter, day: int, titles: int) -> None:
    complaint = desk.files(desk.stage.house.staff[0])
    desk.takes(complaint)
    for _ in range(2):
        with transaction.atomic():
            report = complaints_close_day(desk.on(date(2026, 3, day)), 0)
    assert report.figures["warned"] == titles
    assert desk.told(desk.staff["agent"].person).count("消费投诉到期提醒") == titles


@pytest.mark.parametrize(("days", "state"), [(14, "REPLIED"), (15, "CLOSED")])
def test_what_is_replied_to_ends_after_fifteen_days_of_silence(desk: Counter, days: int, state: str) -> None:
    complaint = desk.files(desk.stage.house.staff[0])
    desk.takes(complaint), desk.replies(complaint)
    at = desk.on(desk.now.business_date + timedelta(days=days))
    for _ in range(2):
        with transaction.atomic():
            complaints_close_day(at, 0)
    row = desk.row(complaint)
    assert (row.state, row.verdict) == (state, "SILENT" if state == "CLOSED" else "")


def test_the_list_stands_by_due_day(desk: Counter) -> None:
    one, other = desk.stage.house.staff[:2]
    late = desk.files(other, now=desk.on(date(2026, 3, 9)))
    soon = desk.files(one)
    lines = complaints_for_staff(desk.staff["agent"], show="open", page=1, now=desk.on(date(2026, 3, 16))).lines
    assert [(line.id, line.days_left) for line in lines] == [(soon, 1), (late, 8)]
