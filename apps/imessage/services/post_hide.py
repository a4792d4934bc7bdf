"""Off the board and back: the same for questions and for answers."""

from typing import Any
from uuid import UUID

from django.db.models import F

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.moves import found_locked, move_make, reason_said

from ..models import Answer, Question
from ..rules.community import REASON_LENGTH
from ..rules.lives import ANSWER, QUESTION
from .post_moves import NO_ANSWER, NO_QUESTION, post_recorded

WHY = "the answer's own question"


def _found(noun: str, pk: UUID, actor: Actor) -> Any:
    """The post of the actor's enterprise under its lock, an answer behind its question's."""
    if noun == "question":
        return found_locked(Question.objects.scoped(actor), pk, NO_QUESTION)
    answer = Answer.objects.scoped(actor).filter(pk=pk).first()
    if answer:
        found_locked(Question.objects.scoped(actor), answer.question_id, NO_ANSWER)
    return found_locked(Answer.objects.scoped(actor), pk, NO_ANSWER)


def post_hide(noun: str, pk: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Nobody but the office reads it any more, in the caller's transaction. An answer that was the helpful one is so no
    longer. Raises NotFound, IllegalMove, InvalidInput REASON."""
    require_transaction()
    row = _found(noun, pk, actor)
    life = QUESTION if noun == "question" else ANSWER
    life.check(row.state, "hide")
    said = reason_said(reason, "隐藏原因", REASON_LENGTH)
    move = move_make(row, life, "hide", hidden_reason=said)
    if isinstance(row, Answer):
        rows = Question.objects.system(WHY).filter(pk=row.question_id)
        rows.update(answers=F("answers") - 1)
        rows.filter(helpful=row).update(helpful=None)
    post_recorded(row, "hidden", move.source, actor, now, reason=said)


def post_show(noun: str, pk: UUID, actor: Actor, now: Moment) -> None:
    """It stands on the board again, in the caller's transaction. Raises NotFound, IllegalMove."""
    require_transaction()
    row = _found(noun, pk, actor)
    move = move_make(row, QUESTION if noun == "question" else ANSWER, "show", hidden_reason="")
    if isinstance(row, Answer):
        Question.objects.system(WHY).filter(pk=row.question_id).update(answers=F("answers") + 1)
    post_recorded(row, "shown", move.source, actor, now)
