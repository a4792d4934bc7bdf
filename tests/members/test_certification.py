"""An employee is certified: the enterprise confirms, the machine checks, two persons decide (ID-9, RC-8)."""

from dataclasses import asdict, replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.approvals.events import RequestLapsed
from apps.approvals.models import ApprovalRequest, Decision
from apps.audit.models import AuditRow
from apps.core.actors import Actor, Role
from apps.core.errors import AppError, Conflict, Forbidden, IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.core.ids import new_id
from apps.core.models import Job, OutboxEvent
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.identity.models import User
from apps.members.choices import CertificationState, CheckResult
from apps.members.contracts import EnterpriseStatus, MemberStatus
from apps.members.models import Certification, Enterprise, Review
from apps.members.selectors.reviews import Wanted, queue_for_staff
from apps.members.services.certification_decide import certification_approve, certification_reject
from apps.members.services.certification_submit import CHECK_JOB, KIND, certification_submit
from apps.members.services.field_mend import field_mend
from apps.members.services.identity_reveal import identity_reveal
from apps.members.services.member_leave import member_leave
from apps.members.services.review_claim import review_claim, review_claim_next
from apps.members.subscribers import take_certification_back
from apps.notify.models import Notice, SmsMessage
from fixtures.world import World

pytestmark = pytest.mark.django_db


def xujings(world: World) -> Certification:
    return Certification.objects.system("test").select_related("member").get(member=world.member("xujing"))


def case_of(row: Certification) -> Review:
    return Review.objects.system("test").get(subject_id=row.pk)


def reject(world: World, who: Actor, row: Certification, *, field: str = "name", reason: str = "不对") -> None:
    certification_reject(certification_id=row.pk, field=field, reason=reason, actor=who, now=world.now)


def approve(world: World, who: str | Actor, row: Certification, *, pin: str = "246810") -> CertificationState:
    actor = world.actor(who) if isinstance(who, str) else who
    if pin:
        identity.step_up_confirm(actor=actor, digest=row.digest, pin=pin, now=world.now)
    return certification_approve(certification_id=row.pk, actor=actor, now=world.now)


def refused(kind: type[AppError], world: World, who: str | Actor, row: Certification, **options: str) -> str:
    """The code of the refusal; the certification is as it was."""
    before = Certification.objects.system("test").filter(pk=row.pk).values().get()
    with pytest.raises(kind) as caught:
        approve(world, who, row, **options)
    assert Certification.objects.system("test").filter(pk=row.pk).values().get() == before
    return caught.value.code


def deeds(subject: UUID) -> list[str]:
    return list(
        AuditRow.objects.system("test").filter(subject_id=subject).order_by("pk").values_list("action", flat=True)
    )


def test_two_persons_make_a_member(world: World) -> None:
    row = xujings(world)
    assert approve(world, "reviewer", row) == CertificationState.REVIEWED
    assert world.member("xujing").status == MemberStatus.PENDING
    assert approve(world, "approver", row) == CertificationState.APPROVED
    assert world.member("xujing").status == MemberStatus.ACTIVE
    row.refresh_from_db()
    assert (row.reviewer_person_id, row.decider_person_id) == (world.person("reviewer"), world.person("approver"))
    assert deeds(row.pk)[-4:] == [
        "approvals.request.passed",
        "members.certification.reviewed",
        "approvals.request.approved",
        "members.certification.approved",
    ]


def test_the_person_hears_of_it_and_can_sign_in_as_an_employee(world: World) -> None:
    row = xujings(world)
    approve(world, "reviewer", row)
    assert not Notice.objects.system("test").filter(person_id=world.person("xujing")).exists()
    approve(world, "approver", row)
    notice = Notice.objects.system("test").get(person_id=world.person("xujing"))
    assert (notice.title, notice.link) == ("员工认证已通过", "/mobile/certification/")
    event = OutboxEvent.objects.get(name="members.certification.approved")
    assert event.payload == {
        "certification_id": str(row.pk),
        "member_id": str(row.member_id),
        "person_id": str(world.person("xujing")),
        "enterprise_id": str(world.morningstar),
    }
    assert world.actor("xujing").roles == {Role.EMPLOYEE}


def test_a_login_is_made_for_a_person_who_had_none(world: World) -> None:
    row = Certification.objects.system("test").filter(member__enterprise_id=world.bedrock, state="REVIEWED").first()
    person_id = row.member.person_id
    assert identity.login_id(person_id=person_id, kind=LoginKind.EMPLOYEE) is None
    approve(world, "approver", row)
    assert identity.login_id(person_id=person_id, kind=LoginKind.EMPLOYEE) is not None


def test_without_a_step_up_nothing_is_decided(world: World) -> None:
    assert refused(StepUpRequired, world, "reviewer", xujings(world), pin="") == "STEP_UP_REQUIRED"


def test_the_approver_does_not_review_and_the_reviewer_does_not_approve(world: World) -> None:
    row = xujings(world)
    assert refused(Forbidden, world, "approver", row) == "FORBIDDEN"
    approve(world, "reviewer", row)
    assert refused(Forbidden, world, "reviewer", row) == "FORBIDDEN"


def test_a_person_with_both_roles_still_decides_only_once(world: World) -> None:
    row = xujings(world)
    both = replace(world.actor("reviewer"), roles=frozenset({Role.REVIEWER, Role.APPROVER}))
    approve(world, both, row)
    assert refused(Forbidden, world, both, row) == "SAME_PERSON"


def test_the_person_who_submitted_does_not_decide_with_a_second_login(world: World) -> None:
    row = xujings(world)
    second_login = replace(world.actor("reviewer"), person_id=world.person("hr"))
    assert second_login.user_id != world.actor("hr").user_id
    assert refused(Forbidden, world, second_login, row) == "SAME_PERSON"


def test_the_database_refuses_one_person_in_two_places(world: World) -> None:
    rows = Certification.objects.system("test").filter(pk=xujings(world).pk)
    person = world.person("reviewer")
    for columns in (
        {"reviewer_person_id": person, "decider_person_id": person},
        {"submitter_person_id": person, "reviewer_person_id": person},
        {"submitter_person_id": person, "decider_person_id": person},
    ):
        with pytest.raises(IntegrityError, match="members_certification_persons"), transaction.atomic():
            rows.update(**columns)


def test_the_reviewer_of_another_branch_finds_nothing(world: World) -> None:
    row, stranger = xujings(world), world.actor("other_reviewer")
    assert refused(NotFound, world, stranger, row) == "NOT_FOUND"
    for attempt in (
        lambda: review_claim(review_id=case_of(row).pk, actor=stranger, now=world.now),
        lambda: certification_reject(
            certification_id=row.pk, field="name", reason="不对", actor=stranger, now=world.now
        ),
        lambda: identity_reveal(certification_id=row.pk, reason="看看", actor=stranger, now=world.now),
    ):
        with pytest.raises(NotFound):
            attempt()
    shown = queue_for_staff(stranger, world.now.wall, Wanted(kind="EMPLOYEE"), page=1)
    assert (shown.lines, shown.total) == ((), 0)
    taken = review_claim_next(actor=stranger, now=world.now)
    assert taken is None or taken.kind == "ENTERPRISE"  # the firm of that branch


@pytest.mark.parametrize("result", [r for r in CheckResult if r != CheckResult.MATCH])
def test_only_a_match_of_the_machine_passes(world: World, result: CheckResult) -> None:
    row = xujings(world)
    Certification.objects.system("test").filter(pk=row.pk).update(check_result=result)
    assert refused(Conflict, world, "reviewer", row) == "NO_MATCH"


def test_what_changed_after_submission_is_not_approved(world: World) -> None:
    row = xujings(world)
    row.member.emp_no = "CX9999"
    row.member.save()
    assert refused(Conflict, world, "reviewer", row) == "STALE"


def test_a_reject_names_the_field_and_opens_it_again(world: World) -> None:
    row, reviewer = xujings(world), world.actor("reviewer")
    certification_reject(
        certification_id=row.pk, field="emp_no", reason="工号与工牌不符", actor=reviewer, now=world.now
    )
    row.refresh_from_db()
    assert (row.state, row.rejected_field, row.rejected_reason) == ("REJECTED", "emp_no", "工号与工牌不符")
    notice = Notice.objects.system("test").get(title="员工认证未通过")
    assert notice.person_id == row.member.person_id
    assert "工号" not in notice.body
    texts = [message.text.clear() for message in SmsMessage.objects.system("test")]
    assert sum("员工认证未通过" in text for text in texts) == 1
    assert world.member("xujing").status == MemberStatus.REJECTED
    assert refused(IllegalMove, world, "reviewer", row) == "ILLEGAL_MOVE"
    hr = world.actor("hr")
    with pytest.raises(Conflict) as caught:
        certification_submit(member_ids=[row.member_id], actor=hr, now=world.now)
    assert caught.value.code == "NOT_MENDED"
    with pytest.raises(InvalidInput):
        field_mend(member_id=row.member_id, value=row.member.emp_no, actor=hr, now=world.now)
    field_mend(member_id=row.member_id, value="CX0906", actor=hr, now=world.now)
    (again,) = certification_submit(member_ids=[row.member_id], actor=hr, now=world.now)
    assert again != row.pk
    assert world.member("xujing").status == MemberStatus.PENDING


@pytest.mark.parametrize(("field", "reason", "code"), [("salary", "不对", "FIELD"), ("name", "  ", "REASON")])
def test_a_reject_needs_a_field_and_a_reason(world: World, field: str, reason: str, code: str) -> None:
    row, reviewer = xujings(world), world.actor("reviewer")
    with pytest.raises(InvalidInput) as caught:
        reject(world, reviewer, row, field=field, reason=reason)
    assert caught.value.code == code
    assert xujings(world).state == CertificationState.SUBMITTED


def test_a_submission_asks_two_roles_and_the_machine(world: World) -> None:
    member = world.member("xujing")
    reject(world, world.actor("reviewer"), xujings(world), field="department")
    field_mend(member_id=member.pk, value="质检部", actor=world.actor("hr"), now=world.now)
    (made,) = certification_submit(member_ids=[member.pk], actor=world.actor("hr"), now=world.now)
    request = ApprovalRequest.objects.system("test").get(subject_id=made)
    assert (request.steps, request.unit_path) == (["reviewer", "approver"], "/head/east/")
    assert request.maker_person_id == world.person("hr")
    job = Job.objects.get(kind=CHECK_JOB)
    assert job.payload == {"certification_id": str(made)}


def test_a_second_submission_of_the_same_people_is_refused_whole(world: World) -> None:
    before = Certification.objects.system("test").count()
    with pytest.raises(IllegalMove):
        certification_submit(member_ids=[world.member("xujing").pk], actor=world.actor("hr"), now=world.now)
    assert Certification.objects.system("test").count() == before


def test_another_enterprises_people_are_not_found(world: World) -> None:
    Enterprise.objects.system("test").filter(pk=world.cloudsail).update(status=EnterpriseStatus.CERTIFIED)
    with pytest.raises(NotFound):
        certification_submit(member_ids=[world.member("xujing").pk], actor=world.actor("foreign_hr"), now=world.now)


def test_a_request_that_lapsed_takes_the_certification_back_for_another_submission(world: World) -> None:
    row = xujings(world)
    event = RequestLapsed(new_id(), KIND, row.pk, row.submitter_person_id)
    with transaction.atomic():
        for _ in range(2):  # an event may come twice
            take_certification_back(asdict(event) | {"subject_id": str(row.pk)})
    row.refresh_from_db()
    assert (row.state, world.member("xujing").status) == ("WITHDRAWN", "INVITED")
    assert deeds(row.pk)[-1] == "members.certification.lapsed"
    assert deeds(row.pk).count("members.certification.lapsed") == 1
    ApprovalRequest.objects.system("test").filter(subject_id=row.pk).update(state="LAPSED")
    hr = world.actor("hr")
    assert len(certification_submit(member_ids=[row.member_id], actor=hr, now=world.now)) == 1


def test_an_enterprise_that_is_not_certified_asks_for_nobody(world: World) -> None:
    foreign = world.actor("foreign_hr")
    member = world.member("foreign_hr")
    with pytest.raises(Conflict) as caught:
        certification_submit(member_ids=[member.pk], actor=foreign, now=world.now)
    assert caught.value.code == "NOT_CERTIFIED"


def test_a_claim_keeps_others_away_for_fifteen_minutes(world: World) -> None:
    row, reviewer = xujings(world), world.actor("reviewer")
    colleague = replace(reviewer, person_id=world.person("service"))
    case = case_of(row)
    review_claim(review_id=case.pk, actor=reviewer, now=world.now)
    with pytest.raises(Conflict) as caught:
        review_claim(review_id=case.pk, actor=colleague, now=world.now)
    assert caught.value.code == "CLAIMED"
    assert refused(Conflict, world, replace(colleague, user_id=reviewer.user_id), row) == "CLAIMED"
    later = replace(world.now, wall=world.now.wall + timedelta(minutes=15, seconds=1))
    review_claim(review_id=case.pk, actor=colleague, now=later)


def test_who_leaves_takes_the_open_certification_along(world: World) -> None:
    row = xujings(world)
    approve(world, "reviewer", row)
    member_leave(member_id=row.member_id, left_on=world.now.business_date, actor=world.actor("hr"), now=world.now)
    row.refresh_from_db()
    assert (row.state, world.member("xujing").status) == ("WITHDRAWN", MemberStatus.LEFT)
    assert ApprovalRequest.objects.system("test").get(subject_id=row.pk).state == "VOID"
    assert Decision.objects.system("test").filter(request__subject_id=row.pk).count() == 1
    assert refused(IllegalMove, world, "approver", row) == "ILLEGAL_MOVE"


def test_a_reveal_needs_a_reason_a_step_up_and_leaves_a_row(world: World) -> None:
    row, reviewer = xujings(world), world.actor("reviewer")
    with pytest.raises(InvalidInput):
        identity_reveal(certification_id=row.pk, reason=" ", actor=reviewer, now=world.now)
    with pytest.raises(StepUpRequired) as asked:
        identity_reveal(certification_id=row.pk, reason="核对证件影像", actor=reviewer, now=world.now)
    assert "members.identity.revealed" not in deeds(row.pk)
    identity.step_up_confirm(actor=reviewer, digest=asked.value.digest, pin=world.pin, now=world.now)
    (person,) = identity_reveal(certification_id=row.pk, reason="核对证件影像", actor=reviewer, now=world.now)
    assert person.name == "许静"
    assert person.id_number.startswith("89010120010611")
    line = AuditRow.objects.system("test").get(action="members.identity.revealed")
    assert (line.person_id, line.subject_id) == (reviewer.person_id, row.pk)
    assert line.detail == {"reason": "核对证件影像", "fields": "id_number,mobile"}
    with pytest.raises(StepUpRequired):
        identity_reveal(certification_id=row.pk, reason="核对证件影像", actor=reviewer, now=world.now)


def test_logins_are_as_many_as_before_when_the_person_had_one(world: World) -> None:
    before = User.objects.count()
    row = xujings(world)
    approve(world, "reviewer", row)
    approve(world, "approver", row)
    assert User.objects.count() == before
