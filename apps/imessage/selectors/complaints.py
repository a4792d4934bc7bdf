"""Complaints read: by their person with the progress, by the bank by due day."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from apps.approvals import api as approvals
from apps.core import calendar, params
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.idempotency import body_hash

from ..choices.complaints import (
    COMPLAINT_KIND_LABELS,
    COMPLAINT_LABELS,
    EXTENSION,
    LONGER_DAYS,
    LONGEST_DAYS,
    REPLY_DAYS,
    VERDICT_LABELS,
    ComplaintKind,
    ComplaintState,
    Verdict,
)
from ..contracts.desk import (
    ComplaintCard,
    ComplaintLine,
    ComplaintPage,
    ReplyLine,
)
from ..models import Complaint, ComplaintReply
from ..rules.complaints import EXTENSIONS, ROUNDS
from .seats import SIDES

WHY = "cut to the actor's own, or to the actor's unit"
NOT_THERE = "没有找到这件投诉。"
OPEN = (ComplaintState.FILED, ComplaintState.TAKEN, ComplaintState.ESCALATED)
TONES = {
    ComplaintState.FILED: "warn",
    ComplaintState.TAKEN: "brand",
    ComplaintState.REPLIED: "ok",
    ComplaintState.ESCALATED: "danger",
    ComplaintState.CLOSED: "neutral",
}
PAGE = 30


def own_complaints(actor: Actor) -> QuerySet[Complaint]:
    """The actor's own, on the side of the surface that is used and at the enterprise for which is acted."""
    rows = Complaint.objects.system(WHY).filter(person_id=actor.person, enterprise_id=actor.enterprise)
    return rows.filter(side=SIDES[actor.surface])


def due_day(received: date, days: int) -> date:
    """By when is replied: so many days after the day of receipt, the workday before where that is none."""
    day = received + timedelta(days=days)
    try:
        return calendar.payday(day)
    except calendar.CalendarYearNotLoaded:  # nobody's complaint is refused because next year's holidays are not known
        return day


def reply_day(received: date, extensions: int) -> date:
    """The same by the rule of as many extensions."""
    key = (REPLY_DAYS, LONGER_DAYS, LONGEST_DAYS)[extensions]
    return due_day(received, int(params.get(key, received)))


def complaints_for_member(actor: Actor, now: Moment) -> tuple[ComplaintLine, ...]:
    """The actor's own, the newest first. One query."""
    return tuple(_line(row, now) for row in own_complaints(actor).order_by("-filed_at", "-pk")[:PAGE])


def complaint_for_member(actor: Actor, complaint_id: UUID, now: Moment) -> ComplaintCard:
    """One of the actor's own with its replies. Raises NotFound. Two queries."""
    row = own_complaints(actor).filter(pk=complaint_id).first()
    if row is None:
        raise NotFound(NOT_THERE)
    return _card(row, now)


def complaints_for_staff(actor: Actor, *, show: str, page: int, now: Moment) -> ComplaintPage:
    """Those of the actor's unit and below by due day: `show` open, mine, replied or closed (newest first)."""
    rows = Complaint.objects.scoped(actor)
    match show:
        case "mine":
            rows = rows.filter(handler_person_id=actor.person_id).exclude(state=ComplaintState.CLOSED)
        case "replied":
            rows = rows.filter(state=ComplaintState.REPLIED)
        case "closed":
            rows = rows.filter(state=ComplaintState.CLOSED)
        case _:
            rows = rows.filter(state__in=OPEN)
    total = rows.count()
    pages = max(-(-total // PAGE), 1)
    number = min(page, pages)
    order = ("-closed_at", "pk") if show == "closed" else ("due_on", "filed_at", "pk")
    found = rows.select_related("enterprise").order_by(*order)[(number - 1) * PAGE : number * PAGE]
    return ComplaintPage(tuple(_line(row, now) for row in found), total, number, pages)


def complaint_for_staff(actor: Actor, complaint_id: UUID, now: Moment) -> ComplaintCard:
    """One of the actor's unit or below with its replies and what waits for approval. Raises NotFound."""
    row = Complaint.objects.scoped(actor).select_related("enterprise").filter(pk=complaint_id).first()
    if row is None:
        raise NotFound(NOT_THERE)
    return _card(row, now, actor)


def extension_digest(row: Complaint) -> str:
    """The hash of what the approver is shown."""
    said = {"complaint": row.number, "from": f"{row.due_on}", "to": f"{row.asked_due_on}", "reason": row.asked_reason}
    return body_hash(said)


def due_complaints(day: date, most: int) -> list[Complaint]:
    """What is to be replied to by a day and is not, the first due first. One query."""
    rows = Complaint.objects.system("reminders of the whole bank").filter(state__in=OPEN, due_on__lte=day)
    return list(rows.select_related("enterprise__unit").order_by("due_on", "pk")[:most])


def silent_complaints(day: date, most: int) -> list[UUID]:
    """What was replied to on a day or before, and nobody has said a word since."""
    rows = Complaint.objects.system("reminders of the whole bank").filter(
        state=ComplaintState.REPLIED, replied_on__lte=day
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _line(row: Complaint, now: Moment) -> ComplaintLine:
    state = ComplaintState(row.state)
    left = (row.due_on - now.business_date).days
    kind = COMPLAINT_KIND_LABELS[ComplaintKind(row.kind)]
    return ComplaintLine(
        row.pk, row.number, kind, row.text, row.state, COMPLAINT_LABELS[state], TONES[state],
        row.filed_at, row.due_on, left if state in OPEN else None, row.display, row.handler_display,
        VERDICT_LABELS[Verdict(row.verdict)] if row.verdict else "",
    )  # fmt: skip


def _card(row: Complaint, now: Moment, staff: Actor | None = None) -> ComplaintCard:
    replies = ComplaintReply.objects.system(WHY).filter(complaint=row).order_by("round")
    told = tuple(ReplyLine(one.text, one.display, one.replied_at) for one in replies)
    mine = staff is not None and row.handler_person_id == staff.person_id
    escalated = row.state == ComplaintState.ESCALATED
    waits = approvals.waiting(kind=EXTENSION, subject_id=row.pk) if staff and row.asked_due_on else None
    lead = bool(staff and allows(staff, "imessage.complaint.answer"))
    return ComplaintCard(
        line=_line(row, now),
        enterprise=row.enterprise.short_name if staff else "",
        replies=told,
        verdict_words=row.verdict_words,
        is_last_round=row.round >= ROUNDS,
        may_judge=staff is None and row.state == ComplaintState.REPLIED,
        may_take=bool(staff and row.state == ComplaintState.FILED and allows(staff, "imessage.complaint.work")),
        may_reply=(mine and row.state == ComplaintState.TAKEN) or (lead and escalated and not mine),
        may_extend=bool(
            (mine or (lead and escalated))
            and row.state in OPEN
            and not row.asked_due_on
            and row.extensions < EXTENSIONS
        ),
        may_decide=bool(waits and staff and allows(staff, "imessage.complaint.decide")),
        asked_due_on=row.asked_due_on,
        asked_reason=row.asked_reason,
        next_due_on=reply_day(row.due_from, row.extensions + 1) if row.extensions < EXTENSIONS else None,
        digest=extension_digest(row),
    )
