"""Reports of messages: who may not speak, what a person reported or suffers, and the desk of the bank."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet

from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import NotFound
from apps.core.masking import mask_name

from ..choices import REASON_LABELS, REPORT_LABELS, REPORT_TONES, MessageKind, ReportReason, ReportState
from ..contracts.reports import OwnReport, ReportLine, ReportPage
from ..models import Message, MessageBody, Report
from ..rules.lives import REPORTED

WHY = "what the bank has decided about somebody's words"
LISTED = 100
MEASURES = (ReportState.MUTED, ReportState.APPEALED, ReportState.UPHELD)  # while a mute holds
FIRST = (ReportState.APPEALED, ReportState.PROPOSED, ReportState.OPEN)  # what waits for somebody
NOT_THERE = "没有找到这条举报。"
ACTIONS = {
    "decide": ("dismiss", "imessage.report.decide"),
    "second": ("approve", "imessage.report.second"),
    "answer": ("uphold", "imessage.report.second"),
}


def silenced(person_id: UUID, now: Moment) -> Exists:
    """Whether the person may not speak: part of the query that finds the seat."""
    holds = Q(is_muted_for_good=True) | Q(muted_until__gt=now.wall)
    rows = Report.objects.system(WHY).filter(author_person_id=person_id, state__in=MEASURES)
    return Exists(rows.filter(holds))


def reports_for_member(actor: Actor) -> tuple[OwnReport, ...]:
    """What the person has reported, and what was done about the person's own words. One query."""
    mine = Q(reporter_person_id=actor.person)
    done = Q(author_person_id=actor.person) & ~Q(state__in=(ReportState.OPEN, ReportState.DISMISSED))
    rows = Report.objects.system("the person's own").filter(mine | done).order_by("-reported_at", "pk")[:LISTED]
    return tuple(_own(row, actor) for row in rows)


def _own(row: Report, actor: Actor) -> OwnReport:
    is_author = row.author_person_id == actor.person
    may = is_author and any(move.name == "appeal" for move in REPORTED.leaving(row.state))
    return OwnReport(
        row.pk, is_author, "" if is_author else row.author_display, REASON_LABELS[ReportReason(row.reason)],
        REPORT_LABELS[ReportState(row.state)], REPORT_TONES[ReportState(row.state)], row.reported_at,
        row.decision if is_author else "", _measure(row) if is_author else "", row.appeal if is_author else "",
        row.answer if is_author else "", may,
    )  # fmt: skip


def _measure(row: Report) -> str:
    if row.state == ReportState.OVERTURNED:
        return ""
    if row.is_muted_for_good:
        return "长期禁言"
    if row.muted_until:
        return f"禁言至 {row.muted_until.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return "消息已隐藏" if row.is_hidden else ""


def desk_for_staff(actor: Actor) -> tuple[ReportLine, ...]:
    """The reports of the actor's units: what waits first, oldest first; then what is done. Two queries."""
    rows = Report.objects.scoped(actor)
    waiting = rows.filter(state__in=FIRST).order_by("reported_at", "pk")[:LISTED]
    done = rows.exclude(state__in=FIRST).order_by("-reported_at", "pk")[:LISTED]
    return tuple(_line(row) for row in [*waiting, *done])


def report_for_staff(actor: Actor, report_id: UUID) -> ReportPage:
    """One report with the words in question, whatever has become of them since, and no other row. Two queries. Raises
    NotFound."""
    row = found(Report.objects.scoped(actor), report_id)
    body, edits = _said(row)
    text = None if body is None else "\n".join([_words(body), *(f"修改为:{_words(one)}" for one in edits)])
    moves = {move.name for move in REPORTED.leaving(row.state)}
    may = {name for name, (move, right) in ACTIONS.items() if move in moves and allows(actor, right)}
    if actor.person_id == row.decider_person_id:
        may -= {"second", "answer"}
    if actor.person_id in (row.author_person_id, row.reporter_person_id):
        may = set()
    return ReportPage(
        _line(row), row.conversation_id, row.seq, text, row.note,
        row.decision, row.decided_at, _measure(row), row.appeal, row.answer, row.digest, frozenset(may),
    )  # fmt: skip


def _said(row: Report) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """The body of the message as it was first said, and those of its edits. One query."""
    edits = Message.objects.system(WHY).filter(
        conversation_id=row.conversation_id, target_seq=row.seq, kind=MessageKind.EDIT
    )
    rows = MessageBody.objects.system("the message that was reported").filter(conversation_id=row.conversation_id)
    rows = rows.filter(Q(seq=row.seq) | Q(seq__in=edits.values("seq"))).order_by("seq")
    first, *later = rows.values_list("body", flat=True)
    return first, [one for one in later if one is not None]


def _words(body: dict[str, Any]) -> str:
    return str(body.get("text") or f"[文件] {body.get('name', '')}")


def _line(row: Report) -> ReportLine:
    return ReportLine(
        row.pk, mask_name(row.author_display), row.author_badge, REASON_LABELS[ReportReason(row.reason)],
        REPORT_LABELS[ReportState(row.state)], REPORT_TONES[ReportState(row.state)], row.reported_at,
    )  # fmt: skip


def found(rows: "QuerySet[Report]", report_id: UUID) -> Report:
    row = rows.filter(pk=report_id).first()
    if row is None:
        raise NotFound(NOT_THERE)
    return row
