"""申诉: whose words were hidden, or who was muted, says why that is wrong; once."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.moves import found_locked, reason_said

from ..choices import WORDS_LENGTH
from ..models import Report
from ..selectors.reports import NOT_THERE
from .report_moves import report_move


@use_case
def report_appeal(*, report_id: UUID, text: str, actor: Actor, now: Moment) -> None:
    """Puts the author's words beside a measure; it holds until somebody else has answered. Locks the report.

    Raises NotFound for a report that is not about the actor's words, InvalidInput REASON, IllegalMove.
    """
    rows = Report.objects.system("about the actor's own words").filter(author_person_id=actor.person)
    report = found_locked(rows, report_id, NOT_THERE)
    said = reason_said(text, "申诉理由", WORDS_LENGTH)
    report_move(report, "appeal", "imessage.report.appealed", actor=actor, now=now, appeal=said, appealed_at=now.wall)
