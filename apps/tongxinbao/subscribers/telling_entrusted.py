"""Who hears what of an entrusted list (TX-11): the enterprise of the list, each person of the own line. No amount.

The enterprise's people are told the same whatever became of the lines (ADR 17)."""

import re
from typing import Any
from uuid import UUID

from apps.core import clock
from apps.core.outbox import subscriber
from apps.notify import api as notify

from ..events import EntrustedMoved, EntrustedPlaced
from ..selectors.telling_entrusted import list_names
from ..services.left_out_tell import left_out_tell
from .telling import OFFICE

TOLD = {  # by the move: who of the enterprise, and what
    "submit": ("checkers", "委托认购名单待复核", "请核对名单后放行或退回。"),
    "return": ("maker", "委托认购名单被退回", "请按退回原因修改后重新上传。"),
    "release": ("maker", "委托认购名单已放行", "名单已交银行办理。每个人的办理结果只告知本人。"),
    "lapse": ("maker", "委托认购名单已失效", "没有办理任何一笔。"),
}


@subscriber(EntrustedMoved.name, "tongxinbao.tell_enterprise", move=re.compile("|".join(TOLD)))
def tell_enterprise(event: dict[str, Any]) -> None:
    whom, title, text = TOLD[event["move"]]
    names = list_names(UUID(event["list_id"]))
    notify.tell_many(
        person_ids=names.checkers if whom == "checkers" else [names.maker],
        kind=OFFICE,
        title=title,
        body=f"「{names.issue_title}」:{text}" + (f"原因:{names.reason[:100]}" if names.reason else ""),
        link=names.link,
        key=f"tongxinbao.list:{event['event_id']}",
        now=clock.read(),
    )


@subscriber(EntrustedPlaced.name, "tongxinbao.tell_left_out")
def tell_left_out(event: dict[str, Any]) -> None:
    left_out_tell(list_id=UUID(event["list_id"]), now=clock.read())
