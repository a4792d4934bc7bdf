"""Identity checks (ID-7): what an answer means, and the limit on guessing: five tries a day for one ID number and for
one account, then a lock of 24 hours."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.core.lifecycle import Lifecycle, Move

from ..contracts import IdentityAnswer, IdentityResult

MAX_TRIES = 5
LOCK = timedelta(hours=24)
LOOK_BACK = timedelta(hours=48)  # no older try can matter: its day is over and its lock has ended
SHANGHAI = ZoneInfo("Asia/Shanghai")

ASKED = "ASKED"

IDENTITY_CHECK = Lifecycle(
    "corebank.identity_check",
    "身份核验",
    (
        Move("ask", "", ASKED, "SYS", "below the limit of tries", "counts as a try"),
        *(Move(result.lower(), ASKED, result, "SYS") for result in IdentityResult),
    ),
)


def locked_until(tries: Iterable[datetime]) -> datetime | None:
    """The end of the lock that these tries (oldest first) have brought, or None. The day is Shanghai's."""
    per_day: Counter[object] = Counter()
    end = None
    for at in tries:
        day = at.astimezone(SHANGHAI).date()
        per_day[day] += 1
        if per_day[day] == MAX_TRIES:
            end = at + LOCK
    return end


def read_answer(status: int, body: dict[str, Any]) -> IdentityAnswer:
    """What the bank said; an answer that says nothing known is CHANNEL_ERROR."""
    try:
        result = IdentityResult(body.get("result", "")) if status == 200 else IdentityResult.CHANNEL_ERROR
    except ValueError:
        result = IdentityResult.CHANNEL_ERROR
    return IdentityAnswer(result, str(body.get("reference", ""))[:64])
