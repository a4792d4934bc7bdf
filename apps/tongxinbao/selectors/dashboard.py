"""The issuer's view of its own issue: totals while it is raised, then what is due, who has lent, what was paid."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Sum

from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.identity import api as identity
from apps.members import api as members

from ..choices import HOLDING_LABELS, HOLDING_TONES, ORDERS_COUNTED, HoldingState
from ..contracts import DueSum, HoldingLine, IssueLine, PayoutDetail, PayoutSum, Raising, Register, RegisterLine
from ..models import Due, EntrustedList, Holding, Issue, Order, Payout, PayoutLine
from ..models.entrusted import RELEASED
from ..models.payout import KINDS
from ..rules.interest import tax_of
from .issues import issue_for, issue_line

SUMS = ("principal_fen", "interest_fen", "overdue_fen", "tax_fen", "vat_fen", "net_fen")


def raising_of(actor: Actor, line: IssueLine) -> Raising:
    """Totals alone: who has said yes, and who has not, is nobody's business at the enterprise (TX-11). A released list
    counts as it was sent (ADR 17). One query
    once anything is taken, two with lists."""
    counted = Order.objects.scoped(actor).filter(issue_id=line.id, state__in=ORDERS_COUNTED)
    if not line.has_entrusted:
        return Raising(line.scale_fen or 0, line.taken_fen, line.percent, counted.count() if line.taken_fen else 0)
    lists = EntrustedList.objects.scoped(actor).filter(issue_id=line.id, state__in=RELEASED)
    lines = lists.aggregate(lines=Sum("line_count", default=0))["lines"]
    orders = counted.filter(is_entrusted=False).count() + lines
    return Raising(line.scale_fen or 0, line.taken_fen, line.percent, orders, is_sealed=line.is_sealed)


def dues_of(actor: Actor, issue_id: UUID, today: date) -> tuple[DueSum, ...]:
    """What is due when, over all lenders; overdue interest grows by the day and is not in it. One query."""
    rows = Due.objects.scoped(actor).filter(holding__issue_id=issue_id).values_list(
        "due_on", "principal_fen", "interest_fen", "paid_principal_fen", "paid_interest_fen"
    )  # fmt: skip
    days: dict[date, list[tuple[int, int, int]]] = defaultdict(list)
    for due_on, principal, interest, paid_principal, paid_interest in rows:
        days[due_on].append((principal, interest, paid_principal + paid_interest))
    return tuple(_due(day, days[day], today) for day in sorted(days))


def _due(day: date, parts: list[tuple[int, int, int]], today: date) -> DueSum:
    principal, interest = sum(p for p, _, _ in parts), sum(i for _, i, _ in parts)
    paid, tax = sum(done for _, _, done in parts), sum(tax_of(i) for _, i, _ in parts)
    if paid >= principal + interest:
        label, tone = "已支付", "ok"
    elif day < today:
        label, tone = ("部分支付", "warn") if paid else ("逾期", "danger")
    else:
        label, tone = ("今日应付", "warn") if day == today else ("待支付", "brand")
    return DueSum(day, principal, interest, tax, principal + interest - tax, paid, label, tone)


def holdings_of(actor: Actor, issue_id: UUID) -> tuple[IssueLine, tuple[HoldingLine, ...]]:
    """The loans of an issue, to whom the enterprise owes them: each lender is a party of a contract with it. Raises
    NotFound. Three queries."""
    row = issue_for(actor, issue_id)
    rows = list(Holding.objects.scoped(actor).filter(issue=row).order_by("number"))
    people = members.engagements(row.enterprise_id, [one.person_id for one in rows])
    return issue_line(row), tuple(
        HoldingLine(
            id=one.pk,
            number=one.number,
            name=people[one.person_id].name if one.person_id in people else "—",
            emp_no=people[one.person_id].emp_no if one.person_id in people else "",
            contract_number=one.contract_number,
            contract_hash=one.contract_hash,
            principal_fen=one.principal_fen,
            left_fen=one.left_fen,
            overdue_fen=one.overdue_fen,
            state_label=HOLDING_LABELS[HoldingState(one.state)],
            tone=HOLDING_TONES.get(HoldingState(one.state), "neutral"),
        )
        for one in rows
    )


def payouts_of(actor: Actor, issue_id: UUID) -> tuple[PayoutSum, ...]:
    """Newest first. One query."""
    rows = Payout.objects.scoped(actor).filter(issue_id=issue_id).order_by("-number")
    return tuple(_payout(row) for row in rows)


def _payout(row: Payout) -> PayoutSum:
    return PayoutSum(
        row.pk, row.number, KINDS[row.kind], row.paid_on, row.gross_fen, row.tax_fen, row.net_fen, row.line_count
    )


def payout_detail(actor: Actor, payout_id: UUID) -> PayoutDetail:
    """One payout with what it brought to each lender. Raises NotFound."""
    row = Payout.objects.scoped(actor).select_related("issue__enterprise").filter(pk=payout_id).first()
    if row is None:
        raise NotFound("没有找到这笔还款。")
    lines = PayoutLine.objects.scoped(actor).filter(payout=row)
    register = _register(row.issue, lines.select_related("payout", "holding").order_by("holding__number"))
    return PayoutDetail(issue_line(row.issue), _payout(row), register)


def register_of(actor: Actor, issue_id: UUID) -> tuple[IssueLine, Register]:
    """The withholding register of an issue, payment by payment (TX-23). Raises NotFound."""
    row = issue_for(actor, issue_id)
    return issue_line(row), _register(row, _paid_lines(row))


def register_clear(issue: Issue) -> Register:
    """The same with the id numbers in clear, as the tax office asks for it. The caller has scoped the issue and has its
    reason on record."""
    return _register(issue, _paid_lines(issue), is_clear=True)


def _paid_lines(issue: Issue) -> Iterable[PayoutLine]:
    rows = PayoutLine.objects.system("of an issue that is at hand").filter(payout__issue=issue)
    return rows.select_related("payout", "holding").order_by("payout__number", "holding__number")


def _register(issue: Issue, rows: Iterable[PayoutLine], *, is_clear: bool = False) -> Register:
    found = list(rows)
    persons = {row.person_id for row in found}
    people, briefs = members.engagements(issue.enterprise_id, persons), identity.person_briefs(persons)
    if is_clear:
        numbers = {pk: one.id_number for pk, one in identity.persons_clear(persons).items()}
    else:
        numbers = {pk: one.masked_id_number for pk, one in briefs.items()}
    lines = tuple(
        RegisterLine(
            paid_on=row.paid_on,
            kind_label=KINDS[row.payout.kind],
            name=briefs[row.person_id].name if row.person_id in briefs else "—",
            emp_no=people[row.person_id].emp_no if row.person_id in people else "",
            id_number=numbers.get(row.person_id, ""),
            contract_number=row.holding.contract_number,
            is_returned=row.is_returned,
            **{name: getattr(row, name) for name in SUMS},
        )
        for row in found
    )
    return Register(lines, {name: sum(getattr(line, name) for line in lines) for name in SUMS})
