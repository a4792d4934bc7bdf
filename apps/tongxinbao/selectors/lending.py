"""Issues as those see them for whom they exist; for everybody else there is nothing, and no number of it (TX-4)."""

import base64
from uuid import UUID

from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import NotFound
from apps.core.money import Fen

from ..choices import DISCLOSURE_LABELS, ISSUE_LABELS, ISSUE_TONES, Allotment, IssueState
from ..contracts import LendingIssue, LendingLine, LendingPaper
from ..models import Holding, Issue, IssuePaper, Order
from ..models.paper import BEFORE
from ..rules.eligibility import NOT_MEMBER
from ..rules.issue import RAISING
from .lenders import issue_exists_for, ordered_fen, refusal_of_person, standing_of
from .terms import interest_dates_of, percent, terms_shown

WHY = "whoever may lend reads it; for others it is not there"


def entry_exists_for(actor: Actor) -> bool:
    """Whether the way to 企业借款(非存款) is there at all: for whom the employer's issues exist, and for whoever has
    lent. One query, at most three."""
    if actor.person_id is None or not allows(actor, "tongxinbao.holding.own"):
        return False
    if actor.enterprise_id is not None and issue_exists_for(actor.enterprise_id, actor.person_id):
        return True
    return Holding.objects.scoped(actor).exists() or Order.objects.scoped(actor).exists()


def issues_for_lender(actor: Actor) -> tuple[LendingLine, ...]:
    """What the employer asks of its people now, the newest first. Raises NotFound. Two queries."""
    if not issue_exists_for(actor.enterprise, actor.person):
        raise NotFound()
    rows = Issue.objects.system(WHY).filter(enterprise_id=actor.enterprise, state__in=RAISING)
    return tuple(_line(issue) for issue in rows.order_by("-open_at", "-pk"))


def issue_for_lender(actor: Actor, issue_id: UUID, now: Moment, *, is_whole: bool = True) -> LendingIssue:
    """Raises NotFound, the same for an issue that does not exist and for one that does not exist for the reader.

    Without `is_whole` there are no papers and no sums of others: for the page that only signs."""
    issue = Issue.objects.system(WHY).select_related("enterprise").filter(pk=issue_id).first()
    if issue is None:
        raise NotFound()
    refusal = refusal_of_person(issue, actor.person, now=now)
    if refusal and refusal[0] == NOT_MEMBER:
        raise NotFound()
    _raised_or_mine(actor, issue)
    if issue.scale_fen is None or issue.rate is None or issue.close_at is None or issue.open_at is None:
        raise NotFound()
    is_open = issue.state == IssueState.SUBSCRIBING and issue.open_at <= now.business_at < issue.close_at
    has_room = issue.allotment == Allotment.FIRST_COME and issue.state != IssueState.CLOSED  # ADR 17
    return LendingIssue(
        line=_line(issue),
        enterprise_name=issue.enterprise.name,
        terms=terms_shown(issue),
        disclosures=tuple((label, issue.disclosures.get(one, "")) for one, label in DISCLOSURE_LABELS.items()),
        papers=papers_of(issue, BEFORE) if is_whole else (),
        content_hash=issue.content_hash,
        outstanding_fen=Fen(standing_of(issue).outstanding_fen if is_whole else 0),
        scale_fen=Fen(issue.scale_fen),
        room_fen=Fen(issue.scale_fen - issue.taken_fen - issue.reserved_fen) if has_room else None,
        min_order_fen=Fen(issue.min_order_fen or 0),
        step_fen=Fen(issue.step_fen or 1),
        person_max_fen=Fen(issue.person_max_fen or 0),
        mine_fen=Fen(ordered_fen(issue.pk, actor.person) if is_whole else 0),
        is_open=is_open,
        is_eligible=refusal is None,
        refusal=refusal[1] if refusal else "",
        rate=issue.rate,
        day_count=issue.day_count,
        value_date=issue.close_at.astimezone(SHANGHAI).date(),
        interest_dates=interest_dates_of(issue),
    )


def readable(actor: Actor, issue_id: UUID) -> Issue:
    """The issue for somebody who may read it: while it is raised, or with an order of one's own. Raises NotFound."""
    issue = Issue.objects.system(WHY).select_related("enterprise").filter(pk=issue_id).first()
    if issue is None or not issue_exists_for(issue.enterprise_id, actor.person):
        raise NotFound()
    _raised_or_mine(actor, issue)
    return issue


def _raised_or_mine(actor: Actor, issue: Issue) -> None:
    if issue.state not in RAISING and not Order.objects.scoped(actor).filter(issue=issue).exists():
        raise NotFound()


def papers_of(issue: Issue, kinds: tuple[str, ...]) -> tuple[LendingPaper, ...]:
    rows = IssuePaper.objects.system(WHY).filter(issue=issue, kind__in=kinds).defer("content").order_by("at", "kind")
    return tuple(LendingPaper(row.pk, row.title, row.text, row.file_name, row.sha256, row.at) for row in rows)


def paper_for_lender(actor: Actor, issue_id: UUID, paper_id: UUID) -> tuple[str, bytes]:
    """A paper's media type and bytes, for whoever may lend now or has lent. Raises NotFound."""
    row = IssuePaper.objects.system(WHY).filter(pk=paper_id, issue_id=issue_id).select_related("issue").first()
    if row is None or row.content is None:
        raise NotFound()
    if not Holding.objects.scoped(actor).filter(issue_id=issue_id).exists():
        readable(actor, issue_id)
        if row.kind not in BEFORE:
            raise NotFound()
    return row.content_type, base64.b64decode(row.content.clear())


def _line(issue: Issue) -> LendingLine:
    if issue.rate is None or issue.open_at is None or issue.close_at is None or issue.maturity_date is None:
        raise RuntimeError(f"issue {issue.reference} is listed with gaps")
    state = IssueState(issue.state)
    return LendingLine(
        id=issue.pk,
        title=issue.title,
        reference=issue.reference,
        state=state,
        state_label=ISSUE_LABELS[state],
        tone=ISSUE_TONES.get(state, "neutral"),
        rate=percent(issue.rate),
        open_at=issue.open_at,
        close_at=issue.close_at,
        maturity_date=issue.maturity_date,
    )
