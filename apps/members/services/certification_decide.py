"""The bank's decision on a certification: a reviewer, then an approver, each another person (ID-9, RC-8)."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core import outbox
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.notify import api as notify

from ..choices import REJECT_FIELDS, CertificationState, CheckResult
from ..contracts import MemberStatus
from ..events import CertificationApproved, CertificationRejected
from ..models import Certification
from ..rules import CERTIFICATION, MEMBER
from .certification_claim import refuse_claimed_by_other
from .certification_submit import KIND, certification_digest

LINK = "/mobile/certification/"


@use_case
def certification_approve(*, certification_id: UUID, actor: Actor, now: Moment) -> CertificationState:
    """Passes the review (SUBMITTED) or approves (REVIEWED); then the member is ACTIVE. Gives the new state.

    Locks the certification, then its member. Needs a step-up bound to the digest. Raises NotFound (another unit's),
    Conflict (CLAIMED, NO_MATCH, STALE), IllegalMove, Forbidden (role, SAME_PERSON), StepUpRequired. A second approval
    of the same step is refused by the lifecycle or as the same person.
    """
    row = _locked(certification_id, actor, now)
    move = CERTIFICATION.check(row.state, "approve" if row.state == CertificationState.REVIEWED else "review")
    if row.check_result != CheckResult.MATCH:
        raise Conflict("NO_MATCH", "联网核查结果不是「一致」,不能通过。")
    approvals.decide(
        kind=KIND,
        subject_id=row.pk,
        verdict="APPROVE",
        reason="",
        digest=certification_digest(row.member),
        actor=actor,
        now=now,
    )
    source, row.state = row.state, move.target
    row.claimer_person_id = row.claimed_until = None
    if row.state == CertificationState.REVIEWED:
        row.reviewer_person_id, row.reviewed_at = actor.person_id, now.wall
    else:
        row.decider_person_id, row.decided_at = actor.person_id, now.wall
        _activate(row, actor, now)
    row.save()
    _record("approved" if row.state == CertificationState.APPROVED else "reviewed", row, source, actor, now)
    if row.state == CertificationState.APPROVED:
        member = row.member
        outbox.publish(CertificationApproved(row.pk, member.pk, member.person_id, member.enterprise_id))
    return CertificationState(row.state)


@use_case
def certification_reject(*, certification_id: UUID, field: str, reason: str, actor: Actor, now: Moment) -> None:
    """Sends a certification back: `field` (a key of REJECT_FIELDS) is wrong, `reason` says what to do.

    Locks the certification, then its member. Raises as certification_approve, and InvalidInput (FIELD, REASON).
    """
    if field not in REJECT_FIELDS:
        raise InvalidInput("FIELD", "请选择需要更正的内容。", fields={"field": "请选择需要更正的内容"})
    if not reason.strip():
        raise InvalidInput("REASON", "请填写退回原因。", fields={"reason": "请填写退回原因"})
    row = _locked(certification_id, actor, now)
    move = CERTIFICATION.check(row.state, "reject")
    approvals.decide(
        kind=KIND,
        subject_id=row.pk,
        verdict="RETURN",
        reason=reason,
        digest=certification_digest(row.member),
        actor=actor,
        now=now,
    )
    source, row.state = row.state, move.target
    row.decider_person_id, row.decided_at = actor.person_id, now.wall
    row.rejected_field, row.rejected_reason = field, reason.strip()
    row.claimer_person_id = row.claimed_until = None
    row.save()
    row.member.status = MEMBER.check(row.member.status, "reject").target
    row.member.save(update_fields=["status"])
    _record("rejected", row, source, actor, now)
    _tell(row, "员工认证未通过", "的员工认证未通过,请打开应用查看原因并联系企业更正。", "rejected", now)
    outbox.publish(CertificationRejected(row.pk, row.member.pk, row.member.enterprise_id))


def _locked(certification_id: UUID, actor: Actor, now: Moment) -> Certification:
    rows = lock_rows(
        Certification.objects.scoped(actor)
        .filter(pk=certification_id)
        .select_related("member__department", "member__enterprise__unit")
    )
    if not rows:
        raise NotFound("没有找到这份认证申请。")
    refuse_claimed_by_other(rows[0], actor, now)
    return rows[0]


def _activate(row: Certification, actor: Actor, now: Moment) -> None:
    member = row.member
    member.status = MemberStatus(MEMBER.check(member.status, "approve").target)
    member.save(update_fields=["status"])
    identity.login_ensure(person_id=member.person_id, kind=LoginKind.EMPLOYEE, actor=actor, now=now)
    _tell(row, "员工认证已通过", "的员工认证已通过,现在可以使用全部员工服务。", "approved", now)


def _tell(row: Certification, title: str, text: str, end: str, now: Moment) -> None:
    notify.tell(
        person_id=row.member.person_id,
        kind=KIND,
        title=title,
        body=f"您在{row.member.enterprise.short_name}{text}",
        link=LINK,
        key=f"{KIND}:{row.pk}:{end}",
        sms=True,
        now=now,
    )


def _record(deed: str, row: Certification, source: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor,
        action=f"members.certification.{deed}",
        subject_kind=KIND,
        subject_id=row.pk,
        from_state=source,
        to_state=row.state,
        detail={"member_id": str(row.member_id), "field": row.rejected_field, "reason": row.rejected_reason},
        enterprise_id=row.member.enterprise_id,
        unit_path=row.member.enterprise.unit.path,
        now=now,
    )
