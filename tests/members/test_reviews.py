"""The review desk: one queue in order, leases, two who are blind to each other, samples (ID-8, ID-9)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError

from apps.approvals.models import Decision
from apps.audit.models import AuditRow
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.members.choices import HIGH, LOW, MIDDLE, CheckResult, ReviewState
from apps.members.contracts import ContractType
from apps.members.models import Certification, Review, ReviewWord
from apps.members.rules.reviews import REMEDIES, EmployeeCase, EnterpriseCase, is_sampled, risk_of, sentences_of
from apps.members.selectors.reviews import Wanted, case_of, queue_for_staff, waiting_for
from apps.members.services.certification_decide import certification_approve, certification_reject
from apps.members.services.review_claim import review_claim, review_claim_next, review_release
from apps.members.services.review_open import review_weigh
from apps.members.services.review_sample import review_sample
from apps.members.web.review_forms import LABELS, EmployeeRejectForm
from fixtures.world import World

EMPLOYEE = EmployeeCase("MATCH", 30, ContractType.LABOUR, 400, 0, 0)
FIRM = EnterpriseCase("MATCH", "MATCH", (Decimal(60),), Decimal(25), 3000, None, False, 0)


@pytest.mark.parametrize(
    ("case", "risk", "codes"),
    [
        (EMPLOYEE, LOW, []),
        (replace(EMPLOYEE, check="WAITING"), LOW, []),
        (replace(EMPLOYEE, check="UNABLE"), HIGH, ["check"]),
        (replace(EMPLOYEE, age=17), HIGH, ["minor"]),
        (replace(EMPLOYEE, age=18), LOW, []),
        (replace(EMPLOYEE, age=65), LOW, []),
        (replace(EMPLOYEE, age=66), MIDDLE, ["elder"]),
        (replace(EMPLOYEE, age=66, employer_days=29), HIGH, ["elder", "new_employer"]),
        (replace(EMPLOYEE, contract_type="INTERN", memberships=1), MIDDLE, ["contract", "several"]),
        (replace(EMPLOYEE, rejected=2), MIDDLE, ["again", "again_often"]),
        (FIRM, LOW, []),
        (replace(FIRM, owners=(Decimal(25),)), MIDDLE, ["owners_part"]),
        (replace(FIRM, owners=(Decimal(20), Decimal(24))), HIGH, ["owners", "owners_part"]),
        (replace(FIRM, licence_days=89, age_days=100), HIGH, ["new_firm", "licence"]),
        (replace(FIRM, licence_days=90, is_other_bank=True), MIDDLE, ["other_bank"]),
    ],
)
def test_the_risk_of_a_case_is_a_table(case: EmployeeCase | EnterpriseCase, risk: int, codes: list[str]) -> None:
    assert risk_of(case) == (risk, codes)
    kind = "EMPLOYEE" if isinstance(case, EmployeeCase) else "ENTERPRISE"
    assert len(sentences_of(kind, codes)) == len(codes)


def test_a_sample_is_a_share_that_nobody_chooses() -> None:
    ids = [new_id() for _ in range(4000)]
    drawn = {one for one in ids if is_sampled(one, Decimal(5))}
    assert 140 <= len(drawn) <= 270
    assert drawn == {one for one in ids if is_sampled(one, Decimal(5))}
    assert not any(is_sampled(one, Decimal(0)) for one in ids)
    assert all(is_sampled(one, Decimal(100)) for one in ids)


def test_every_field_has_a_ready_sentence() -> None:
    assert {kind: set(fields) for kind, fields in REMEDIES.items()} == {
        kind: set(keys) for kind, keys in LABELS.items()
    }


@pytest.mark.parametrize(
    ("sent", "out", "wrong"),
    [
        ({"remedy": "emp_no.1"}, ("emp_no", "工号与企业花名册不一致,请核对后更正。"), set()),
        (
            {"remedy": "emp_no.1", "reason": "见花名册"},
            ("emp_no", "工号与企业花名册不一致,请核对后更正。见花名册"),
            set(),
        ),
        ({"field": "name", "reason": "错字"}, ("name", "错字"), set()),
        ({"remedy": "emp_no.1", "field": "name"}, None, {"field"}),
        ({"field": "name"}, None, {"reason"}),
        ({"reason": "错"}, None, {"remedy"}),
        ({}, None, {"remedy"}),
        ({"remedy": "nothing.1"}, None, {"remedy"}),
        ({"remedy": "emp_no.1", "reason": "长" * 190}, None, {"reason"}),
    ],
)
def test_a_rejection_is_a_ready_sentence_or_own_words(sent: dict, out: tuple[str, str] | None, wrong: set[str]) -> None:
    form = EmployeeRejectForm(sent)
    assert form.is_valid() == (out is not None)
    assert set(form.errors) == wrong
    assert out is None or (form.cleaned_data["field"], form.cleaned_data["reason"]) == out


def case(world: World, key: str = "xujing", risk: int = LOW) -> Review:
    row = Certification.objects.system("test").get(member=world.member(key))
    rows = Review.objects.system("test").filter(subject_id=row.pk)
    rows.update(risk=risk)
    return rows.get()


def third(world: World) -> Actor:
    return world.actor("head_approver")


def accept(world: World, who: Actor, row: Review) -> ReviewState:
    digest = Certification.objects.system("test").get(pk=row.subject_id).digest
    identity.step_up_confirm(actor=who, digest=digest, pin=world.pin, now=world.now)
    return certification_approve(certification_id=row.subject_id, actor=who, now=world.now)


def refuse(world: World, who: Actor, row: Review, reason: str = "工号不符") -> ReviewState:
    return certification_reject(
        certification_id=row.subject_id, field="emp_no", reason=reason, actor=who, now=world.now
    )


@pytest.mark.django_db
class TestQueue:
    def test_overdue_before_risk_before_age(self, world: World) -> None:
        reviewer = world.actor("reviewer")
        rows = Review.objects.scoped(reviewer).filter(state="SUBMITTED")
        young = rows.order_by("-submitted_at").first()
        rows.filter(pk=young.pk).update(risk=HIGH)
        found = queue_for_staff(reviewer, world.now.wall, Wanted(show="mine"), page=1)
        overdue = [line.is_overdue for line in found.lines]
        assert overdue == sorted(overdue, reverse=True) and sum(overdue) == 3
        assert found.lines[3].id == young.pk
        later = [line for line in found.lines[4:] if line.risk_label == "低"]
        assert [line.submitted_at for line in later] == sorted(line.submitted_at for line in later)
        assert review_claim_next(actor=reviewer, now=world.now).subject_id == found.lines[0].subject_id

    def test_both_kinds_stand_in_it_and_filters_narrow_it(self, world: World) -> None:
        other, head = world.actor("other_reviewer"), world.actor("compliance")
        assert {line.kind for line in queue_for_staff(other, world.now.wall, Wanted(), page=1).lines} == {"ENTERPRISE"}
        kinds = {line.kind for line in queue_for_staff(head, world.now.wall, Wanted(kind="EMPLOYEE"), page=1).lines}
        assert kinds == {"EMPLOYEE"}
        everything = queue_for_staff(head, world.now.wall, Wanted(), page=1)
        west = queue_for_staff(head, world.now.wall, Wanted(unit=other.unit_path), page=1)
        assert (west.total, everything.total > west.total) == (1, True)
        assert queue_for_staff(head, world.now.wall, Wanted(q="CX0006"), page=1).total == 1
        assert queue_for_staff(other, world.now.wall, Wanted(unit="/head/east/"), page=1).total == 0

    def test_a_page_is_fifty_and_the_last_is_the_end(self, world: World) -> None:
        reviewer, like = world.actor("reviewer"), case(world)
        for _ in range(61):
            like.pk, like.subject_id = new_id(), new_id()
            like.save(force_insert=True)
        first = queue_for_staff(reviewer, world.now.wall, Wanted(), page=1)
        last = queue_for_staff(reviewer, world.now.wall, Wanted(), page=99)
        assert (len(first.lines), first.number, last.number) == (50, 1, last.pages)
        assert len(last.lines) == first.total - 50 * (first.pages - 1)


@pytest.mark.django_db
class TestLease:
    def test_next_passes_over_what_others_have(self, world: World) -> None:
        reviewer = world.actor("reviewer")
        colleague = replace(reviewer, person_id=world.person("service"))
        first = review_claim_next(actor=reviewer, now=world.now)
        second = review_claim_next(actor=colleague, now=world.now)
        assert first != second
        assert review_claim_next(actor=reviewer, now=world.now) == first

    def test_skipping_lays_it_back_and_takes_another(self, world: World) -> None:
        reviewer = world.actor("reviewer")
        first = review_claim_next(actor=reviewer, now=world.now)
        row = Review.objects.system("test").get(subject_id=first.subject_id)
        assert review_claim_next(actor=reviewer, now=world.now, skip=row.pk) != first
        row.refresh_from_db()
        assert (row.claimer_person_id, row.claimed_until) == (None, None)

    def test_taking_again_prolongs_and_laying_back_ends_it(self, world: World) -> None:
        row, reviewer = case(world), world.actor("reviewer")
        review_claim(review_id=row.pk, actor=reviewer, now=world.now)
        later = replace(world.now, wall=world.now.wall + timedelta(minutes=10))
        review_claim(review_id=row.pk, actor=reviewer, now=later)
        row.refresh_from_db()
        assert row.claimed_until == later.wall + timedelta(minutes=15)
        assert case_of(reviewer, row.subject_id, later).seconds_left == 15 * 60
        review_release(review_id=row.pk, actor=reviewer, now=later)
        with pytest.raises(NotFound):
            review_release(review_id=row.pk, actor=reviewer, now=later)
        trail = AuditRow.objects.system("test").filter(subject_id=row.subject_id, action__startswith="members.review.")
        assert list(trail.order_by("pk").values_list("action", flat=True)) == [
            "members.review.taken", "members.review.released"
        ]  # fmt: skip

    def test_what_is_not_ones_own_to_decide_is_not_taken(self, world: World) -> None:
        row = case(world)
        for who, kind in (("approver", Forbidden), ("other_reviewer", NotFound)):
            with pytest.raises(kind):
                review_claim(review_id=row.pk, actor=world.actor(who), now=world.now)


@pytest.mark.django_db
class TestBlind:
    """At high risk two say without each other."""

    def test_two_who_accept_make_a_member(self, world: World) -> None:
        row = case(world, risk=HIGH)
        assert accept(world, world.actor("reviewer"), row) == ReviewState.REVIEWED
        assert accept(world, world.actor("approver"), row) == ReviewState.APPROVED
        assert world.member("xujing").status == "ACTIVE"

    def test_two_who_refuse_turn_it_back(self, world: World) -> None:
        row = case(world, risk=HIGH)
        assert refuse(world, world.actor("reviewer"), row) == ReviewState.REVIEWED
        assert world.member("xujing").status == "PENDING"
        assert refuse(world, world.actor("approver"), row, "照片不清") == ReviewState.REJECTED
        certification = Certification.objects.system("test").get(pk=row.subject_id)
        assert (certification.state, certification.rejected_reason) == ("REJECTED", "照片不清")

    @pytest.mark.parametrize("is_first_accepting", [True, False])
    def test_two_who_differ_call_a_third(self, world: World, is_first_accepting: bool) -> None:
        row = case(world, risk=HIGH)
        first, second = (accept, refuse) if is_first_accepting else (refuse, accept)
        first(world, world.actor("reviewer"), row)
        assert second(world, world.actor("approver"), row) == ReviewState.DISPUTED
        assert world.member("xujing").status == "PENDING"
        with pytest.raises(Forbidden):
            accept(world, world.actor("approver"), row)
        assert row.pk in set(waiting_for(third(world)).values_list("pk", flat=True))
        assert row.pk not in set(waiting_for(world.actor("approver")).values_list("pk", flat=True))
        shown = case_of(third(world), row.subject_id, world.now)
        assert [word.word for word in shown.words] == (["通过", "退回"] if is_first_accepting else ["退回", "通过"])
        assert accept(world, third(world), row) == ReviewState.APPROVED
        assert world.member("xujing").status == "ACTIVE"
        assert Decision.objects.system("test").filter(request__subject_id=row.subject_id).count() == 3

    def test_nothing_tells_the_second_what_the_first_said(self, world: World) -> None:
        row, approver = case(world, risk=HIGH), world.actor("approver")
        refuse(world, world.actor("reviewer"), row, "身份存疑XYZ")
        shown = case_of(approver, row.subject_id, world.now)
        assert (shown.is_blind, shown.words) == (True, ())
        trail = AuditRow.objects.system("test").filter(subject_id=row.subject_id).order_by("pk")
        assert [line.action for line in trail][-2:] == ["approvals.request.opined", "members.certification.opined"]
        assert not any("XYZ" in str(line.detail) or line.detail.get("field") == "emp_no" for line in trail)
        other = case(world, risk=LOW)
        assert other.pk == row.pk

    def test_at_lower_risk_one_refusal_ends_it(self, world: World) -> None:
        assert refuse(world, world.actor("reviewer"), case(world, risk=MIDDLE)) == ReviewState.REJECTED

    def test_a_machine_that_finds_no_match_makes_it_high_until_somebody_has_spoken(self, world: World) -> None:
        row = case(world)
        certifications = Certification.objects.system("test").filter(pk=row.subject_id)
        certification = certifications.select_related("member__enterprise").get()
        certification.check_result = CheckResult.MISMATCH
        review_weigh(subject=certification, now=world.now)
        row.refresh_from_db()
        assert (row.risk, row.reasons[0]) == (HIGH, "check")
        accept(world, world.actor("reviewer"), row)
        certification.check_result = CheckResult.MATCH
        review_weigh(subject=certification, now=world.now)
        row.refresh_from_db()
        assert row.risk == HIGH


@pytest.mark.django_db
class TestSample:
    @pytest.fixture
    def sampled(self, world: World) -> Review:
        row = case(world)
        accept(world, world.actor("reviewer"), row)
        accept(world, world.actor("approver"), row)
        Review.objects.system("test").filter(pk=row.pk).update(is_sampled=True)
        return row

    def look(self, row: Review, who: Actor, now: Moment, result: str = "GOOD", note: str = "") -> None:
        review_sample(review_id=row.pk, result=result, note=note, actor=who, now=now)

    def test_somebody_else_looks_again_once(self, world: World, sampled: Review) -> None:
        compliance = world.actor("compliance")
        wanted = Wanted(show="sample")
        assert queue_for_staff(world.actor("reviewer"), world.now.wall, wanted, page=1).total == 0
        assert queue_for_staff(compliance, world.now.wall, wanted, page=1).total == 1
        for key in ("reviewer", "approver"):
            with pytest.raises(Forbidden):
                self.look(sampled, world.actor(key), world.now)
        with pytest.raises(InvalidInput):
            self.look(sampled, compliance, world.now, "FAULTY")
        with pytest.raises(InvalidInput):
            self.look(sampled, compliance, world.now, "?")
        self.look(sampled, compliance, world.now, "FAULTY", "合同类型录错")
        with pytest.raises(Conflict):
            self.look(sampled, compliance, world.now)
        sampled.refresh_from_db()
        assert (sampled.sample_result, sampled.sample_note) == ("FAULTY", "合同类型录错")

    def test_the_database_refuses_who_had_a_hand_in_it(self, sampled: Review) -> None:
        rows = Review.objects.system("test").filter(pk=sampled.pk)
        sampled.refresh_from_db()
        with pytest.raises(IntegrityError, match="members_review_sampler"):
            rows.update(sampler_person_id=sampled.decider_person_id)

    def test_another_branch_finds_nothing(self, world: World, sampled: Review) -> None:
        with pytest.raises(NotFound):
            self.look(sampled, world.actor("other_reviewer"), world.now)


def words(review_id: UUID) -> list[tuple[int, str]]:
    rows = ReviewWord.objects.system("test").filter(review_id=review_id)
    return list(rows.order_by("step").values_list("step", "word"))


@pytest.mark.django_db
def test_each_word_is_kept_with_its_time(world: World) -> None:
    row = case(world)
    accept(world, world.actor("reviewer"), row)
    refuse(world, world.actor("approver"), row)
    assert words(row.pk) == [(1, "ACCEPT"), (2, "REJECT")]
    row.refresh_from_db()
    assert (row.state, row.closed_at, row.is_sampled) == ("REJECTED", world.now.wall, False)
