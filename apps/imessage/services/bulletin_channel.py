"""The channel in which bulletins are read: made with the first one, with everybody in service in it from then on."""

from uuid import UUID

from django.db.models import Q

from apps.core.clock import Moment
from apps.core.db import lock_name, require_transaction
from apps.members import api as members

from ..choices import TALK_LABELS, Side, TalkKind
from ..models import Conversation, Participant
from ..rules import pace
from .direct_open import badge_of
from .seats import WHY

MOST_PEOPLE = 200_000  # of one enterprise


def channel_open(*, enterprise_id: UUID, department_id: UUID | None, kind: TalkKind, now: Moment) -> Conversation:
    """The channel of an enterprise or of one department, in the caller's transaction; a new one seats all who are in
    service there. Whoever comes later is seated by seats_follow and reads what is published from then on.

    Locks the enterprise's name, as seats_follow does: nobody falls between the two.
    """
    require_transaction()
    lock_name(f"imessage.seats:{enterprise_id}")
    rows = Conversation.objects.system(WHY)
    whose = Q(department_id=department_id) if department_id else Q(department_id=None)
    found = rows.filter(whose, enterprise_id=enterprise_id, kind=kind).first()
    if found:
        return found
    people = members.colleagues(enterprise_id, most=MOST_PEOPLE)
    inside = [one for one in people if department_id in (None, one.department_id)]
    title = f"{inside[0].department}公告" if inside and department_id else TALK_LABELS[kind]
    talk = Conversation.objects.create(
        kind=kind, enterprise_id=enterprise_id, department_id=department_id, title=title, opened_at=now.wall,
        last_at=now.wall,
    )  # fmt: skip
    badge = badge_of(enterprise_id)
    Participant.objects.bulk_create(
        Participant(
            conversation=talk, person_id=one.person_id, side=Side.EMPLOYEE, display=one.name, badge=badge,
            joined_seq=0, recv_seq=0, read_seq=0, allowance=pace.FULL, allowance_at=now.wall,
        )
        for one in inside
    )  # fmt: skip
    return talk
