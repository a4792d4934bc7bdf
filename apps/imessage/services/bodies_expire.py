"""Day close: what was said longer ago than its kind of conversation is kept for is erased, unless a hold keeps it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.bankday import Report
from apps.core.clock import Moment

from ..choices import KEPT_DAYS, SUBJECT
from ..models import Message, MessageBody
from ..selectors.warrants import held
from .body_erase import body_erase

WHY = "what is older than its time"
CHUNK = 5_000


def bodies_expire(now: Moment, partition: int) -> Report:
    """Erases what is due on the business date that closes. A repeat erases nothing more. Kinds of conversations without
    a number of days are kept for ever."""
    days = params.values(KEPT_DAYS.values(), now.business_date)
    erased = {}
    for kind, key in KEPT_DAYS.items():
        before = now.business_at - timedelta(days=days[key])
        there = MessageBody.objects.system(WHY).filter(
            conversation_id=OuterRef("conversation_id"), seq=OuterRef("seq"), erased_at=None
        )
        due = Message.objects.system(WHY).filter(sent_at__lt=before, conversation__kind=kind)
        due = due.filter(Exists(there)).exclude(held("conversation_id")).order_by("conversation_id", "seq")
        places = list(due.values_list("conversation_id", "seq"))
        erased[kind] = sum(
            body_erase(places[at : at + CHUNK], now=now) for at in range(0, len(places), CHUNK)
        )  # fmt: skip
    count = sum(erased.values())
    if count:
        audit.record(
            actor=Actor.system("会话保存期满"), action="imessage.bodies.expired", subject_kind=SUBJECT,
            subject_id=None, detail={str(kind): number for kind, number in erased.items()}, now=now,
        )  # fmt: skip
    return Report(f"清除期满会话内容 {count:,} 条", {"erased": count})
