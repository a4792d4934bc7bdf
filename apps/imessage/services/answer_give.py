"""回答: a colleague answers a question."""

from uuid import UUID

from django.db.models import F

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case
from apps.core.moves import found_locked

from ..choices import PostState
from ..models import Answer, Question
from ..rules.community import ANSWER_LENGTH, ANSWERS_A_DAY
from ..rules.lives import ANSWER
from ..selectors.community_lines import PostMade
from .post_moves import NO_QUESTION, WHY, board, check_pace, post_recorded, said_words, speaker


@use_case
def answer_give(*, question_id: UUID, client_id: UUID, text: str, actor: Actor, now: Moment) -> PostMade:
    """Answers a question that is shown. Key: (person, `client_id`); a repeat gives the first one. Locks the person's
    name, then the question.

    Raises NotFound, InvalidInput (rules.words), TooMany beyond ANSWERS_A_DAY.
    """
    lock_name(f"imessage.posts:{actor.person}")
    mine = Answer.objects.system(WHY).filter(person_id=actor.person)
    before = mine.filter(client_id=client_id).first()
    if before:
        return PostMade(before.pk)
    who = speaker(actor)
    ANSWER.check("", "give")
    question = found_locked(board(actor), question_id, NO_QUESTION)
    check_pace(mine, "answered_at", ANSWERS_A_DAY, now)
    row = Answer.objects.create(
        question=question, person_id=actor.person, display=who.name, client_id=client_id,
        text=said_words("text", "回答", text, ANSWER_LENGTH, now), state=PostState.SHOWN, answered_at=now.wall,
    )  # fmt: skip
    Question.objects.system(WHY).filter(pk=question.pk).update(answers=F("answers") + 1, last_at=now.wall)
    post_recorded(row, "given", "", actor, now)
    return PostMade(row.pk)
