"""The desk decides on a report: no matter, hide the words, mute who said them for days, or for good with a second
person."""

from datetime import timedelta
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput
from apps.core.idempotency import body_hash
from apps.core.moves import reason_said

from ..choices import MUTE_DAYS, REASON_LABELS, REPORT, WORDS_LENGTH, Measure, ReportReason
from ..models import Report
from ..rules.lives import REPORTED
from .report_moves import report_locked, report_move, report_tell, words_hide

MOVES = {Measure.NONE: "dismiss", Measure.HIDE: "hide", Measure.MUTE: "mute", Measure.LASTING: "propose"}
ACTION = "imessage.report.decided"


@use_case
def report_decide(*, report_id: UUID, measure: str, reason: str, actor: Actor, now: Moment) -> None:
    """Does one of Measure about an open report, with a reason. Locks the report, then the conversation.

    MUTE silences the author for MUTE_DAYS; LASTING asks an approver, until then the words are only hidden. Raises
    NotFound, Forbidden OWN_CASE, InvalidInput E_MEASURE, REASON, IllegalMove.
    """
    report = report_locked(actor, report_id)
    if measure not in tuple(Measure):
        raise InvalidInput("E_MEASURE", "请选择处理方式。", fields={"measure": "请选择处理方式。"})
    name = MOVES[Measure(measure)]
    REPORTED.check(report.state, name)
    why = reason_said(reason, "处理理由", WORDS_LENGTH)
    report.decision, report.decider_person_id, report.decided_at = why, actor.person, now.wall
    report.second_person_id = None  # of an earlier proposal
    if measure != Measure.NONE:
        words_hide(report, now=now)
        report.is_hidden = True
    if measure == Measure.MUTE:
        report.muted_until = now.wall + timedelta(days=MUTE_DAYS)
    if measure == Measure.LASTING:
        _ask(report, actor, now)
    report.save()
    report_move(report, name, ACTION, actor=actor, now=now)
    if measure != Measure.LASTING:
        report_tell(report, now=now)


def _ask(report: Report, actor: Actor, now: Moment) -> None:
    report.digest = body_hash({"report": report.pk, "author": report.author_person_id, "why": report.decision})
    approvals.request(
        kind=REPORT, subject_id=report.pk, digest=report.digest,
        summary={
            "处理": "长期禁言", "发言人": report.author_display,
            "举报原因": REASON_LABELS[ReportReason(report.reason)], "理由": report.decision,
        },
        steps=(Role.APPROVER,), actor=actor, unit_path=report.unit_path, now=now,
    )  # fmt: skip
