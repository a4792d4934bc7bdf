"""群聊 follow the roster: who is in service sits in the enterprise's and the department's conversation, nobody else."""

from uuid import UUID

from django.db.models import Q

from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, require_transaction
from apps.members import api as members
from apps.members.contracts import ColleagueLine

from ..choices import CHANNELS, Side, TalkKind
from ..models import Conversation, Participant
from .direct_open import badge_of
from .seats import WHY, seat_leave, seat_take

EVERYBODY = "全员群"


def seats_follow(*, person_id: UUID, enterprise_id: UUID, now: Moment) -> None:
    """Makes the seats of one person at one enterprise what the roster says now, in the caller's transaction.

    Idempotent; late and doubled news change nothing. Who is not in service any more leaves every conversation there,
    those of two as well. Locks the enterprise's name, then conversations in ascending id.
    """
    require_transaction()
    lock_name(f"imessage.seats:{enterprise_id}")
    line = members.colleague_of(enterprise_id, person_id)
    wanted = sorted(_groups(line, enterprise_id, now)) if line else []
    mine = Participant.objects.system(WHY).filter(
        person_id=person_id, side=Side.EMPLOYEE, conversation__enterprise_id=enterprise_id, left_seq=None
    )
    if line:
        mine = mine.exclude(conversation__kind=TalkKind.DIRECT)
    seated = {seat.conversation_id: seat for seat in mine.order_by("conversation_id")}
    for conversation_id, seat in seated.items():
        if conversation_id not in wanted:
            seat_leave(seat, now=now)
    if line is None:
        return
    for talk in lock_rows(Conversation.objects.system(WHY).filter(pk__in=set(wanted) - set(seated))):
        seat_take(
            talk, person_id=person_id, side=Side.EMPLOYEE, display=line.name, badge=badge_of(enterprise_id),
            tells=talk.last_seq > 0 and talk.kind not in CHANNELS, now=now,
        )  # fmt: skip


def _groups(line: ColleagueLine, enterprise_id: UUID, now: Moment) -> list[UUID]:
    """The conversation of everybody and that of the department, made when the first one comes, and the channels of
    bulletins that there are (services.bulletin_channel makes them)."""
    rows = Conversation.objects.system(WHY)
    made = {"opened_at": now.wall, "last_at": now.wall}
    everybody, _ = rows.get_or_create(
        enterprise_id=enterprise_id, kind=TalkKind.ENTERPRISE, defaults=made | {"title": EVERYBODY}
    )
    department, _ = rows.get_or_create(
        department_id=line.department_id, kind=TalkKind.DEPARTMENT,
        defaults=made | {"enterprise_id": enterprise_id, "title": line.department},
    )  # fmt: skip
    channels = rows.filter(enterprise_id=enterprise_id, kind__in=CHANNELS)
    mine = channels.filter(Q(department_id=None) | Q(department_id=line.department_id))
    return [everybody.pk, department.pk, *mine.values_list("pk", flat=True)]
