"""The lists of an enterprise as its office sees them: what was sent, and nothing of what became of it (ADR 17)."""

from uuid import UUID

from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound

from ..choices import ENTRUSTED_LABELS, ENTRUSTED_TONES, EntrustedState, IssueState
from ..contracts import EntrustedDetail, EntrustedLists, EntrustedSheet, SentLineShown
from ..models import EntrustedLine, EntrustedList
from ..rules.entrusted import ENTRUSTED
from ..rules.entrusted_file import SentLine
from .entrusted_lines import lines_of
from .issues import issue_for

MISSING = "没有找到这份委托认购名单。"
COMING = (IssueState.LISTED, IssueState.SUBSCRIBING, IssueState.SUSPENDED)
DEEDS = {  # deed -> who may
    "submit": "tongxinbao.entrusted.make",
    "discard": "tongxinbao.entrusted.make",
    "return": "tongxinbao.entrusted.check",
    "release": "tongxinbao.entrusted.check",
}


def lists_of(actor: Actor, issue_id: UUID, now: Moment) -> EntrustedLists:
    """The lists of an issue of the actor's enterprise. Raises NotFound. Two queries."""
    issue = issue_for(actor, issue_id)
    rows = EntrustedList.objects.scoped(actor).filter(issue=issue).select_related("issue").order_by("-at", "-pk")
    lists = tuple(_sheet(row, actor) for row in rows)
    is_open = issue.state in COMING and issue.close_at is not None and now.business_at < issue.close_at
    waits = any(one.state == EntrustedState.SUBMITTED for one in lists)
    why_not = "" if is_open else "这次发行目前不接受委托认购名单。"
    if is_open and waits:
        why_not = "有一份名单正在等待复核。"
    may = not why_not and allows(actor, "tongxinbao.entrusted.make")
    return EntrustedLists(issue.pk, issue.title, lists, may, why_not)


def list_detail(actor: Actor, list_id: UUID) -> EntrustedDetail:
    """A list with its lines as they were sent. Raises NotFound. Two queries."""
    row = _row(actor, list_id)
    lines = tuple(_line(line) for line in lines_of(EntrustedLine.objects.scoped(actor).filter(list=row)))
    return EntrustedDetail(_sheet(row, actor), lines, tuple(line for line in lines if line.message))


def sheet_lines(actor: Actor, list_id: UUID) -> tuple[SentLine, ...]:
    """The lines for the sheet of faults. Raises NotFound."""
    return lines_of(EntrustedLine.objects.scoped(actor).filter(list=_row(actor, list_id)))


def _row(actor: Actor, list_id: UUID) -> EntrustedList:
    row = EntrustedList.objects.scoped(actor).select_related("issue").filter(pk=list_id).first()
    if row is None:
        raise NotFound(MISSING)
    return row


def _line(line: SentLine) -> SentLineShown:
    return SentLineShown(line.number, line.emp_no, line.name, line.amount, line.fen, line.column, line.message)


def _sheet(row: EntrustedList, actor: Actor) -> EntrustedSheet:
    state = EntrustedState(row.state)
    moves = {move.name for move in ENTRUSTED.leaving(state)}
    may = {deed for deed, needed in DEEDS.items() if deed in moves and allows(actor, needed)}
    may -= {"return", "release"} if row.maker_person_id == actor.person_id else set()
    may -= {"submit"} if row.fault_count else set()
    shown = EntrustedState.RELEASED if state == EntrustedState.PLACED else state  # alike for the enterprise
    return EntrustedSheet(
        id=row.pk,
        issue_id=row.issue_id,
        issue_title=row.issue.title,
        state=shown,
        state_label=ENTRUSTED_LABELS[shown],
        tone=ENTRUSTED_TONES.get(shown, "neutral"),
        file_name=row.file_name,
        file_sha256=row.file_sha256,
        digest=row.digest,
        line_count=row.line_count,
        fault_count=row.fault_count,
        total_fen=row.total_fen,
        maker=row.maker_display,
        checker=row.checker_display,
        reason=row.reason,
        at=row.at,
        released_at=row.released_at,
        may=frozenset(may),
    )
