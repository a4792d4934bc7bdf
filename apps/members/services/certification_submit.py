"""The enterprise confirms that somebody on its roster works there, and asks the bank to certify them (ID-9)."""

from collections.abc import Sequence
from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core import jobs, outbox, params
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.ids import new_id
from apps.core.masking import mask_name

from ..choices import CLAIM_REQUIRED, REJECT_FIELDS
from ..contracts import MemberStatus
from ..events import CertificationSubmitted
from ..models import Certification, EmployeeMember
from ..rules import CERTIFICATION, MEMBER
from ..selectors.claims import rejection_of
from ..selectors.enterprises import require_certified
from .review_open import review_open

KIND = "members.certification"
CHECK_JOB = "members.identity_check"
STEPS = (Role.REVIEWER, Role.APPROVER)
MOST = 200  # in one request


@use_case
def certification_submit(*, member_ids: Sequence[UUID], actor: Actor, now: Moment) -> tuple[UUID, ...]:
    """Opens a certification for each member, asks for two approvals and for the identity check; gives their ids.

    Locks the members ascending by id. All or none: raises InvalidInput (none or too many chosen), NotFound for a
    member of another enterprise, Conflict (NOT_CERTIFIED, ENTERPRISE_SUSPENDED: the enterprise itself; NOT_CLAIMED
    where the parameter asks for the person's own word first; NOT_MENDED: the field that was sent back), IllegalMove
    for a member that is neither INVITED nor REJECTED, so that sending the same request twice has one effect.
    """
    if not 1 <= len(set(member_ids)) <= MOST:
        message = f"请选择 1 至 {MOST} 名员工。"
        raise InvalidInput("MEMBERS", message, fields={"members": message})
    members = lock_rows(
        EmployeeMember.objects.scoped(actor).filter(pk__in=member_ids).select_related("enterprise__unit", "department")
    )
    if len(members) != len(set(member_ids)):
        raise NotFound("没有找到所选的员工。")
    require_certified(actor.enterprise)
    _refuse_unclaimed(members, now)
    _refuse_unmended(members)
    return tuple(_submit(member, actor, now) for member in members)


def _refuse_unclaimed(members: Sequence[EmployeeMember], now: Moment) -> None:
    missing = sum(member.claimed_at is None for member in members)
    if missing and params.get(CLAIM_REQUIRED, now.business_date):
        raise Conflict("NOT_CLAIMED", f"所选员工中有 {missing} 名尚未本人认领,请先邀请其认领,再确认提交。")


def _refuse_unmended(members: Sequence[EmployeeMember]) -> None:
    for member in members:
        field, _ = rejection_of(member)
        if member.status == MemberStatus.REJECTED and field and member.mended_at is None:
            label = REJECT_FIELDS[field]
            todo = "请登记离职后按正确的身份证号重新导入" if field == "id_number" else "请更正后再提交"
            raise Conflict("NOT_MENDED", f"{member.name}被银行退回的{label}还没有更正,{todo}。")


def certification_digest(member: EmployeeMember) -> str:
    """The hash of what the enterprise states and the bank is shown."""
    return body_hash(
        {
            "person": member.person_id,
            "enterprise": member.enterprise_id,
            "name": member.name,
            "emp_no": member.emp_no,
            "department": member.department_id,  # which may be renamed meanwhile
            "contract_type": member.contract_type,
            "hired_on": member.hired_on,
        }
    )


def _submit(member: EmployeeMember, actor: Actor, now: Moment) -> UUID:
    source, member.status = member.status, MEMBER.check(member.status, "submit").target
    member.mended_at = None
    member.save(update_fields=["status", "mended_at"])
    certification = Certification(
        id=new_id(),
        member=member,
        state=CERTIFICATION.check("", "submit").target,
        digest=certification_digest(member),
        submitter_person_id=actor.person,
        submitted_at=now.wall,
    )
    certification.save(force_insert=True)
    approvals.request(
        kind=KIND,
        subject_id=certification.pk,
        digest=certification.digest,
        summary={"姓名": mask_name(member.name), "企业": member.enterprise.short_name},
        steps=STEPS,
        actor=actor,
        enterprise_id=member.enterprise_id,
        unit_path=member.enterprise.unit.path,
        now=now,
    )
    review_open(subject=certification, now=now)
    jobs.add(CHECK_JOB, str(certification.pk), {"certification_id": str(certification.pk)})
    audit.record(
        actor=actor,
        action="members.certification.submitted",
        subject_kind=KIND,
        subject_id=certification.pk,
        from_state=source,
        to_state=member.status,
        detail={"member_id": str(member.pk), "emp_no": member.emp_no},
        unit_path=member.enterprise.unit.path,
        now=now,
    )
    outbox.publish(CertificationSubmitted(certification.pk))
    return certification.pk
