"""Everything that proves what an issue owes: contracts, schedules, payments, papers and notices (row 20)."""

import base64
from collections import defaultdict
from uuid import UUID

from apps.agreements import api as agreements
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import NotFound
from apps.identity import api as identity

from ..choices import ISSUE_LABELS, IssueState
from ..contracts import Evidence, EvidenceLoan, EvidencePaper
from ..models import Due, Holding, Issue, IssuePaper, PayoutLine
from ..models.paper import KINDS
from .contract_file import TERMS
from .own import loan_page
from .papers import shared_terms
from .terms import terms_shown

WHY = "of an issue within the actor's reach, or of the actor's own loan"


def evidence_of(issue: Issue, now: Moment) -> Evidence:
    """Of a whole issue with its enterprise; the caller has scoped it. Two queries for each lender, and six."""
    return _evidence(issue, list(Holding.objects.system(WHY).filter(issue=issue).order_by("number")), now)


def evidence_for_member(actor: Actor, holding_id: UUID, now: Moment) -> Evidence:
    """Of one's own loan. Raises NotFound."""
    row = Holding.objects.scoped(actor).select_related("issue__enterprise").filter(pk=holding_id).first()
    if row is None:
        raise NotFound()
    return _evidence(row.issue, [row], now)


def _evidence(issue: Issue, holdings: list[Holding], now: Moment) -> Evidence:
    names = identity.person_briefs({row.person_id for row in holdings})
    state = IssueState(issue.state)
    facts = (
        ("借款人", issue.enterprise.name),
        *terms_shown(issue),
        ("起息日", f"{issue.value_date}"),
        ("目前状态", ISSUE_LABELS[state]),
        ("内容摘要", issue.content_hash),
        *((("说明", issue.reason),) if issue.reason else ()),
    )
    return Evidence(issue.reference, now.business_at, facts, _loans(issue, holdings, names, now), _papers(issue))


def _loans(
    issue: Issue, holdings: list[Holding], names: dict[UUID, identity.PersonBrief], now: Moment
) -> tuple[EvidenceLoan, ...]:
    dues, lines = defaultdict(list), defaultdict(list)
    for due in Due.objects.system(WHY).filter(holding__in=holdings).order_by("number"):
        dues[due.holding_id].append(due)
    paid = PayoutLine.objects.system(WHY).filter(holding__in=holdings).select_related("payout")
    for line in paid.order_by("-paid_on", "-payout__number"):
        lines[line.holding_id].append(line)
    orders = {row.pk: row for row in issue.orders.system(WHY).filter(holding__in=holdings)}
    shared, found = shared_terms(issue), []
    for row in holdings:
        row.issue, row.order = issue, orders[row.order_id]
        page = loan_page(row, dues[row.pk], lines[row.pk], (), now.business_date, shared)
        words = agreements.words_signed(TERMS, row.order.mandate_id or row.order_id, row.opened_on)
        name = names[row.person_id].name if row.person_id in names else "—"
        found.append(EvidenceLoan(name, page, words))
    return tuple(found)


def _papers(issue: Issue) -> tuple[EvidencePaper, ...]:
    rows = IssuePaper.objects.system(WHY).filter(issue=issue).order_by("at", "pk")
    return tuple(
        EvidencePaper(
            KINDS[row.kind],
            row.title,
            row.text,
            row.at.astimezone(SHANGHAI),
            row.file_name,
            base64.b64decode(row.content.clear()) if row.content is not None else b"",
        )
        for row in rows
    )
