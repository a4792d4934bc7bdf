"""An approver lets a complaint take longer, or does not; the person is told the new day and why."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.errors import Conflict

from ..choices.complaints import EXTENSION
from ..models import Complaint
from ..selectors.complaints import OPEN, extension_digest
from . import complaint_parts as parts


@use_case
def extension_decide(*, complaint_id: UUID, verdict: str, reason: str, digest: str, actor: Actor, now: Moment) -> None:
    """One verdict on exactly what was shown. Locks the complaint, then the approval.

    Raises NotFound, Conflict NOT_OPEN for what was replied to meanwhile, and what approvals.decide raises.
    """
    row = parts.locked(Complaint.objects.scoped(actor), complaint_id)
    outcome = approvals.decide(
        kind=EXTENSION, subject_id=row.pk, verdict=verdict, reason=reason, digest=digest, actor=actor, now=now
    )
    if digest != extension_digest(row) or row.asked_due_on is None:
        raise Conflict("STALE", "内容已变更,请刷新后重新核对再审批。")
    if outcome.state == "APPROVED":
        if row.state not in OPEN:
            raise Conflict("NOT_OPEN", "这件投诉已经答复,不再需要延期,请退回。")
        row.due_on, row.extensions = row.asked_due_on, row.extensions + 1
        body = f"您的投诉 {row.number} 情况复杂,答复期限延长至 {row.due_on:%Y-%m-%d}。原因:{row.asked_reason}"
        parts.tell_person(row, "投诉办理期限延长", body, f"extended:{row.due_on}", now)
    row.asked_due_on, row.asked_reason = None, ""
    row.save(update_fields=["due_on", "extensions", "asked_due_on", "asked_reason"])
    audit.record(
        actor=actor, action="imessage.extension.decided", subject_kind=EXTENSION, subject_id=row.pk, now=now,
        detail={"number": row.number, "verdict": outcome.state}, enterprise_id=row.enterprise_id,
    )  # fmt: skip


def extension_lapse(*, complaint_id: UUID, now: Moment) -> None:
    """Nobody decided in time; in the caller's transaction, a repeat changes nothing. Locks the complaint."""
    require_transaction()
    row = parts.locked(Complaint.objects.system(parts.WHY), complaint_id)
    if row.asked_due_on is None:
        return
    row.asked_due_on, row.asked_reason = None, ""
    row.save(update_fields=["asked_due_on", "asked_reason"])
    audit.record(
        actor=Actor.system("逾期未审批"), action="imessage.extension.lapsed", subject_kind=EXTENSION, subject_id=row.pk,
        now=now, detail={"number": row.number}, enterprise_id=row.enterprise_id,
    )  # fmt: skip
