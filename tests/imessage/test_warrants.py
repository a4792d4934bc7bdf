"""Words are erased when their time is over, unless a hold keeps them; compliance reads by case number and four eyes."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from apps.approvals.models import ApprovalRequest
from apps.audit.models import AuditRow
from apps.core.clock import Moment
from apps.core.errors import AppError
from apps.core.models import Job
from apps.imessage.contracts.warrants import NewWarrant
from apps.imessage.models import Conversation, MessageBody, Warrant
from apps.imessage.rules.lives import WARRANTED
from apps.imessage.selectors.proof import chain_of
from apps.imessage.selectors.warrants import warrant_for_staff, warrants_for_staff
from apps.imessage.services.bodies_expire import bodies_expire
from apps.imessage.services.message_report import message_report
from apps.imessage.services.report_decide import report_decide
from apps.imessage.services.seats import seat_take
from apps.imessage.services.warrant_close import readings_expire, warrant_close
from apps.imessage.services.warrant_decide import warrant_decide
from apps.imessage.services.warrant_propose import warrant_propose
from apps.imessage.services.warrant_read import warrant_read
from apps.imessage.services.warrant_release import warrant_release
from apps.members.models import EmployeeMember
from tests.daifutong.cast import Colleague, work

from .cast import Talk

pytestmark = pytest.mark.django_db
KEPT = 1095
DAY = date(2026, 3, 2)


def refused(deed, *args, **kwargs) -> str:
    with pytest.raises(AppError) as caught:
        deed(*args, **kwargs)
    return caught.value.code


def later(talk: Talk, days: int = 0, **more: int) -> Moment:
    now = talk.stage.now
    time = timedelta(days=days, **more)
    return replace(now, wall=now.wall + time, business_date=(now.wall + time + timedelta(hours=8)).date())


def expire(now: Moment) -> int:
    with transaction.atomic():
        return bodies_expire(now, 0).figures["erased"]


def proposed(talk: Talk, kind: str = "HOLD", **scope: object) -> UUID:
    days = {"covers_from": DAY, "covers_to": DAY} if kind == "READING" else {}
    asked = NewWarrant(kind=kind, case_no="案-2026-7", reason="涉嫌诈骗", **(days | scope))
    return warrant_propose(warrant=asked, actor=talk.stage.actor("compliance"), now=talk.stage.now)


def decides(talk: Talk, warrant_id: UUID, verdict: str = "APPROVE") -> None:
    digest = Warrant.objects.system("test").get(pk=warrant_id).digest
    asked = {"warrant_id": warrant_id, "verdict": verdict, "reason": "核对", "digest": digest}
    talk.stage.signed(warrant_decide, talk.stage.actor("approver"), **asked)


def releases(talk: Talk, warrant_id: UUID) -> None:
    warrant_release(warrant_id=warrant_id, reason="结案", actor=talk.stage.actor("compliance"), now=talk.stage.now)


def reads(talk: Talk, warrant_id: UUID, ours: UUID, *, who: str = "compliance", now: Moment | None = None):
    return warrant_read(
        warrant_id=warrant_id, conversation_id=ours, after=0, actor=talk.stage.actor(who), now=now or talk.stage.now
    )


def staged(talk: Talk) -> tuple[UUID, Colleague, Colleague]:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "第一句")
    talk.say(ours, other, "第二句")
    return ours, one, other


def person_scope(talk: Talk, who: Colleague) -> dict[str, str]:
    member = EmployeeMember.objects.system("test").select_related("enterprise").get(person_id=who.person_id)
    return {"uscc": member.enterprise.uscc, "emp_no": member.emp_no}


# ---- retention


def test_words_go_when_their_time_is_over_and_not_before(talk: Talk) -> None:
    ours, _, other = staged(talk)
    assert expire(later(talk, KEPT, seconds=-1)) == 0
    assert expire(later(talk, KEPT, hours=1)) == 2
    assert talk.reads(ours, other) == [None, None]
    bodies = MessageBody.objects.system("test").filter(conversation=ours)
    assert [(row.body, row.salt) for row in bodies] == [(None, None)] * 2
    assert expire(later(talk, KEPT + 30)) == 0
    found = chain_of(ours)
    assert (found.rows, found.erased, found.broken) == (2, 2, ())


def test_each_kind_has_its_own_time(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    group = talk.department([one, other], strangers=0)
    talk.say(group, one, "部门里说的")
    connection.cursor().execute(
        "UPDATE core_parameter SET value = '30' WHERE key = 'imessage.keep_department'"
    )  # what two people have agreed on
    ours, *_ = staged(talk)
    assert expire(later(talk, 31)) == 1
    assert talk.reads(group, other) == [None] and talk.reads(ours, other) == ["第一句", "第二句"]


@pytest.mark.parametrize("by", ["conversation", "person"])
def test_a_hold_keeps_from_the_moment_that_it_is_asked_for(talk: Talk, by: str) -> None:
    ours, one, other = staged(talk)
    elsewhere = talk.direct(other, talk.stage.house.staff[2])
    talk.say(elsewhere, other, "别处说的")
    scope = {"conversation_id": ours} if by == "conversation" else person_scope(talk, one)
    warrant_id = proposed(talk, **scope)
    assert expire(later(talk, KEPT + 1)) == 1  # elsewhere, where the person never sat
    decides(talk, warrant_id)
    assert expire(later(talk, KEPT + 2)) == 0
    releases(talk, warrant_id)
    assert expire(later(talk, KEPT + 3)) == 0  # until another person has agreed
    decides(talk, warrant_id)
    assert expire(later(talk, KEPT + 4)) == 2


def test_a_returned_or_forgotten_hold_keeps_nothing(talk: Talk) -> None:
    ours, *_ = staged(talk)
    decides(talk, proposed(talk, conversation_id=ours), "RETURN")
    forgotten = proposed(talk, conversation_id=ours)
    ApprovalRequest.objects.system("test").filter(state="PENDING").update(expires_at=talk.stage.now.wall)
    Job.objects.filter(kind="approvals.lapse").update(due_at=talk.stage.now.wall)
    work()
    assert Warrant.objects.system("test").get(pk=forgotten).state == "LAPSED"
    assert expire(later(talk, KEPT + 1)) == 2


class Keeping(RuleBasedStateMachine):
    """Two holds over one conversation and the days that go by: what a hold keeps is there, always."""

    talk: Talk

    def __init__(self) -> None:
        super().__init__()
        self.holds: dict[int, tuple[UUID, str]] = {}
        self.days = 0
        one, other = self.talk.stage.house.staff[:2]
        self.ours = self.talk.department([one, other], strangers=0)
        self.talk.say(self.ours, one, "要不要留")

    @property
    def keeps(self) -> bool:
        return any(state in ("PROPOSED", "ACTIVE", "RELEASING") for _, state in self.holds.values())

    @rule(place=st.integers(0, 1))
    def asks(self, place: int) -> None:
        if self.holds.get(place, (None, "ENDED"))[1] in ("ENDED", "RETURNED"):
            self.holds[place] = (proposed(self.talk, conversation_id=self.ours), "PROPOSED")

    @rule(place=st.integers(0, 1), agrees=st.booleans())
    def second_person(self, place: int, agrees: bool) -> None:
        warrant_id, state = self.holds.get(place, (uuid4(), ""))
        after = {("PROPOSED", True): "ACTIVE", ("PROPOSED", False): "RETURNED"}
        after |= {("RELEASING", True): "ENDED", ("RELEASING", False): "ACTIVE"}
        if (state, agrees) in after:
            decides(self.talk, warrant_id, "APPROVE" if agrees else "RETURN")
            self.holds[place] = (warrant_id, after[state, agrees])

    @rule(place=st.integers(0, 1))
    def gives_up(self, place: int) -> None:
        warrant_id, state = self.holds.get(place, (uuid4(), ""))
        if state == "ACTIVE":
            releases(self.talk, warrant_id)
            self.holds[place] = (warrant_id, "RELEASING")

    @precondition(lambda self: self.days < 3 * KEPT)
    @rule(days=st.integers(1, KEPT))
    def time_goes_by(self, days: int) -> None:
        self.days += days
        was_kept, before = self.keeps, chain_of(self.ours).erased
        expire(later(self.talk, self.days, hours=1))
        erased = chain_of(self.ours).erased
        assert erased == (before if was_kept or self.days < KEPT else 1)

    @invariant()
    def the_chain_holds(self) -> None:
        assert chain_of(self.ours).broken == ()
        states = {state for _, state in self.holds.values()}
        assert states <= set(WARRANTED.states)


def test_holds_and_days_in_any_order(talk: Talk) -> None:
    machine = type("Machine", (Keeping,), {"talk": talk})
    case = machine.TestCase
    case.settings = hypothesis_settings(max_examples=8, stateful_step_count=15, deadline=None)
    case("runTest").runTest()


# ---- reading


def test_two_people_one_window_and_each_opening_on_record(talk: Talk) -> None:
    ours, one, other = staged(talk)
    talk.recall(ours, other, 2)
    report = message_report(conversation_id=ours, seq=1, reason="FRAUD", actor=talk.at_phone(other), now=talk.stage.now)
    report_decide(
        report_id=report.report_id,
        measure="HIDE",
        reason="属实",
        actor=talk.stage.actor("operator"),
        now=talk.stage.now,
    )
    assert talk.reads(ours, one)[:2] == [None, None]
    warrant_id = proposed(talk, "READING", conversation_id=ours)
    assert refused(reads, talk, warrant_id, ours) == "SHUT"
    decides(talk, warrant_id)
    found = reads(talk, warrant_id, ours)
    assert [(row.text, row.note) for row in found.rows[:2]] == [("第一句", "已隐藏"), ("第二句", "已撤回")]
    assert (found.chain.rows, found.chain.broken) == (4, ())
    assert refused(reads, talk, warrant_id, ours, now=later(talk, 1)) == "SHUT"  # 24 hours
    opened = AuditRow.objects.system("test").filter(action="imessage.warrant.read")
    assert [row.detail["rows"] for row in opened] == [[1, 2, 3, 4]]
    with transaction.atomic():
        readings_expire(later(talk, 1), 0)
    assert Warrant.objects.system("test").get(pk=warrant_id).state == "ENDED"


def test_nobody_else_reads(talk: Talk) -> None:
    ours, _, other = staged(talk)
    warrant_id = proposed(talk, "READING", conversation_id=ours)
    decides(talk, warrant_id)
    colleague = replace(talk.stage.actor("compliance"), person_id=uuid4())
    asked = {"warrant_id": warrant_id, "conversation_id": ours, "after": 0, "now": talk.stage.now}
    assert refused(warrant_read, **asked, actor=colleague) == "NOT_YOURS"
    assert refused(warrant_read, **asked, actor=replace(colleague, unit_path="/other/")) == "NOT_FOUND"
    elsewhere = talk.direct(other, talk.stage.house.staff[2])
    assert refused(reads, talk, warrant_id, elsewhere) == "NOT_FOUND"
    hold = proposed(talk, conversation_id=ours)
    decides(talk, hold)
    assert refused(reads, talk, hold, ours) == "SHUT"  # a hold opens nothing
    warrant_close(warrant_id=warrant_id, actor=talk.stage.actor("compliance"), now=talk.stage.now)
    assert refused(reads, talk, warrant_id, ours) == "SHUT"


def test_a_reading_covers_its_days_and_the_persons_own_stretch(talk: Talk) -> None:
    one, other, late = talk.stage.house.staff[:3]
    group = talk.everybody([one, other])
    talk.say(group, one, "他来以前")
    with transaction.atomic():
        row = Conversation.objects.system("test").get(pk=group)
        seat_take(
            row, person_id=late.person_id, side="EMPLOYEE", display=late.name, badge="", tells=False,
            now=talk.stage.now,
        )  # fmt: skip
    talk.say(group, one, "他来以后")
    talk.say(group, one, "第二天", now=later(talk, 1))
    warrant_id = proposed(talk, "READING", **person_scope(talk, late))
    decides(talk, warrant_id)
    assert [row.text for row in reads(talk, warrant_id, group).rows] == ["他来以后"]


def test_the_maker_does_not_decide(talk: Talk) -> None:
    ours, *_ = staged(talk)
    warrant_id = proposed(talk, conversation_id=ours)
    same = replace(talk.stage.actor("approver"), person_id=talk.stage.actor("compliance").person_id)
    digest = Warrant.objects.system("test").get(pk=warrant_id).digest
    asked = {"warrant_id": warrant_id, "verdict": "APPROVE", "reason": "", "digest": digest, "now": talk.stage.now}
    assert refused(warrant_decide, **asked, actor=same) == "SAME_PERSON"
    decides(talk, warrant_id)
    checker = replace(talk.stage.actor("compliance"), person_id=talk.stage.actor("approver").person_id)
    again = {"warrant_id": warrant_id, "reason": "结案", "actor": checker, "now": talk.stage.now}
    assert refused(warrant_release, **again) == "SAME_PERSON"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"case_no": " "}, "E_CASE"),
        ({"case_no": "长" * 41}, "E_CASE"),
        ({"reason": ""}, "REASON"),
        ({"conversation_id": None}, "E_SCOPE"),
        ({"conversation_id": uuid4()}, "E_SCOPE"),
        ({"uscc": "91", "emp_no": "1"}, "E_SCOPE"),
        ({"conversation_id": None, "uscc": "91", "emp_no": "1"}, "E_SCOPE"),
        ({"kind": "READING"}, "E_COVERS"),
        ({"kind": "READING", "covers_from": DAY, "covers_to": DAY - timedelta(days=1)}, "E_COVERS"),
    ],
)
def test_what_is_missing_is_said(talk: Talk, changes: dict[str, object], code: str) -> None:
    ours, *_ = staged(talk)
    asked = {"kind": "HOLD", "case_no": "案", "reason": "查", "conversation_id": ours} | changes
    actor = talk.stage.actor("compliance")
    assert refused(warrant_propose, warrant=NewWarrant(**asked), actor=actor, now=talk.stage.now) == code
    assert warrants_for_staff(actor) == ()


@pytest.mark.parametrize(
    "fault", ["body", "display", "cut"],
)  # fmt: skip
def test_the_verifier_finds_what_was_changed(talk: Talk, fault: str) -> None:
    ours, *_ = staged(talk)
    where = f"conversation_id = '{ours}' AND seq = 1"
    deeds = {
        "body": f"""UPDATE imessage_messagebody SET body = '{{"text": "改了"}}' WHERE {where}""",
        "display": f"UPDATE imessage_message SET display = '别人' WHERE {where}",
        "cut": f"DELETE FROM imessage_message WHERE {where}",
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # without the guards of the tables
            cursor.execute(deeds[fault])
        assert chain_of(ours).broken[:1] == ((2,) if fault == "cut" else (1,))
        transaction.set_rollback(True)
    assert chain_of(ours).broken == ()


def test_the_office_has_no_way_to_what_people_say_to_each_other() -> None:
    """No page or endpoint of the office or of a program asks for a conversation of people, or for a right to one."""
    rights = {"imessage.talk", "imessage.report.view", "imessage.warrant.view", "imessage.warrant.read"}
    seen = 0
    for surface in ("office", "api", "mobile", "console"):
        for pattern in import_module(f"efincloud.urls.{surface}").urlpatterns:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            found = getattr(view, "access", ())
            for access in found if isinstance(found, tuple) else (found,):
                if access.permission in rights:
                    seen += 1
                    assert access.surface not in ("office",), pattern.name
                    assert access.relation.value in ("self", "unit"), pattern.name
    assert seen > 10


def test_what_the_page_of_one_offers_to_whom(talk: Talk) -> None:
    ours, *_ = staged(talk)
    warrant_id = proposed(talk, "READING", conversation_id=ours)

    def may(who: str) -> set[str]:
        page = warrant_for_staff(talk.stage.actor(who), warrant_id, talk.stage.now)
        assert page.line.case_no == "案-2026-7" and len(page.talks) == 1
        return set(page.may)

    assert (may("compliance"), may("approver")) == (set(), {"decide"})
    decides(talk, warrant_id)
    assert (may("compliance"), may("approver")) == ({"read", "close"}, set())
