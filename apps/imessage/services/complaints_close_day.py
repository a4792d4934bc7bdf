"""A day closes: what is due soon or late is called to mind, what was replied to long ago without a word ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.core import params
from apps.core.access import roles_of
from apps.core.actors import Actor
from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.members import api as members
from apps.notify import api as notify

from ..choices.complaints import SILENT_DAYS, WARN_DAYS, ComplaintState, Verdict
from ..models import Complaint
from ..selectors.complaints import due_complaints, silent_complaints
from . import complaint_parts as parts

KIND = "imessage.complaint.desk"
MOST = 2000  # of one day


def complaints_close_day(now: Moment, _: int) -> Report:
    """In the caller's transaction; a repeat tells nobody twice and ends nothing twice. Locks what it ends."""
    require_transaction()
    day = now.business_date
    warned = due_complaints(day + timedelta(days=int(params.get(WARN_DAYS, day))), MOST)
    for row in warned:
        _call_to_mind(row, now)
    silent = silent_complaints(day - timedelta(days=int(params.get(SILENT_DAYS, day))), MOST)
    for complaint_id in silent:
        row = parts.locked(Complaint.objects.system(parts.WHY), complaint_id)
        if row.state == ComplaintState.REPLIED:
            changes: dict[str, Any] = {"verdict": Verdict.SILENT, "closed_at": now.wall}
            parts.move(row, "lapse", "imessage.complaint.lapsed", Actor.system("答复后未表态"), now, **changes)
    sentence = f"提醒 {len(warned)} 件将到期或已逾期的投诉,办结 {len(silent)} 件未表态的投诉。"
    return Report(sentence, {"warned": len(warned), "ended": len(silent)})


def _call_to_mind(row: Complaint, now: Moment) -> None:
    """To who has it, or to all who could take it; when it is late to compliance too."""
    late = row.due_on < now.business_date
    people = {row.handler_person_id} if row.handler_person_id else _holders(row, "imessage.complaint.work")
    if late or row.state == ComplaintState.ESCALATED:
        people |= _holders(row, "imessage.complaint.answer")
    words = "已超过答复期限" if late else f"应于 {row.due_on:%Y-%m-%d} 前答复"
    notify.tell_many(
        person_ids=sorted(person for person in people if person), kind=KIND, title="消费投诉到期提醒",
        body=f"投诉 {row.number} {words},请尽快办理。", link=reverse("console:complaint", args=[row.pk]),
        key=f"{KIND}:{row.pk}:{now.business_date}", now=now,
    )  # fmt: skip


def _holders(row: Complaint, permission: str) -> set[UUID]:
    return {person for person, _ in members.staff_at(row.enterprise.unit.path, roles_of(permission))}
