"""What asking and answering have in common: who speaks where, how much a day, and the audit row."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound, TooMany
from apps.members import api as members
from apps.members.contracts import ColleagueLine

from ..choices import PostState
from ..models import Answer, Question
from ..rules.words import kept_words, refuse_solicitation

WHY = "a colleague of the same enterprise"
DAY = timedelta(days=1)
NO_QUESTION, NO_ANSWER = "没有找到这个问题。", "没有找到这个回答。"


def speaker(actor: Actor) -> ColleagueLine:
    """The actor as the colleagues know him. Raises NotFound for who is not in service at the enterprise today."""
    line = members.colleague_of(actor.enterprise, actor.person)
    if line is None:
        raise NotFound("您当前不在这家企业任职,不能在社区发言。")
    return line


def said_words(name: str, label: str, said: str, most: int, now: Moment) -> str:
    """What may stand on the board. Raises InvalidInput (rules.words)."""
    kept = kept_words(name, label, said, most, now.business_date)
    refuse_solicitation(name, kept, tuple(settings.ALLOWED_HOSTS))
    return kept


def check_pace(rows: "QuerySet[Any]", field: str, most: int, now: Moment) -> None:
    """Raises TooMany where `rows`, of one person, has `most` within the last 24 hours."""
    if rows.filter(**{f"{field}__gt": now.wall - DAY}).count() >= most:
        raise TooMany(f"24 小时内最多发布 {most} 条,请稍后再发。", retry_after=3600)


def board(actor: Actor) -> "QuerySet[Question]":
    """The questions of the actor's enterprise that are shown."""
    rows = Question.objects.system(WHY).filter(enterprise_id=actor.enterprise)
    return rows.filter(state=PostState.SHOWN)


def post_recorded(row: Question | Answer, deed: str, source: str, actor: Actor, now: Moment, **detail: Any) -> None:
    """The audit row of a deed on a question or an answer, in the caller's transaction."""
    noun = "question" if isinstance(row, Question) else "answer"
    question: UUID = row.pk if isinstance(row, Question) else row.question_id
    audit.record(
        actor=actor, action=f"imessage.{noun}.{deed}", subject_kind=f"imessage.{noun}", subject_id=row.pk,
        from_state=source, to_state=row.state, detail={"question": str(question), **detail},
        enterprise_id=actor.enterprise, now=now,
    )  # fmt: skip
