"""消费投诉: a person complains, and is told the number and the day of the reply at once."""

from datetime import date
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import InvalidInput

from ..choices.complaints import COMPLAINT, COMPLAINT_KIND_LABELS, ComplaintKind
from ..contracts.desk import ComplaintAnswer
from ..models import Complaint
from ..rules.complaints import COMPLAINT_LIFE, MOST_TEXT
from ..selectors.complaints import reply_day
from ..selectors.seats import SIDES
from . import complaint_parts as parts


@use_case
def complaint_file(*, kind: str, text: str, key: UUID, actor: Actor, now: Moment) -> ComplaintAnswer:
    """Files a complaint of the actor. Key: (person, key), for ever.

    Locks the name of the day's numbers. Raises InvalidInput E_KIND, E_WORDS.
    """
    if kind not in COMPLAINT_KIND_LABELS:
        raise InvalidInput("E_KIND", "请选择投诉类别。", fields={"kind": "请选择投诉类别。"})
    said = parts.words_of(text, "投诉内容", "text", MOST_TEXT, now)
    day = now.business_date
    lock_name(f"imessage.complaint:{day}")
    known = Complaint.objects.system(parts.WHY).filter(person_id=actor.person, key=key).first()
    if known:
        return ComplaintAnswer(known.pk, known.number, known.due_on)
    row = Complaint.objects.create(
        number=_number(day), enterprise_id=actor.enterprise, person_id=actor.person, side=SIDES[actor.surface],
        display=actor.display, key=key, kind=kind, text=said, state=COMPLAINT_LIFE.check("", "file").target,
        filed_on=day, filed_at=now.wall, due_from=day, due_on=reply_day(day, 0),
    )  # fmt: skip
    audit.record(
        actor=actor, action="imessage.complaint.filed", subject_kind=COMPLAINT, subject_id=row.pk,
        to_state=row.state, now=now, enterprise_id=row.enterprise_id,
        detail={"number": row.number, "kind": COMPLAINT_KIND_LABELS[ComplaintKind(kind)], "due": f"{row.due_on}"},
    )  # fmt: skip
    body = f"您的投诉 {row.number} 已受理,本行将在 {row.due_on:%Y-%m-%d} 前答复。"
    parts.tell_person(row, "投诉已受理", body, "filed", now)
    return ComplaintAnswer(row.pk, row.number, row.due_on)


def _number(day: date) -> str:
    """TS, the day, and the place among that day's; the caller holds the day's name."""
    before = Complaint.objects.system(parts.WHY).filter(filed_on=day).count()
    return f"TS{day:%Y%m%d}{before + 1:04d}"
