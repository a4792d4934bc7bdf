"""单聊: two people in service at the same enterprise begin to talk, or find the talk that they have."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.members import api as members

from ..choices import SUBJECT, Side, TalkKind
from ..contracts import DirectAnswer
from ..models import Conversation
from .seats import seat_take

WHY = "both are in service at this enterprise"


@use_case
def direct_open(*, member_id: UUID, actor: Actor, now: Moment) -> DirectAnswer:
    """The conversation of the actor with the colleague behind a membership. Key: the two persons at their enterprise.

    Locks the pair's name. Raises NotFound for whoever is not in service at the actor's enterprise today, InvalidInput
    E_SELF for the actor alone.
    """
    other = members.colleague(actor.enterprise, member_id)
    if other is None:
        raise NotFound("没有找到这位同事。")
    if other.person_id == actor.person:
        raise InvalidInput("E_SELF", "不能与自己聊天,请选择一位同事。")
    engaged = members.engagements(actor.enterprise, [actor.person])
    low, high = sorted([actor.person, other.person_id])
    pair = f"{low}:{high}"
    lock_name(f"imessage.direct:{actor.enterprise}:{pair}")
    found = Conversation.objects.system(WHY).filter(enterprise_id=actor.enterprise, pair=pair).first()
    if found:
        return DirectAnswer(found.pk)
    talk = Conversation.objects.create(
        kind=TalkKind.DIRECT, enterprise_id=actor.enterprise, pair=pair, opened_at=now.wall, last_at=now.wall
    )
    badge = badge_of(actor.enterprise)
    for person_id, name in ((actor.person, engaged[actor.person].name), (other.person_id, other.name)):
        seat_take(talk, person_id=person_id, side=Side.EMPLOYEE, display=name, badge=badge, tells=False, now=now)
    audit.record(
        actor=actor, action="imessage.direct.opened", subject_kind=SUBJECT, subject_id=talk.pk, now=now,
        enterprise_id=actor.enterprise,
    )  # fmt: skip
    return DirectAnswer(talk.pk)


def badge_of(enterprise_id: UUID) -> str:
    """What is certified of an employee beside the name: the counterparty that the bank has checked."""
    return f"{members.enterprise_brief(enterprise_id).short_name} · 认证员工"
