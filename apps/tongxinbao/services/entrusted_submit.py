"""The maker hands a list in, so that another person of the enterprise looks at it."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict

from ..contracts import EntrustedReply
from ..models import EntrustedList, Issue
from ..rules.entrusted import ENTRUSTED
from .entrusted_moves import coming_check, entrusted_move, entrusted_once


@use_case
def entrusted_submit(*, list_id: UUID, key: str, actor: Actor, now: Moment) -> EntrustedReply:
    """Key: (enterprise, person, key). Locks issue, list. Raises NotFound, IllegalMove, Conflict LIST_FAULTS,
    NOT_RAISING, KeyReused, Busy."""

    def submit(issue: Issue, sent: EntrustedList) -> None:
        ENTRUSTED.check(sent.state, "submit")
        coming_check(issue, now)
        if sent.fault_count:
            raise Conflict("LIST_FAULTS", f"名单中还有 {sent.fault_count} 行有误,请下载错误清单改好后重新上传。")
        entrusted_move(sent, "submit", issue=issue, actor=actor, now=now, reason="")

    return entrusted_once(verb="submit", list_id=list_id, key=key, actor=actor, effect=submit)
