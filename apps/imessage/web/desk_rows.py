"""A conversation as office and console show it, without a script."""

from typing import Any

from apps.core.clock import Moment
from apps.core.http.request import Request

from ..contracts import TalkPage
from .rows import rows_shown

SEQ_DIGITS = 12


def asked_before(request: Request) -> int | None:
    """The `?before=` of the address; what makes no sense counts as not said."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= SEQ_DIGITS else None


def said_shown(request: Request, found: TalkPage, now: Moment) -> dict[str, Any]:
    """`talk`, `rows` (RowShown) and `older`, a seq or None."""
    rows = rows_shown(request.actor, found, now.wall)
    return {"talk": found.talk, "rows": rows, "older": found.messages[0].seq if found.has_more else None}
