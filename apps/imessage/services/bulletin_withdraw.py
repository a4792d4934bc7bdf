"""撤回公告: nobody is shown its words any more; that it was, and who had confirmed it, stays on record."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.core.moves import move_make, reason_said

from ..choices import MessageKind
from ..models import BulletinPost
from ..rules.bulletins import REASON_LENGTH, WITHDRAW_WINDOW, may_withdraw
from ..rules.lives import BULLETIN
from .append import append_house
from .bulletin_moves import bulletin_recorded, locked_bulletin
from .seats import WHY


@use_case
def bulletin_withdraw(*, bulletin_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Takes a published bulletin back with a reason, within rules.bulletins.WITHDRAW_WINDOW: a RECALL in each channel.

    Locks it, then the channels in ascending id. Raises NotFound, IllegalMove, InvalidInput REASON, Conflict
    WITHDRAW_LATE.
    """
    row = locked_bulletin(actor, bulletin_id)
    BULLETIN.check(row.state, "withdraw")
    said = reason_said(reason, "撤回原因", REASON_LENGTH)
    if row.published_at and not may_withdraw(row.published_at, now.wall):
        days = WITHDRAW_WINDOW.days
        raise Conflict("WITHDRAW_LATE", f"发布超过 {days} 天的公告不能撤回,如有更正请另发一则公告。")
    posts = BulletinPost.objects.system(WHY).filter(bulletin=row).order_by("conversation_id")
    for conversation_id, seq in posts.values_list("conversation_id", "seq"):
        append_house(conversation_id=conversation_id, kind=MessageKind.RECALL, body={}, target=seq, now=now)
    move = move_make(row, BULLETIN, "withdraw", withdrawn_at=now.wall, withdraw_reason=said)
    unit_path = row.unit.path if row.unit else ""
    bulletin_recorded(row, "withdrawn", move.source, actor, now, unit_path=unit_path, reason=said)
