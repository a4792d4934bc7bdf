"""延期: who handles a complaint asks for more days, with the reason that the person will read."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict

from ..choices.complaints import EXTENSION
from ..models import Complaint
from ..rules.complaints import EXTENSIONS, MOST_REASON
from ..selectors.complaints import OPEN, extension_digest, reply_day
from . import complaint_parts as parts


@use_case
def extension_ask(*, complaint_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Asks an approver for the next term of the law (30 days from receipt, then 60). Locks the complaint.

    Raises NotFound, Conflict NOT_OPEN, NOT_YOURS, NO_MORE after the last one, ALREADY_REQUESTED, InvalidInput E_WORDS.
    """
    row = parts.locked(Complaint.objects.scoped(actor), complaint_id)
    if row.state not in OPEN:
        raise Conflict("NOT_OPEN", "已答复或已办结的投诉不需要延期。")
    if row.state != "ESCALATED" and row.handler_person_id != actor.person:
        raise Conflict("NOT_YOURS", "请先承办这件投诉,再申请延期。")
    if row.extensions >= EXTENSIONS:
        raise Conflict("NO_MORE", "投诉最多延期两次,请尽快答复。")
    said = parts.words_of(reason, "延期原因,客户会看到", "reason", MOST_REASON, now)
    row.asked_due_on, row.asked_reason = reply_day(row.due_from, row.extensions + 1), said
    row.save(update_fields=["asked_due_on", "asked_reason"])
    dates = f"{row.due_on:%Y-%m-%d} → {row.asked_due_on:%Y-%m-%d}"
    unit = row.enterprise.unit.path
    approvals.request(
        kind=EXTENSION, subject_id=row.pk, digest=extension_digest(row), steps=(Role.APPROVER,), actor=actor, now=now,
        summary={"投诉": row.number, "期限": dates, "原因": said}, enterprise_id=row.enterprise_id, unit_path=unit,
    )  # fmt: skip
    audit.record(
        actor=actor, action="imessage.extension.asked", subject_kind=EXTENSION, subject_id=row.pk, now=now,
        detail={"number": row.number, "dates": dates}, enterprise_id=row.enterprise_id, unit_path=unit,
    )  # fmt: skip
