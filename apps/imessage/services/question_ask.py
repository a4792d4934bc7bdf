"""提问: somebody asks the colleagues of the own enterprise."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, use_case

from ..choices import PostState
from ..models import Question
from ..rules.community import DETAIL_LENGTH, QUESTION_LENGTH, QUESTIONS_A_DAY
from ..rules.lives import QUESTION
from ..selectors.community_lines import PostMade
from .post_moves import WHY, check_pace, post_recorded, said_words, speaker


@use_case
def question_ask(*, client_id: UUID, title: str, text: str, actor: Actor, now: Moment) -> PostMade:
    """Puts a question on the board. Key: (person, `client_id`); a repeat gives the first one. Locks the person's name.

    Raises NotFound for who is not in service, InvalidInput (rules.words), TooMany beyond QUESTIONS_A_DAY.
    """
    lock_name(f"imessage.posts:{actor.person}")
    mine = Question.objects.system(WHY).filter(person_id=actor.person)
    before = mine.filter(client_id=client_id).first()
    if before:
        return PostMade(before.pk)
    who = speaker(actor)
    QUESTION.check("", "ask")
    check_pace(mine, "asked_at", QUESTIONS_A_DAY, now)
    row = Question.objects.create(
        enterprise_id=actor.enterprise, person_id=actor.person, display=who.name, client_id=client_id,
        title=" ".join(said_words("title", "问题", title, QUESTION_LENGTH, now).split()),
        text=said_words("text", "补充说明", text, DETAIL_LENGTH, now) if text.strip() else "",
        state=PostState.SHOWN, asked_at=now.wall, last_at=now.wall,
    )  # fmt: skip
    post_recorded(row, "asked", "", actor, now)
    return PostMade(row.pk)
