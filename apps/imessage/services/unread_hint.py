"""未读提示: who has not read for a while what was said to him finds that in the inbox; without a word of it."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse

from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.notify import api as notify

from ..choices import CHANNELS, UNREAD, Side, TalkKind
from ..models import Participant

WHY = "a round over the seats of all"
SILENCE = timedelta(minutes=5)  # in which the person may still read it by himself
AT_ONCE = 200
PERSONAL = (TalkKind.DIRECT, *CHANNELS)  # of groups the red dot is enough
NEWS, WORDS = "您有未读公告", "您有未读消息"


def unread_hint(*, now: Moment) -> None:
    """One round, in the caller's transaction: a hint for each seat that has something unread and was not told since it
    last read, AT_ONCE at most. So there is one for each conversation until it is read. Locks the seats, skips those in
    other hands; a repeat tells nobody twice.
    """
    require_transaction()
    rows = Participant.objects.system(WHY).filter(
        side=Side.EMPLOYEE, left_seq=None, is_muted=False, told_seq__lte=F("read_seq"),
        conversation__kind__in=PERSONAL, conversation__last_seq__gt=F("read_seq"),
        conversation__last_at__lte=now.wall - SILENCE,
    )  # fmt: skip
    waiting = rows.select_related("conversation").select_for_update(of=("self",), skip_locked=True)
    for seat in waiting.order_by("pk")[:AT_ONCE]:
        _tell(seat, now)


def _tell(seat: Any, now: Moment) -> None:
    talk = seat.conversation
    is_news = talk.kind in CHANNELS
    notify.tell(
        person_id=seat.person_id, kind=UNREAD, title=NEWS if is_news else WORDS, body="请打开企业社区查看。",
        link=reverse("mobile:bulletin_list") if is_news else reverse("mobile:talk", args=[talk.pk]),
        key=f"{UNREAD}:{seat.pk}:{talk.last_seq}", now=now,
    )  # fmt: skip
    Participant.objects.system(WHY).filter(pk=seat.pk).update(told_seq=talk.last_seq)
