"""举报: a participant asks the bank to look at another one's message."""

from uuid import UUID

from django.conf import settings

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.members import api as members

from ..choices import SAID_KINDS, WORDS_LENGTH, ReportReason
from ..contracts.reports import ReportAnswer
from ..models import Conversation, Message, Participant, Report
from ..rules.lives import REPORTED
from ..selectors.seats import seat_of
from .report_moves import report_record

WHY = "a row that the person may see, found by the seat"


@use_case
def message_report(
    *, conversation_id: UUID, seq: int, reason: str, note: str = "", actor: Actor, now: Moment
) -> ReportAnswer:
    """Puts the row `seq` before the desk of the bank. Key: (conversation, row, person); a repeat gives the first.

    Locks the row's name. Raises NotFound for a row that the person may not see, or that is no other person's words;
    InvalidInput E_REASON, E_NOTE.
    """
    if reason not in tuple(ReportReason):
        raise InvalidInput("E_REASON", "请选择举报原因。", fields={"reason": "请选择举报原因。"})
    if len(note) > WORDS_LENGTH or not note.replace("\n", "").isprintable():
        message = f"补充说明不超过 {WORDS_LENGTH} 字。"
        raise InvalidInput("E_NOTE", message, fields={"note": message})
    seat = seat_of(actor, conversation_id)
    rows = Message.objects.system(WHY).filter(
        conversation_id=conversation_id, seq=seq, seq__gt=seat.joined_seq, kind__in=SAID_KINDS
    )
    row = rows.values_list("participant_id", "display", "badge").first()
    author = Participant.objects.system(WHY).filter(pk=row[0]).first() if row else None
    if row is None or author is None or author.person_id == actor.person:
        raise NotFound("没有找到可以举报的消息。")
    lock_name(f"imessage.report:{conversation_id}:{seq}")
    place = {"conversation_id": conversation_id, "seq": seq, "reporter_person_id": actor.person}
    before = Report.objects.system("the person's own").filter(**place).first()
    if before:
        return ReportAnswer(before.pk)
    report = Report.objects.create(
        **place, unit_path=_unit(conversation_id), author_person_id=author.person_id, author_display=row[1],
        author_badge=row[2], reason=reason, note=note.strip(), state=REPORTED.check("", "report").target,
        reported_at=now.wall,
    )  # fmt: skip
    report_record(report, "imessage.message.reported", source="", actor=actor, now=now)
    return ReportAnswer(report.pk)


def _unit(conversation_id: UUID) -> str:
    """Whose desk it is: the unit that keeps the enterprise, or head office."""
    talks = Conversation.objects.system(WHY).values_list("enterprise_id", flat=True)
    enterprise_id = talks.get(pk=conversation_id)
    return members.enterprise_brief(enterprise_id).unit_path if enterprise_id else settings.HEAD_UNIT_PATH
