"""举报回答: a colleague tells the enterprise's operator that an answer is wrong."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound

from ..choices import PostState
from ..models import Answer
from .post_moves import NO_ANSWER, WHY, board
from .question_report import report_note


@use_case
def answer_report(*, answer_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Notes the report once for each person. Raises NotFound, InvalidInput REASON."""
    rows = Answer.objects.system(WHY).filter(pk=answer_id, state=PostState.SHOWN, question__in=board(actor))
    row = rows.select_related("question").first()
    if row is None:
        raise NotFound(NO_ANSWER)
    report_note(row.question, row, reason, actor, now)
