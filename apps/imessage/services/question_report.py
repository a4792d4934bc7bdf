"""举报问题: a colleague tells the enterprise's operator that a question is wrong."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import NotFound
from apps.core.moves import reason_said

from ..models import Answer, PostReport, Question
from ..rules.community import REASON_LENGTH
from .post_moves import NO_QUESTION, WHY, board, post_recorded


@use_case
def question_report(*, question_id: UUID, reason: str, actor: Actor, now: Moment) -> None:
    """Notes the report once for each person. Raises NotFound, InvalidInput REASON."""
    row = board(actor).filter(pk=question_id).first()
    if row is None:
        raise NotFound(NO_QUESTION)
    report_note(row, None, reason, actor, now)


def report_note(question: Question, answer: Answer | None, reason: str, actor: Actor, now: Moment) -> None:
    """One report, in the caller's transaction; a second one of the same person changes nothing."""
    said = reason_said(reason, "举报原因", REASON_LENGTH)
    mine = PostReport.objects.system(WHY).filter(question=question, answer=answer, person_id=actor.person)
    if mine.exists():
        return
    PostReport.objects.bulk_create(
        [
            PostReport(
                question=question, answer=answer, person_id=actor.person, reason=said, reported_at=now.wall
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    row = answer or question
    post_recorded(row, "reported", row.state, actor, now)
