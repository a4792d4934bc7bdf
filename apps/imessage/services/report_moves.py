"""What the use cases of a report do alike: find it, move it, put it on record, tell, and hide or show the words."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Forbidden
from apps.core.moves import found_locked, move_make
from apps.notify import api as notify

from ..choices import REPORT, REPORT_LABELS, MessageKind, ReportState
from ..models import Report
from ..rules.lives import REPORTED
from ..selectors.reports import NOT_THERE
from .append import append_house


def report_locked(actor: Actor, report_id: UUID) -> Report:
    """A report of the actor's units under its lock. Raises NotFound, Forbidden OWN_CASE for whom it concerns."""
    report = found_locked(Report.objects.scoped(actor), report_id, NOT_THERE)
    if actor.person in (report.author_person_id, report.reporter_person_id):
        raise Forbidden("与本人有关的举报须由他人处理。", code="OWN_CASE")
    return report


def report_move(report: Report, name: str, action: str, *, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = move_make(report, REPORTED, name, **changes)
    report_record(report, action, source=move.source, actor=actor, now=now)


def report_record(report: Report, action: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of what brought a report from `source` to where it is. Never the words."""
    detail = {"conversation": str(report.conversation_id), "seq": report.seq, "reason": report.decision}
    audit.record(
        actor=actor, action=action, subject_kind=REPORT, subject_id=report.pk, from_state=source,
        to_state=report.state, detail=detail, unit_path=report.unit_path, now=now,
    )  # fmt: skip


def words_hide(report: Report, *, now: Moment) -> None:
    """Nobody is shown the words any more; the row in the chain stays."""
    _mark(report, MessageKind.HIDDEN, now)


def words_show(report: Report, *, now: Moment) -> None:
    """They are shown again, unless another report still hides them."""
    others = Report.objects.system("another report of the same message").filter(
        conversation_id=report.conversation_id, seq=report.seq, is_hidden=True
    )
    if not others.exclude(pk=report.pk).exists():
        _mark(report, MessageKind.SHOWN, now)


def _mark(report: Report, kind: MessageKind, now: Moment) -> None:
    append_house(conversation_id=report.conversation_id, kind=kind, body={}, target=report.seq, now=now)


def report_tell(report: Report, *, now: Moment) -> None:
    """Tells who reported, and who suffers a measure, that there is a result; the words stand on the page alone."""
    people = {report.reporter_person_id: "您举报的消息有了处理结果"}
    if report.state != ReportState.DISMISSED:
        people[report.author_person_id] = "您在会话中的发言有了处理结果"
    for person_id, title in people.items():
        notify.tell(
            person_id=person_id, kind="imessage.report", title=title,
            body=f"结果:{REPORT_LABELS[ReportState(report.state)]}。", link=reverse("mobile:report_list"),
            key=f"imessage.report:{report.pk}:{report.state}", now=now,
        )  # fmt: skip
