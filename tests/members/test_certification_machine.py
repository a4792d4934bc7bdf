"""Any sequence of moves, right and wrong, by right and wrong people: an employee's certification (ID-9, RC-8)."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from apps.core.actors import Actor
from apps.core.ids import new_id
from apps.members.choices import CheckResult, Word
from apps.members.models import Certification, EmployeeMember
from apps.members.services.certification_decide import certification_approve, certification_reject
from apps.members.services.certification_submit import KIND, certification_digest, certification_submit
from apps.members.services.field_mend import field_mend
from apps.members.services.member_leave import member_leave
from apps.members.subscribers import take_certification_back
from fixtures.world import World

from .machine import CHECKS, OPEN, STAFF, WHY, WORDS, Certifying, only, run

pytestmark = pytest.mark.django_db
HR = ("hr", "admin", "reviewer in the office", "elsewhere")
VALUES = {"emp_no": "CX9{:03d}", "department": "第 {} 车间", "hired_on": "2026-01-{:02d}"}


class Employee(Certifying):
    """许静, whom her employer has submitted already."""

    check_column = "check_result"

    def __init__(self) -> None:
        super().__init__()
        self.member_id = self.world.member("xujing").pk
        self.submitter, self.state, self.check = self.subject().submitter_person_id, "SUBMITTED", "MATCH"
        self.member, self.field, self.is_mended, self.mends = "PENDING", "", False, 0
        hr = self.world.actor("hr")
        self.office = {
            "hr": hr,
            "admin": self.world.actor("admin"),
            "reviewer in the office": replace(hr, person_id=self.world.person("reviewer")),
            "elsewhere": self.world.actor("bedrock_hr"),
        }

    def row(self) -> EmployeeMember:
        return EmployeeMember.objects.system(WHY).select_related("department").get(pk=self.member_id)

    def subject(self) -> Certification:
        rows = Certification.objects.system(WHY).filter(member_id=self.world.member("xujing").pk)
        return rows.select_related("member__department", "member__enterprise__unit").latest("pk")

    def digest(self) -> str:
        return certification_digest(self.row())

    def approve(self, who: Actor) -> object:
        return certification_approve(certification_id=self.subject().pk, actor=who, now=self.now)

    def reject(self, who: Actor, field: str) -> object:
        row = self.subject()
        return certification_reject(certification_id=row.pk, field=field, reason="不符", actor=who, now=self.now)

    def approved(self) -> None:
        self.member = "ACTIVE"

    def rejected(self, field: str) -> None:
        self.member, self.field, self.is_mended = "REJECTED", field, False

    @rule(who=st.sampled_from(STAFF), word=WORDS, field=st.sampled_from([*VALUES, "id_number"]), with_pin=st.booleans())
    def somebody_decides(self, who: str, word: Word, field: str, with_pin: bool) -> None:
        self.decide(who, word, field, with_pin)

    @precondition(lambda self: self.state in OPEN)
    @rule(word=WORDS, field=st.sampled_from([*VALUES]), third=st.sampled_from(["approver", "head approver"]))
    def whose_turn_it_is_decides(self, word: Word, field: str, third: str) -> None:
        self.decide_rightly(word, field, third)

    @rule(who=st.sampled_from(STAFF))
    def somebody_takes_it(self, who: str) -> None:
        self.take_case(who)

    @rule(result=CHECKS)
    def the_machine_answers(self, result: CheckResult) -> None:
        self.machine_answers(result)

    @rule(who=st.sampled_from(HR))
    def somebody_submits(self, who: str) -> None:
        reasons = set()
        if who == "elsewhere":
            reasons = {"NOT_FOUND"}
        elif self.member == "REJECTED" and not self.is_mended:
            reasons = {"NOT_MENDED"}
        elif self.member not in ("INVITED", "REJECTED"):
            reasons = {"ILLEGAL_MOVE"}
        actor = self.office[who]
        if self.call(lambda: certification_submit(member_ids=[self.member_id], actor=actor, now=self.now), reasons):
            self.submitted(actor)
            self.member = "PENDING"

    @precondition(lambda self: self.member in ("INVITED", "REJECTED"))
    @rule(who=st.sampled_from(["hr", "admin"]))
    def hr_does_what_is_to_be_done(self, who: str) -> None:
        if self.member == "REJECTED" and self.field in VALUES and not self.is_mended:
            self.somebody_mends(who, False)
        self.somebody_submits(who)

    @rule(who=st.sampled_from(HR), is_same=st.booleans())
    def somebody_mends(self, who: str, is_same: bool) -> None:
        reasons = set()
        if who == "elsewhere":
            reasons = {"NOT_FOUND"}
        elif self.member != "REJECTED" or self.field not in VALUES:
            reasons = {"NOT_YOURS"}
        elif is_same:
            reasons = {"SAME"}
        self.mends += 1
        row, field = self.row(), self.field if self.field in VALUES else "emp_no"
        old = row.department.name if field == "department" else str(getattr(row, field))
        value = old if is_same else VALUES[field].format(self.mends % 28 + 1)
        if value == old and not reasons:
            reasons = {"SAME"}
        if self.call(
            lambda: field_mend(member_id=self.member_id, value=value, actor=self.office[who], now=self.now), reasons
        ):
            self.is_mended = True

    @rule(who=st.sampled_from(HR), is_meant=st.sampled_from([True, False, False, False]))
    def somebody_leaves(self, who: str, is_meant: bool) -> None:
        if not is_meant and who != "elsewhere":
            return
        reasons = {"NOT_FOUND"} if who == "elsewhere" else {"ILLEGAL_MOVE"} if self.member == "LEFT" else set()
        day = self.now.business_date
        if self.call(
            lambda: member_leave(member_id=self.member_id, left_on=day, actor=self.office[who], now=self.now), reasons
        ):
            self.member = "LEFT"
            if self.state in OPEN:
                self.state = "WITHDRAWN"

    @precondition(lambda self: self.member != "LEFT")
    @rule(is_ours=st.booleans())
    def its_time_is_over(self, is_ours: bool) -> None:
        event = {"kind": KIND, "subject_id": str(self.subject().pk if is_ours else new_id())}
        if is_ours and self.lapse(lambda: take_certification_back(event)):
            self.state, self.member = "WITHDRAWN", "INVITED"

    @invariant()
    def the_rows_are_the_models(self) -> None:
        self.same_rows()
        assert self.row().status == self.member
        rows = Certification.objects.system(WHY).filter(member_id=self.member_id)
        assert only(rows) == (self.state in OPEN) == (self.member == "PENDING")
        assert self.subject().state == self.state


def test_no_illegal_move_of_a_certification_leaves_a_trace(world: World) -> None:
    run(Employee, world, examples=20, steps=20)


@pytest.mark.slow
def test_no_illegal_move_of_a_certification_leaves_a_trace_in_long(world: World) -> None:
    run(Employee, world, examples=150, steps=50, is_random=True)
