"""答复: the bank replies in words; who was not satisfied is answered by another person, of compliance."""

from typing import Any
from uuid import UUID

from apps.core.access import require
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, Forbidden

from ..choices.complaints import ComplaintState
from ..models import Complaint, ComplaintReply
from ..rules.complaints import MOST_REPLY
from . import complaint_parts as parts


@use_case
def complaint_reply(*, complaint_id: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Keeps the reply and tells the person. Locks the complaint.

    Raises NotFound, IllegalMove, InvalidInput E_WORDS, Conflict NOT_YOURS for who has not taken it, Forbidden for who
    has no part in an escalated one, and SAME_PERSON for who has replied before.
    """
    row = parts.locked(Complaint.objects.scoped(actor), complaint_id)
    escalated = row.state == ComplaintState.ESCALATED
    name = "answer" if escalated else "reply"
    parts.COMPLAINT_LIFE.check(row.state, name)
    if escalated:
        require(actor, "imessage.complaint.answer")
        if ComplaintReply.objects.system(parts.WHY).filter(complaint=row, person_id=actor.person).exists():
            raise Forbidden("升级后的投诉须由另一人答复。", code="SAME_PERSON")
    elif row.handler_person_id != actor.person:
        raise Conflict("NOT_YOURS", "请先承办这件投诉,再答复。")
    said = parts.words_of(text, "答复内容", "text", MOST_REPLY, now)
    number = row.round + 1
    ComplaintReply.objects.create(
        complaint=row, round=number, text=said, person_id=actor.person, display=actor.display, replied_at=now.wall
    )
    changes: dict[str, Any] = {"round": number, "replied_on": now.business_date}
    parts.move(row, name, "imessage.complaint.replied", actor, now, {"round": str(number)}, **changes)
    body = f"您的投诉 {row.number} 已答复,请查看并告诉我们是否满意。"
    parts.tell_person(row, "投诉已答复", body, f"replied:{number}", now)
