"""Asking for approval."""

from datetime import timedelta
from uuid import UUID

from apps.audit import api as audit
from apps.core import jobs, params
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.errors import Conflict

from ..choices import LAPSE_DAYS, RequestState
from ..models import ApprovalRequest

LAPSE_JOB = "approvals.lapse"


def request_open(
    *,
    kind: str,
    subject_id: UUID,
    digest: str,
    summary: dict[str, str],
    steps: tuple[Role, ...],
    actor: Actor,
    now: Moment,
    enterprise_id: UUID | None = None,
    unit_path: str = "",
) -> UUID:
    """Opens a request in the caller's transaction and gives its id.

    `digest` binds the decisions to exactly what is shown; `summary` (Chinese label: masked text) is shown in lists
    and signed at step-up. The caller holds the lock of the subject. After LAPSE_DAYS the request lapses by a job of its
    own. Raises Conflict (ALREADY_REQUESTED) while one is pending.
    """
    require_transaction()
    if ApprovalRequest.objects.system("one per subject").filter(
        kind=kind, subject_id=subject_id, state=RequestState.PENDING
    ):
        raise Conflict("ALREADY_REQUESTED", "这一笔已在审批中,请勿重复提交。")
    expires_at = now.wall + timedelta(days=params.get(LAPSE_DAYS, now.business_date))
    request = ApprovalRequest.objects.create(
        kind=kind,
        subject_id=subject_id,
        enterprise_id=enterprise_id,
        unit_path=unit_path,
        digest=digest,
        summary=summary,
        steps=list(steps),
        maker_person_id=actor.person,
        maker_display=actor.display,
        requested_at=now.wall,
        expires_at=expires_at,
    )
    jobs.add(LAPSE_JOB, str(request.pk), {"request_id": str(request.pk)}, due_at=expires_at)
    audit.record(
        actor=actor,
        action="approvals.request.opened",
        subject_kind=kind,
        subject_id=subject_id,
        to_state=RequestState.PENDING,
        detail={"digest": digest, "steps": list(steps)},
        enterprise_id=enterprise_id,
        unit_path=unit_path,
        now=now,
    )
    return request.pk
