"""A second person of the bank decides whether somebody is muted for good."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case

from ..choices import REPORT, ReportState
from ..models import Report
from ..rules.lives import REPORTED
from .report_moves import report_locked, report_move, report_tell, words_show

ACTION = "imessage.mute.decided"


@use_case
def mute_decide(*, report_id: UUID, verdict: str, reason: str, digest: str, actor: Actor, now: Moment) -> None:
    """APPROVE mutes for good; RETURN shows the words again and leaves the report open. Locks the report, then its
    approval, then the conversation. Raises NotFound, Forbidden OWN_CASE, IllegalMove, and what approvals.decide raises.
    """
    report = report_locked(actor, report_id)
    REPORTED.check(report.state, "approve")
    outcome = approvals.decide(
        kind=REPORT, subject_id=report.pk, verdict=verdict, reason=reason, digest=digest, actor=actor, now=now
    )
    if outcome.state == "APPROVED":
        changes = {"is_muted_for_good": True, "second_person_id": actor.person}
        report_move(report, "approve", ACTION, actor=actor, now=now, **changes)
        report_tell(report, now=now)
    else:
        _open_again(report, "return", ACTION, actor, now)


def mute_lapse(*, report_id: UUID, now: Moment) -> None:
    """After its request has lapsed, in the caller's transaction. Locks the report; a repeat is nothing."""
    require_transaction()
    rows = Report.objects.system("the request names it").filter(pk=report_id, state=ReportState.PROPOSED)
    for report in lock_rows(rows):
        _open_again(report, "lapse", "imessage.report.lapsed", Actor.system("逾期未复核"), now)


def _open_again(report: Report, name: str, action: str, actor: Actor, now: Moment) -> None:
    words_show(report, now=now)
    report_move(report, name, action, actor=actor, now=now, is_hidden=False)
