"""Whoever stands in a list and has no order hears that nothing was taken, and why (TX-11)."""

from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.notify import api as notify

from ..selectors.telling_entrusted import left_out


def left_out_tell(*, list_id: UUID, now: Moment) -> None:
    """Tells each person once, in the caller's transaction; for whom the issue does not exist at all hears nothing
    (TX-4)."""
    require_transaction()
    for one in left_out(list_id):
        notify.tell(
            person_id=one.person_id,
            kind="tongxinbao.order",
            title="企业的委托名单中有您",
            body=f"企业为「{one.issue_title}」提交的委托名单中有您,没有形成认购:{one.reason}。您的款项没有变动,企业看不到这个结果。",
            link=one.link,
            key=f"tongxinbao.left_out:{one.line_id}",
            now=now,
        )
