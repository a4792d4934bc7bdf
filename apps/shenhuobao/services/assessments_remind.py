"""A day opens: whose assessment ends in thirty days, whose today, and whose has ended (WM-3)."""

from datetime import date, timedelta

from django.urls import reverse

from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.notify import api as notify

from ..choices.suitability import REMIND_DAYS
from ..selectors.suitability import people_ending_on

KIND = "shenhuobao.assessment"
EARLY, LAST = REMIND_DAYS


def assessments_remind(*, day: date, now: Moment) -> None:
    """In the caller's transaction; a repeat tells nobody twice. Whoever has been assessed anew hears nothing."""
    require_transaction()
    _tell(day + timedelta(days=EARLY), "风险测评即将到期", "您的风险测评将于 {on} 到期,现在就可以重新测评。", now)
    _tell(day + timedelta(days=LAST), "风险测评今天到期", "您的风险测评今天到期,重新测评后可以继续购买。", now)
    _tell(
        day - timedelta(days=1), "风险测评已到期", "您的风险测评已到期,重新测评后才能购买;已持有的产品不受影响。", now
    )


def _tell(ends_on: date, title: str, body: str, now: Moment) -> None:
    notify.tell_many(
        person_ids=people_ending_on(ends_on),
        kind=KIND,
        title=title,
        body=body.format(on=f"{ends_on:%Y-%m-%d}"),
        link=reverse("mobile:assessment_list"),
        key=f"{KIND}:{ends_on}:{title}",
        now=now,
    )
