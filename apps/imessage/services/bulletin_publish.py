"""发布企业公告: what was written becomes a row of the channel, in the one sequence that all of its people have."""

from datetime import timedelta
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.moves import move_make
from apps.members import api as members

from ..choices import MessageKind, TalkKind
from ..models import Bulletin, BulletinPost, Conversation, Participant
from ..rules.bulletins import check_confirm_by
from ..rules.lives import BULLETIN
from .append import append_house
from .bulletin_channel import channel_open
from .bulletin_moves import bulletin_recorded, locked_bulletin
from .seats import WHY

MOST_A_DAY = 20  # bulletins of one enterprise


@use_case
def bulletin_publish(*, bulletin_id: UUID, actor: Actor, now: Moment) -> None:
    """Publishes a draft to the enterprise's or the department's channel. Locks it, the enterprise's name, the channel.

    Raises NotFound, IllegalMove for what is published already, InvalidInput CONFIRM_BY for a day that has passed since,
    Conflict NO_READERS where nobody is in service, TOO_MANY_BULLETINS beyond MOST_A_DAY in 24 hours.
    """
    row = locked_bulletin(actor, bulletin_id)
    BULLETIN.check(row.state, "publish")
    try:
        check_confirm_by(row.confirm_by, now.business_date, needs_confirm=row.needs_confirm)
    except InvalidInput:
        raise Conflict("CONFIRM_BY", "确认期限已过,请先修改草稿中的确认期限。") from None
    recent = Bulletin.objects.scoped(actor).filter(published_at__gt=now.wall - timedelta(days=1))
    if recent.count() >= MOST_A_DAY:
        raise Conflict("TOO_MANY_BULLETINS", f"24 小时内最多发布 {MOST_A_DAY} 则公告,请稍后再发。")
    channel = channel_open(
        enterprise_id=actor.enterprise, department_id=row.department_id, kind=TalkKind.BULLETIN, now=now
    )
    if not Participant.objects.system(WHY).filter(conversation=channel, left_seq=None).exists():
        raise Conflict("NO_READERS", "这个范围内没有在职的认证员工,公告没有人能看到。")
    firm = members.enterprise_brief(actor.enterprise).short_name
    bulletin_post(row, channel, display=firm, badge=f"{firm} · 企业公告", now=now)
    move = move_make(row, BULLETIN, "publish", published_at=now.wall)
    bulletin_recorded(row, "published", move.source, actor, now)


def bulletin_post(row: Bulletin, channel: Conversation, *, display: str, badge: str, now: Moment) -> None:
    """Writes the bulletin's row into a channel, once, in the caller's transaction."""
    require_transaction()
    body = {"bulletin": str(row.pk), "title": row.title, "text": row.text, "confirm": row.needs_confirm}
    if row.confirm_by:
        body["confirm_by"] = row.confirm_by.isoformat()
    answer = append_house(
        conversation_id=channel.pk, kind=MessageKind.BULLETIN, body=body, display=display, badge=badge, now=now
    )
    BulletinPost.objects.create(bulletin=row, conversation=channel, seq=answer.seq)
