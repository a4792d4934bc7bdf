"""调阅: compliance reads a stretch of one conversation under a 调阅保全单. Every opening is on record."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, NotFound

from ..choices import MESSAGE_LABELS, TALK_LABELS, MessageKind, TalkKind
from ..contracts.warrants import Reading, ReadRow
from ..models import Conversation, Message, MessageBody, Warrant
from ..selectors.proof import chain_of
from ..selectors.warrants import covered, is_open, stretches
from .warrant_moves import warrant_locked, warrant_record

WHY = "two people of the bank have agreed on it"
PAGE_ROWS = 50


@use_case
def warrant_read(*, warrant_id: UUID, conversation_id: UUID, after: int, actor: Actor, now: Moment) -> Reading:
    """The rows behind `after` of one covered conversation, those that were recalled or hidden too; only in the window,
    only for who asked. Locks the paper. Raises NotFound for a conversation that it does not cover, Conflict
    NOT_YOURS, SHUT.
    """
    warrant = warrant_locked(actor, warrant_id)
    talk = covered(warrant).filter(pk=conversation_id).first()
    if talk is None:
        raise NotFound("这份调阅单不包括这个会话。")
    if actor.person != warrant.maker_person_id:
        raise Conflict("NOT_YOURS", "只有调阅单的经办人可以查看内容。")
    if not is_open(warrant, now):
        raise Conflict("SHUT", "调阅单尚未通过复核,或调阅窗口已经结束。")
    rows = _rows(warrant, talk, after)
    seen = [row.seq for row in rows[:PAGE_ROWS]]
    warrant_record(
        warrant, "read", source=warrant.state, actor=actor, now=now, conversation=str(talk.pk), rows=seen,
    )  # fmt: skip
    more = seen[-1] if len(rows) > PAGE_ROWS else None
    title = talk.title or TALK_LABELS[TalkKind(talk.kind)]
    return Reading(talk.pk, title, tuple(map(_row, rows[:PAGE_ROWS])), more, chain_of(talk.pk))


def _rows(warrant: Warrant, talk: Conversation, after: int) -> list[Any]:
    first, last = warrant.covers_from, warrant.covers_to
    if first is None or last is None:
        return []
    begins = datetime.combine(first, time(), SHANGHAI)
    ends = datetime.combine(last, time(), SHANGHAI) + timedelta(days=1)
    mine = {"conversation_id": OuterRef("conversation_id")}
    marks = Message.objects.system(WHY).filter(**mine, target_seq=OuterRef("seq")).order_by("-seq")
    body = MessageBody.objects.system(WHY).filter(**mine, seq=OuterRef("seq"))
    rows = Message.objects.system(WHY).filter(
        stretches(warrant, talk.pk), conversation=talk, seq__gt=after, sent_at__gte=begins, sent_at__lt=ends
    )
    shown = rows.annotate(body=Subquery(body.values("body")), mark=Subquery(marks.values("kind")[:1]))
    return list(shown.order_by("seq")[: PAGE_ROWS + 1])


def _row(row: Any) -> ReadRow:
    body = row.body or {}
    text = str(body.get("text") or body.get("title") or body.get("name") or "")
    kind = "" if row.kind == MessageKind.TEXT else MESSAGE_LABELS[MessageKind(row.kind)]
    mark = f"已{MESSAGE_LABELS[MessageKind(row.mark)]}" if row.mark else ""
    target = f"第 {row.target_seq} 条" if row.target_seq else ""
    note = " · ".join(filter(None, (kind, target, mark)))
    return ReadRow(row.seq, row.sent_at, row.display or "系统", row.badge, text, note, row.body is None)
