"""标为有帮助: who asked says which answer helped."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound
from apps.core.moves import found_locked

from ..choices import PostState
from ..models import Answer
from .post_moves import NO_ANSWER, WHY, board, post_recorded


@use_case
def answer_mark(*, answer_id: UUID, actor: Actor, now: Moment) -> None:
    """Marks an answer to the actor's own question as the helpful one, instead of the one before; again changes nothing.

    Locks the question. Raises NotFound for others' questions alike.
    """
    row = Answer.objects.system(WHY).filter(pk=answer_id, state=PostState.SHOWN).first()
    if row is None:
        raise NotFound(NO_ANSWER)
    question = found_locked(board(actor).filter(person_id=actor.person), row.question_id, NO_ANSWER)
    if question.helpful_id == row.pk:
        return
    question.helpful = row
    question.save(update_fields=["helpful"])
    post_recorded(row, "marked", row.state, actor, now)
