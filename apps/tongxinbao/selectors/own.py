"""A person's own orders and loans: what was asked for, what was lent, what has come back."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.money import Fen

from ..choices import (
    HOLDING_LABELS,
    HOLDING_TONES,
    ISSUE_LABELS,
    ORDER_LABELS,
    ORDER_TONES,
    OUTCOME_LABELS,
    HoldingState,
    IssueState,
    OrderState,
)
from ..contracts import DueLine, LateSum, LendingPaper, LoanLine, LoanPage, Loans, OrderLine, PaidLine, YearLine
from ..models import Due, Holding, Order, PayoutLine
from ..models.paper import BEFORE
from ..models.paper import KINDS as PAPER_KINDS
from ..models.payout import KINDS
from ..rules.issue import IN_ARREARS
from ..rules.order import ORDER
from .lenders import issue_exists_for
from .lending import papers_of
from .owed import owed_on
from .papers import SharedTerms, loan_contract
from .terms import percent

SHOWN = 50
AFTERWARDS = tuple(kind for kind in PAPER_KINDS if kind not in BEFORE)
DUE_STATES = {
    "PAID": ("已支付", "ok"),
    "LATE": ("逾期", "danger"),
    "PART": ("部分支付", "warn"),
    "DUE": ("待支付", "neutral"),
}


def orders_for_member(actor: Actor, now: Moment) -> tuple[OrderLine, ...]:
    """One's own orders, the newest first. Raises NotFound for whom there is nothing here. One query, or two."""
    rows = _orders(actor).order_by("-placed_at", "-pk")[:SHOWN]
    found = tuple(_order(row, now) for row in rows)
    if not found:
        there_is_something(actor)
    return found


def order_for_member(actor: Actor, order_id: UUID, now: Moment) -> OrderLine:
    """Raises NotFound."""
    row = _orders(actor).filter(pk=order_id).first()
    if row is None:
        raise NotFound()
    return _order(row, now)


def orders_under(actor: Actor, mandate_id: UUID, now: Moment) -> tuple[OrderLine, ...]:
    """What the enterprise has placed under one of the actor's mandates, the newest first. One query."""
    rows = _orders(actor).filter(mandate_id=mandate_id).order_by("-placed_at", "-pk")
    return tuple(_order(row, now) for row in rows)


def loans_for_member(actor: Actor) -> Loans:
    """One's own loans, and what each year has brought. Raises NotFound for whom there is nothing here."""
    rows = Holding.objects.scoped(actor).select_related("issue__enterprise").order_by("-opened_on", "-pk")[:SHOWN]
    holdings = tuple(map(loan_line, rows))
    if not holdings:
        there_is_something(actor)
    return Loans(holdings, _years(actor))


def holding_for_member(actor: Actor, holding_id: UUID, now: Moment) -> LoanPage:
    """Raises NotFound."""
    row = Holding.objects.scoped(actor).select_related("issue__enterprise", "order").filter(pk=holding_id).first()
    if row is None:
        raise NotFound()
    dues = Due.objects.scoped(actor).filter(holding=row).order_by("number")
    lines = PayoutLine.objects.scoped(actor).filter(holding=row).select_related("payout")
    paid = lines.order_by("-paid_on", "-payout__number")
    return loan_page(row, dues, paid, papers_of(row.issue, AFTERWARDS), now.business_date)


def loan_page(
    row: Holding,
    dues: Iterable[Due],
    paid: Iterable[PayoutLine],
    papers: tuple[LendingPaper, ...],
    today: date,
    shared: SharedTerms | None = None,
) -> LoanPage:
    """Of a row with its order and its issue's enterprise. No query. `shared` where many loans of one issue are read."""
    state, dues = IssueState(row.issue.state), tuple(dues)
    return LoanPage(
        line=loan_line(row),
        signed_id=row.order.mandate_id or row.order_id,
        contract_hash=row.contract_hash,
        contract=loan_contract(row.issue, row.order, row.opened_on, shared),
        account=row.account_masked,
        late=_late(row, dues, today) if state in IN_ARREARS and row.closed_on is None else None,
        is_frozen=row.is_frozen,
        dues=tuple(_due(due, today) for due in dues),
        paid=tuple(map(_paid, paid)),
        papers=papers,
        issue_state=state,
        issue_label=ISSUE_LABELS[state],
        is_late=state in IN_ARREARS,
        reason=row.issue.reason if state == IssueState.DEFAULTED else "",
        early_on=row.issue.early_on if state == IssueState.EARLY_REPAYING else None,
        may_exit=row.issue.may_exit and (state, row.state) == (IssueState.ACTIVE, HoldingState.ACTIVE),
    )


def there_is_something(actor: Actor) -> None:
    """Raises NotFound for whoever has no part in it and never had."""
    is_member = actor.enterprise_id is not None and issue_exists_for(actor.enterprise_id, actor.person)
    if is_member or Holding.objects.scoped(actor).exists() or Order.objects.scoped(actor).exists():
        return
    raise NotFound()


def _orders(actor: Actor) -> QuerySet[Order]:
    return Order.objects.scoped(actor).select_related("issue__enterprise", "holding")


def _order(row: Order, now: Moment) -> OrderLine:
    issue, state = row.issue, OrderState(row.state)
    is_open = issue.state in (IssueState.SUBSCRIBING, IssueState.SUSPENDED)
    may = is_open and issue.close_at is not None and now.business_at < issue.close_at
    may = may and any(move.name == "withdraw" for move in ORDER.leaving(row.state))
    return OrderLine(
        id=row.pk,
        issue_id=issue.pk,
        title=issue.title,
        reference=f"{issue.reference}-{row.number:04d}",
        enterprise_name=issue.enterprise.name,
        state=state,
        state_label=ORDER_LABELS[state],
        tone=ORDER_TONES.get(state, "neutral"),
        outcome=row.outcome,
        outcome_label=OUTCOME_LABELS.get(row.outcome, ""),
        amount_fen=Fen(row.amount_fen),
        allotted_fen=Fen(row.allotted_fen),
        account=row.account_masked,
        is_entrusted=row.is_entrusted,
        placed_at=row.placed_at,
        close_at=issue.close_at,
        holding_id=row.holding.pk if hasattr(row, "holding") else None,
        may=("withdraw",) if may else (),
    )


def loan_line(row: Holding) -> LoanLine:
    """Of a row with its issue's enterprise."""
    issue, state = row.issue, HoldingState(row.state)
    return LoanLine(
        id=row.pk,
        issue_id=issue.pk,
        title=issue.title,
        enterprise_name=issue.enterprise.name,
        state=state,
        state_label=HOLDING_LABELS[state],
        tone=HOLDING_TONES.get(state, "neutral"),
        principal_fen=Fen(row.principal_fen),
        left_fen=Fen(row.left_fen),
        rate=percent(issue.rate) if issue.rate is not None else "",
        opened_on=row.opened_on,
        due_on=issue.due_on,
        contract_number=row.contract_number,
    )


def _late(row: Holding, dues: Iterable[Due], today: date) -> LateSum:
    owed = owed_on(row, dues, today)
    return LateSum(Fen(owed.principal), Fen(owed.interest), Fen(owed.overdue), Fen(owed.total))


def _due(due: Due, today: date) -> DueLine:
    left = due.principal_fen + due.interest_fen - due.paid_principal_fen - due.paid_interest_fen
    if not left:
        state = "PAID"
    elif due.due_on < today:
        state = "LATE"
    else:
        state = "PART" if due.paid_principal_fen or due.paid_interest_fen else "DUE"
    label, tone = DUE_STATES[state]
    return DueLine(due.due_on, due.days, Fen(due.principal_fen), Fen(due.interest_fen), state, label, tone)


def _paid(row: PayoutLine) -> PaidLine:
    return PaidLine(
        paid_on=row.paid_on,
        kind_label=KINDS[row.payout.kind],
        principal_fen=Fen(row.principal_fen),
        interest_fen=Fen(row.interest_fen),
        overdue_fen=Fen(row.overdue_fen),
        tax_fen=Fen(row.tax_fen),
        net_fen=Fen(row.net_fen),
        is_returned=row.is_returned,
    )


def _years(actor: Actor) -> tuple[YearLine, ...]:
    rows = (
        PayoutLine.objects.scoped(actor)
        .annotate(year=ExtractYear("paid_on"))
        .values("year")
        .annotate(
            principal=Sum("principal_fen"), interest=Sum("interest_fen"), overdue=Sum("overdue_fen"),
            tax=Sum("tax_fen"), net=Sum("net_fen"),
        )
        .order_by("-year")
    )  # fmt: skip
    return tuple(
        YearLine(
            row["year"],
            Fen(int(row["principal"])),
            Fen(int(row["interest"] + row["overdue"])),
            Fen(int(row["tax"])),
            Fen(int(row["net"])),
        )
        for row in rows
    )
