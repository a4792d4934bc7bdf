"""Any sequence of moves, right and wrong, by right and wrong people: an enterprise's application (ID-8, RC-8)."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from apps.core.actors import Actor
from apps.core.ids import new_id
from apps.members.choices import CheckResult, Word
from apps.members.models import Enterprise, EnterpriseApplication
from apps.members.services.application_decide import application_approve, application_reject
from apps.members.services.application_edit import KIND, company_save
from apps.members.services.application_open import application_open, application_withdraw
from apps.members.services.application_submit import application_digest, application_submit
from apps.members.subscribers import give_application_back
from fixtures.cast import EAST
from fixtures.world import World
from fixtures.world_applications import company, fill_in

from .applicants import NAME, own_account, registered
from .machine import CHECKS, OPEN, STAFF, WHY, WORDS, Certifying, run

pytestmark = pytest.mark.django_db
FIELDS = ("address", "licence")  # of the company, whose section opens again; of the papers, which stay shut here
ENDED = ("APPROVED", "WITHDRAWN")


class Firm(Certifying):
    """新禾农业, registered and filled in, submitted by nobody yet."""

    check_column = "legal_check"

    def __init__(self) -> None:
        super().__init__()
        self.admin = registered(EAST, self.now)
        fill_in(self.admin, NAME, own_account(EAST, self.now), self.now)
        self.register_answers()
        self.state, self.kind, self.enterprise = "DRAFT", "FIRST", "DRAFT"
        self.field, self.is_mended, self.mends = "", False, 0

    def subject(self) -> EnterpriseApplication:
        rows = EnterpriseApplication.objects.system(WHY).filter(enterprise_id=self.admin.enterprise)
        return rows.select_related("enterprise__unit").latest("pk")

    def digest(self) -> str:
        return application_digest(self.subject())

    def approve(self, who: Actor) -> object:
        return application_approve(application_id=self.subject().pk, actor=who, now=self.now)

    def reject(self, who: Actor, field: str) -> object:
        return application_reject(application_id=self.subject().pk, field=field, reason="不符", actor=who, now=self.now)

    def approved(self) -> None:
        self.enterprise = "CERTIFIED"

    def rejected(self, field: str) -> None:
        self.field, self.is_mended = field, False
        if self.kind == "FIRST":
            self.enterprise = "REJECTED"

    def register_answers(self) -> None:
        """The register of enterprises never doubts: one check that may is enough for a machine."""
        EnterpriseApplication.objects.system(WHY).filter(pk=self.subject().pk).update(register_check="MATCH")

    def second_login(self) -> None:
        """The same person as the submitter, at the bank."""
        self.staff["hr at the bank"] = replace(self.staff["both"], person_id=self.admin.person_id)

    @rule(who=st.sampled_from(STAFF), word=WORDS, field=st.sampled_from(FIELDS), with_pin=st.booleans())
    def somebody_decides(self, who: str, word: Word, field: str, with_pin: bool) -> None:
        self.second_login()
        is_first = self.state == "SUBMITTED"
        self.decide(who, word, field, with_pin)
        self._taken(is_first)

    @precondition(lambda self: self.state in OPEN)
    @rule(word=WORDS, field=st.sampled_from(FIELDS), third=st.sampled_from(["approver", "head approver"]))
    def whose_turn_it_is_decides(self, word: Word, field: str, third: str) -> None:
        is_first = self.state == "SUBMITTED"
        self.decide_rightly(word, field, third)
        self._taken(is_first)

    def _taken(self, is_first: bool) -> None:
        """The first word takes the enterprise into review."""
        if is_first and self.state == "REVIEWED" and self.kind == "FIRST":
            self.enterprise = "BANK_REVIEW"

    @rule(who=st.sampled_from(STAFF))
    def somebody_takes_it(self, who: str) -> None:
        if self.state != "DRAFT":
            self.take_case(who)

    @rule(result=CHECKS)
    def the_machine_answers(self, result: CheckResult) -> None:
        self.machine_answers(result)

    @rule()
    def the_administrator_submits(self) -> None:
        reasons = set()
        if self.state in OPEN:
            reasons = {"ILLEGAL_MOVE"}
        elif self.state in ENDED:
            reasons = {"NOT_FOUND"}
        elif self.state == "REJECTED" and self.field and not self.is_mended:
            reasons = {"NOT_MENDED"}
        if self.call(lambda: application_submit(actor=self.admin, now=self.now), reasons):
            self.submitted(self.admin)
            self.field = ""
            if self.kind == "FIRST":
                self.enterprise = "SUBMITTED"

    @rule()
    def the_administrator_mends(self) -> None:
        is_open = self.state == "DRAFT" or (self.state == "REJECTED" and self.field in ("address", ""))
        reasons = set() if is_open else {"NOT_FOUND"} if self.state in ENDED else {"SECTION_LOCKED"}
        self.mends += 1
        changed = replace(company(NAME), address=f"演示路 {self.mends} 号")
        if self.call(lambda: company_save(company=changed, actor=self.admin, now=self.now), reasons):
            self.is_mended = True

    @rule()
    def the_administrator_withdraws(self) -> None:
        may = self.kind != "FIRST" and self.state in ("DRAFT", "REJECTED")
        reasons = set() if may else {"NOT_FOUND", "FIRST", "ILLEGAL_MOVE"}
        if self.call(lambda: application_withdraw(actor=self.admin, now=self.now), reasons):
            self.state = "WITHDRAWN"

    @rule()
    def the_administrator_opens_a_change(self) -> None:
        reasons = (
            set() if self.state in ENDED and self.enterprise == "CERTIFIED" else {"APPLICATION_OPEN", "NOT_CERTIFIED"}
        )
        if self.call(lambda: application_open(actor=self.admin, now=self.now), reasons):
            self.state, self.kind, self.field = "DRAFT", "CHANGE", ""
            self.register_answers()

    @rule(is_ours=st.booleans())
    def its_time_is_over(self, is_ours: bool) -> None:
        event = {"kind": KIND, "subject_id": str(self.subject().pk if is_ours else new_id())}
        if is_ours and self.lapse(lambda: give_application_back(event)):
            self.state, self.field = "REJECTED", ""
            if self.kind == "FIRST":
                self.enterprise = "REJECTED"

    @invariant()
    def the_rows_are_the_models(self) -> None:
        self.same_rows()
        assert self.subject().state == self.state
        assert Enterprise.objects.system(WHY).get(pk=self.admin.enterprise).status == self.enterprise


def test_no_illegal_move_of_an_application_leaves_a_trace(world: World) -> None:
    run(Firm, world, examples=12, steps=20)


@pytest.mark.slow
def test_no_illegal_move_of_an_application_leaves_a_trace_in_long(world: World) -> None:
    run(Firm, world, examples=100, steps=50, is_random=True)
