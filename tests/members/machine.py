"""What both state machines of certification share: who acts, what a refusal leaves as it was, two persons' words."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from django.db import connection, models, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from apps.approvals.models import ApprovalRequest
from apps.core.actors import Actor, Role
from apps.core.errors import AppError
from apps.identity import api as identity
from apps.members.choices import HIGH, CheckResult, Word
from apps.members.models import Certification, EnterpriseApplication, Review, ReviewWord
from apps.members.services.review_claim import review_claim
from apps.members.services.review_open import review_weigh
from fixtures.world import World

TRACES = ("members_", "approvals_", "audit_", "notify_", "identity_")
TRACE_TABLES = ("core_outboxevent", "core_job", "core_idempotencyrecord")  # beside those
OPEN = ("SUBMITTED", "REVIEWED")
WHY = "test"
STAFF = ("reviewer", "approver", "head approver", "both", "hr at the bank", "other branch", "compliance")
CHECKS = st.sampled_from([CheckResult.MATCH, CheckResult.MATCH, CheckResult.MISMATCH, CheckResult.UNABLE])
WORDS = st.sampled_from([Word.ACCEPT, Word.ACCEPT, Word.REJECT])


def everything() -> dict[str, object]:
    """The number and a digest of the rows of each table in which a move could leave a trace."""
    names = [name for name in connection.introspection.table_names() if name.startswith(TRACES)]
    parts = [
        f"SELECT '{table}', count(*), sum(hashtextextended(t::text, 0)::numeric) FROM {table} t"
        for table in (*names, *TRACE_TABLES)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: rest for table, *rest in cursor.fetchall()}


class Certifying(RuleBasedStateMachine):
    """One subject on its way through the bank, and a model of it in plain Python beside the rows.

    Every call must do what the model expects: succeed, or be refused for one of the model's reasons and leave every
    table as it was.
    """

    world: ClassVar[World]
    check_column: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        connection.atomic_blocks[-1]._from_testcase = True  # what is inside are use cases, each its own transaction
        self.now = self.world.now
        self.state, self.check, self.risk = "", "", 1
        self.words: list[tuple[UUID, Word]] = []
        self.submitter: UUID | None = None
        self.claimer: UUID | None = None
        self.confirmed: set[tuple[UUID | None, str]] = set()
        self.staff = self._staff()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def _staff(self) -> dict[str, Actor]:
        """Logins of the bank. One person has both roles; one is the enterprise's HR under a second login."""
        reviewer, both = self.world.actor("reviewer"), frozenset({Role.REVIEWER, Role.APPROVER})
        return {
            "reviewer": reviewer,
            "approver": self.world.actor("approver"),
            "head approver": self.world.actor("head_approver"),
            "both": replace(reviewer, roles=both),
            "hr at the bank": replace(reviewer, roles=both, person_id=self.world.person("hr")),
            "other branch": self.world.actor("other_reviewer"),
            "compliance": self.world.actor("compliance"),
        }

    # ---- what each machine says of its subject

    def subject(self) -> Certification | EnterpriseApplication:
        raise NotImplementedError

    def answer_of(self, subject: Certification | EnterpriseApplication) -> str:
        """What the bank's identity service said."""
        return str(getattr(subject, self.check_column))

    def digest(self) -> str:
        raise NotImplementedError

    def approve(self, who: Actor) -> object:
        raise NotImplementedError

    def reject(self, who: Actor, field: str) -> object:
        raise NotImplementedError

    def approved(self) -> None:
        raise NotImplementedError

    def rejected(self, field: str) -> None:
        raise NotImplementedError

    # ---- moves

    def call(self, deed: Callable[[], object], reasons: set[str]) -> bool:
        """Whether it was done, as the model expects."""
        before = everything()
        try:
            deed()
        except AppError as refused:
            assert refused.code in reasons, f"{refused.code}, not one of {reasons}"
            assert everything() == before, "a refused move left a trace"
            return False
        assert not reasons, f"done in spite of {reasons}"
        assert everything() != before, "a move without a trace"
        return True

    def submitted(self, who: Actor) -> None:
        self.state, self.check, self.risk, self.words, self.claimer = (
            "SUBMITTED",
            CheckResult.WAITING.value,
            1,
            [],
            None,
        )
        self.submitter = who.person_id

    def decide(self, who: str, word: Word, field: str, with_pin: bool) -> None:
        actor = self.staff[who]
        digest = self.digest()
        if with_pin:
            identity.step_up_confirm(actor=actor, digest=digest, pin=World.pin, now=self.now)
            self.confirmed.add((actor.user_id, digest))
        reasons = self._against(who, actor, word, (actor.user_id, digest) in self.confirmed)
        done = self.call(lambda: self.approve(actor) if word == Word.ACCEPT else self.reject(actor, field), reasons)
        if not done:
            return
        if word == Word.ACCEPT:
            self.confirmed.discard((actor.user_id, digest))
        self.words.append((actor.person, word))
        self.claimer = None
        self._count(field)

    def decide_rightly(self, word: Word, field: str, third: str) -> None:
        """The next of those whose turn it is, of a case that nobody holds and the machine has no doubt about."""
        if self.check != CheckResult.MATCH and word == Word.ACCEPT:
            self.machine_answers(CheckResult.MATCH)
        turns = ("reviewer", "approver", "head approver") if third == "approver" else ("reviewer", third, "approver")
        taken = {person for person, _ in self.words} | {self.submitter}
        who = next((who for who in turns[len(self.words) :] if self.staff[who].person_id not in taken), "")
        if who and self.claimer in (None, self.staff[who].person_id):
            self.decide(who, word, field, with_pin=True)

    def _against(self, who: str, actor: Actor, word: Word, is_confirmed: bool) -> set[str]:
        if who == "other branch":
            return {"NOT_FOUND"}
        if self.state not in OPEN:
            return {"ILLEGAL_MOVE"}
        reasons = set()
        if word == Word.ACCEPT and self.check != CheckResult.MATCH:
            reasons.add("NO_MATCH")
        if self.claimer not in (None, actor.person_id):
            reasons.add("CLAIMED")
        if (Role.APPROVER if self.words else Role.REVIEWER) not in actor.roles:
            reasons.add("FORBIDDEN")
        if actor.person_id in (self.submitter, *(person for person, _ in self.words)):
            reasons.add("SAME_PERSON")
        if word == Word.ACCEPT and not is_confirmed:
            reasons.add("STEP_UP_REQUIRED")
        return reasons

    def _count(self, field: str) -> None:
        """What the words so far make of the case: at high risk two alike, or the third of three."""
        said = [word for _, word in self.words]
        if self.risk == HIGH:
            is_over = len(said) == 3 or (len(said) == 2 and said[0] == said[1])
        else:
            is_over = said[-1] == Word.REJECT or len(said) == 2
        if not is_over:
            self.state = "REVIEWED"
        elif said[-1] == Word.ACCEPT:
            self.state = "APPROVED"
            self.approved()
        else:
            self.state = "REJECTED"
            self.rejected(field)

    def machine_answers(self, result: CheckResult) -> None:
        """The bank's identity service has answered, as the job of the check writes it."""
        if self.state not in OPEN:
            return
        subject = self.subject()
        setattr(subject, self.check_column, result.value)
        subject.save(update_fields=[self.check_column])
        with transaction.atomic():
            review_weigh(subject=subject, now=self.now)
        self.check = result.value
        if not self.words:
            self.risk = Review.objects.system(WHY).get(subject_id=subject.pk).risk
            assert (self.risk == HIGH) == (result in (CheckResult.MISMATCH, CheckResult.UNABLE))

    def take_case(self, who: str) -> None:
        """Takes the case, or does not: what decides is the queue's (tests/members/test_reviews.py)."""
        actor, before = self.staff[who], everything()
        case = Review.objects.system(WHY).filter(subject_id=self.subject().pk).latest("pk")
        try:
            review_claim(review_id=case.pk, actor=actor, now=self.now)
        except AppError:
            assert everything() == before
        else:
            assert self.state in OPEN and self.claimer in (None, actor.person_id) and who != "other branch"
            self.claimer = actor.person_id

    def lapse(self, deed: Callable[[], None]) -> bool:
        """The request's time is over; an event that comes again changes nothing. Whether there was one."""
        is_open = self.state in OPEN
        before = everything()
        if is_open:
            ApprovalRequest.objects.system(WHY).filter(subject_id=self.subject().pk, state="PENDING").update(
                state="LAPSED", closed_at=self.now.wall
            )
        for _ in range(2):
            with transaction.atomic():
                deed()
        assert is_open or everything() == before
        return is_open

    def same_rows(self) -> None:
        """What stands in the rows is what the model says, and no person stands in them twice."""
        row = self.subject()
        persons = [row.submitter_person_id, row.reviewer_person_id, row.decider_person_id]
        if self.state in (*OPEN, "APPROVED"):
            assert row.state == self.state
            known = [person for person in persons if person]
            assert len(set(known)) == len(known)
        case = Review.objects.system(WHY).filter(subject_id=row.pk).order_by("-pk").first()
        if case is not None and self.state in OPEN:
            words = ReviewWord.objects.system(WHY).filter(review=case).order_by("step")
            assert list(words.values_list("person_id", "word")) == [(person, word.value) for person, word in self.words]


def only(rows: "models.QuerySet[Certification]") -> int:
    return rows.filter(state__in=OPEN).count()


def run(machine: type[Certifying], world: World, *, examples: int, steps: int, is_random: bool = False) -> None:
    machine.world = world
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not is_random,
            database=None,
            phases=[Phase.generate],  # a sequence is short enough to read: shrinking it would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
