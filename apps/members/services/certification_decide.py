"""The bank's decision on a certification: a reviewer, then an approver, each another person (ID-9, RC-8)."""

from uuid import UUID

from apps.audit import api as audit
from apps.core import outbox
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.notify import api as notify

from ..choices import HIGH, REJECT_FIELDS, CertificationState, CheckResult, ReviewState, Word
from ..contracts import MemberStatus
from ..events import CertificationApproved, CertificationRejected
from ..models import Certification
from ..rules import CERTIFICATION, MEMBER
from .certification_submit import KIND, certification_digest
from .review_decide import review_decide

LINK = "/mobile/certification/"
_ENDS = {ReviewState.APPROVED: "approve", ReviewState.REJECTED: "reject"}
_DEEDS = {ReviewState.REVIEWED: "reviewed", ReviewState.APPROVED: "approved", ReviewState.REJECTED: "rejected"}


@use_case
def certification_approve(*, certification_id: UUID, actor: Actor, now: Moment) -> ReviewState:
    """Passes the review, or approves; then the member is ACTIVE. Gives the case's new state.

    Locks the certification, its case, its member. Needs a step-up bound to the digest. Raises NotFound (another
    unit's), Conflict (CLAIMED, ASSIGNED, NO_MATCH, STALE), IllegalMove, Forbidden (role, SAME_PERSON), StepUpRequired.
    A second approval of the same step is refused by the lifecycle or as the same person.
    """
    row = _locked(certification_id, actor)
    CERTIFICATION.check(row.state, "approve" if row.state == CertificationState.REVIEWED else "review")
    if row.check_result != CheckResult.MATCH:
        raise Conflict("NO_MATCH", "联网核查结果不是「一致」,不能通过。")
    return _decide(row, Word.ACCEPT, "", "", actor, now)


@use_case
def certification_reject(*, certification_id: UUID, field: str, reason: str, actor: Actor, now: Moment) -> ReviewState:
    """Sends a certification back: `field` (a key of REJECT_FIELDS) is wrong, `reason` says what to do.

    At high risk that is one word of two. Locks and raises as certification_approve, and InvalidInput (FIELD, REASON).
    """
    if field not in REJECT_FIELDS:
        raise InvalidInput("FIELD", "请选择需要更正的内容。", fields={"field": "请选择需要更正的内容"})
    if not reason.strip():
        raise InvalidInput("REASON", "请填写退回原因。", fields={"reason": "请填写退回原因"})
    row = _locked(certification_id, actor)
    CERTIFICATION.check(row.state, "reject")
    return _decide(row, Word.REJECT, field, reason.strip(), actor, now)


def _decide(row: Certification, word: Word, field: str, reason: str, actor: Actor, now: Moment) -> ReviewState:
    digest = certification_digest(row.member)
    case = review_decide(
        subject=row, approval=KIND, digest=digest, word=word, field=field, reason=reason, actor=actor, now=now
    )
    source, state = row.state, ReviewState(case.state)
    if state == ReviewState.REVIEWED:
        row.state = CERTIFICATION.check(source, "review").target
        row.reviewer_person_id, row.reviewed_at = actor.person_id, now.wall
    elif state in _ENDS:
        row.state = CERTIFICATION.check(source, _ENDS[state]).target
        row.decider_person_id, row.decided_at = actor.person_id, now.wall
    if state == ReviewState.REJECTED:
        row.rejected_field, row.rejected_reason = field, reason
    row.save()
    is_open = state not in _ENDS
    _record("opined" if is_open and case.risk == HIGH else _DEEDS[state], row, source, actor, now)
    if state == ReviewState.APPROVED:
        _activate(row, actor, now)
    elif state == ReviewState.REJECTED:
        _turn_back(row, now)
    return state


def _locked(certification_id: UUID, actor: Actor) -> Certification:
    rows = lock_rows(
        Certification.objects.scoped(actor)
        .filter(pk=certification_id)
        .select_related("member__department", "member__enterprise__unit")
    )
    if not rows:
        raise NotFound("没有找到这份认证申请。")
    return rows[0]


def _activate(row: Certification, actor: Actor, now: Moment) -> None:
    member = row.member
    member.status = MemberStatus(MEMBER.check(member.status, "approve").target)
    member.save(update_fields=["status"])
    identity.login_ensure(person_id=member.person_id, kind=LoginKind.EMPLOYEE, actor=actor, now=now)
    _tell(row, "员工认证已通过", "的员工认证已通过,现在可以使用全部员工服务。", "approved", now)
    outbox.publish(CertificationApproved(row.pk, member.pk, member.person_id, member.enterprise_id))


def _turn_back(row: Certification, now: Moment) -> None:
    row.member.status = MEMBER.check(row.member.status, "reject").target
    row.member.save(update_fields=["status"])
    _tell(row, "员工认证未通过", "的员工认证未通过,请打开应用查看原因并联系企业更正。", "rejected", now)
    outbox.publish(CertificationRejected(row.pk, row.member.pk, row.member.enterprise_id))


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
