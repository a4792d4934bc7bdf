"""The bank's bulletin comes into the channel of one enterprise."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..choices import BulletinState, TalkKind
from ..models import BulletinPost
from .bulletin_channel import channel_open
from .bulletin_moves import locked_bulletin
from .bulletin_publish import bulletin_post

WHY = "is it there already"


def bulletin_deliver(*, bulletin_id: UUID, enterprise_id: UUID, now: Moment) -> None:
    """Writes its row, once, in the caller's transaction; nothing for one that was withdrawn meanwhile. Locks the
    bulletin, the enterprise's name, the channel."""
    require_transaction()
    row = locked_bulletin(Actor.system("发送银行通知"), bulletin_id)
    if row.state != BulletinState.PUBLISHED or row.unit is None:
        return
    channel = channel_open(enterprise_id=enterprise_id, department_id=None, kind=TalkKind.BANK_BULLETIN, now=now)
    if BulletinPost.objects.system(WHY).filter(bulletin=row, conversation=channel).exists():
        return
    bulletin_post(row, channel, display=row.unit.name, badge=f"{row.unit.name} · 银行通知", now=now)
