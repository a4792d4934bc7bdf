"""Deciding on a request, and voiding one."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.audit import api as audit
from apps.core import jobs
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.identity import api as identity

from ..choices import RequestState, Verdict
from ..contracts import Outcome
from ..models import ApprovalRequest, Decision
from ..rules import REQUEST, next_move
from ..selectors import reaches
from .request_open import LAPSE_JOB


def request_decide(
    *,
    kind: str,
    subject_id: UUID,
    verdict: str,
    reason: str,
    digest: str,
    actor: Actor,
    now: Moment,
    is_blind: bool = False,
) -> Outcome:
    """Records one person's verdict in the caller's transaction, which must hold the subject's lock.

    Locks the request. Checks in order: pending, the role of the next step, the reach of a bank's approver, another
    person than the maker and every earlier decider, the same digest; an approval also consumes a step-up bound to the
    digest. `is_blind`: each says without the others' words (rules.next_move); the trail tells no word of one that is
    still open, and two that differ add a step for a third person of the last step's role. Raises NotFound,
    Forbidden, Conflict (STALE: what was shown has changed; LAPSED), InvalidInput (REASON), StepUpRequired.
    """
    require_transaction()
    if verdict not in tuple(Verdict):
        raise InvalidInput("VERDICT", "请选择同意或退回。")
    request = _locked(kind, subject_id)
    if request.expires_at <= now.wall:
        raise Conflict("LAPSED", "这份审批申请已超过有效期,请由经办人重新提交。")
    role = Role(request.steps[request.steps_done])
    _check_person(request, role, actor)
    if request.digest != digest:
        raise Conflict("STALE", "内容已变更,请刷新后重新核对再审批。")
    if verdict == Verdict.RETURN and not reason.strip():
        raise InvalidInput("REASON", "请填写退回原因。", fields={"reason": "请填写退回原因。"})
    earlier = list(_words(request).values_list("verdict", flat=True))
    name = next_move(verdict, earlier, len(request.steps), is_blind=is_blind)
    if name == "differ":
        request.steps, name = [*request.steps, role], "pass"
    move = REQUEST.check(request.state, name)
    if verdict == Verdict.APPROVE:
        identity.require_step_up(actor=actor, digest=digest, shown=request.summary, now=now)
    _write(request, role, verdict, reason.strip(), actor, now)
    request.steps_done += is_blind or verdict == Verdict.APPROVE
    is_silent = is_blind and move.name == "pass"
    action = f"approvals.request.{'opined' if is_silent else _PAST[move.name]}"
    request_move(request, move.target, action, "" if is_silent else reason, actor, now)
    return Outcome(request.state, request.steps_done)


def _words(request: ApprovalRequest) -> "QuerySet[Decision]":
    return Decision.objects.system("of the locked request").filter(request=request).order_by("step")


def _write(request: ApprovalRequest, role: Role, verdict: str, reason: str, actor: Actor, now: Moment) -> None:
    lender = actor.lender(role)
    Decision.objects.create(
        request=request,
        step=request.steps_done + 1,
        role=role,
        person_id=actor.person,
        lender_person_id=lender.person_id if lender else None,
        maker_person_id=request.maker_person_id,
        display=actor.display_as(role),
        verdict=verdict,
        reason=reason,
        digest=request.digest,
        decided_at=now.wall,
    )


def request_void(*, kind: str, subject_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Voids the pending request of a subject, with the approvals given so far, in the caller's transaction.

    One that has lapsed is void already. Raises NotFound where the last request of the subject was decided.
    """
    require_transaction()
    if _has_lapsed(kind, subject_id):
        return
    request = _locked(kind, subject_id)
    move = REQUEST.check(request.state, "void")
    request_move(request, move.target, "approvals.request.voided", reason, actor, now)


def _has_lapsed(kind: str, subject_id: UUID) -> bool:
    rows = ApprovalRequest.objects.system("the caller has scoped the subject").filter(kind=kind, subject_id=subject_id)
    last = rows.order_by("-requested_at", "-pk").values_list("state", flat=True).first()
    return last == RequestState.LAPSED


_PAST = {"pass": "passed", "approve": "approved", "return": "returned"}


def _locked(kind: str, subject_id: UUID) -> ApprovalRequest:
    rows = lock_rows(
        ApprovalRequest.objects.system("the caller has scoped the subject").filter(
            kind=kind, subject_id=subject_id, state=RequestState.PENDING
        )
    )
    if not rows:
        raise NotFound("这一笔没有待审批的申请,可能已被处理。")
    return rows[0]


def _check_person(request: ApprovalRequest, role: Role, actor: Actor) -> None:
    if role not in actor.roles:
        raise Forbidden(f"当前步骤需要「{ROLE_LABELS[role]}」角色办理。")
    if actor.unit_path is not None and not reaches(actor, request.unit_path):
        raise Forbidden("这项申请须由主管机构的审批岗办理,不在您所在机构的权限内。", code="OTHER_UNIT")
    if actor.person_id == request.maker_person_id:
        raise Forbidden("经办人不能审批自己提交的申请,请由他人办理。", code="SAME_PERSON")
    lender = actor.lender(role)
    if lender and lender.person_id == request.maker_person_id:
        raise Forbidden("经办人的审批角色不能由代办人审批这一笔,请由他人办理。", code="SAME_PERSON")
    persons = {actor.person, *([lender.person_id] if lender else [])}
    if _words(request).filter(Q(person_id__in=persons) | Q(lender_person_id__in=persons)).exists():
        raise Forbidden("您已审批过这一笔,下一步须由他人办理。", code="SAME_PERSON")


def request_move(request: ApprovalRequest, target: str, action: str, reason: str, actor: Actor, now: Moment) -> None:
    """Writes a move of a locked request with its row in the trail; one that is closed waits for no lapse any more."""
    source, request.state = request.state, target
    if target != RequestState.PENDING:
        request.closed_at = now.wall
        jobs.drop(LAPSE_JOB, str(request.pk))
    request.save(update_fields=["state", "steps", "steps_done", "closed_at"])
    audit.record(
        actor=actor,
        action=action,
        subject_kind=request.kind,
        subject_id=request.subject_id,
        from_state=source,
        to_state=target,
        detail={"step": request.steps_done, "of": len(request.steps), "reason": reason, "digest": request.digest},
        enterprise_id=request.enterprise_id,
        unit_path=request.unit_path,
        now=now,
    )
