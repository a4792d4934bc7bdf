"""A released list is carried out: an order for each line that its person has mandated (TX-11).

What becomes of a line is between the person and the bank: it is written where no enterprise reaches it (ADR 17).
"""

from collections.abc import Mapping
from uuid import UUID

from apps.agreements import api as agreements
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.jobs import Lease
from apps.core.outbox import publish

from ..choices import MANDATE, EntrustedState
from ..contracts import Payer
from ..events import EntrustedPlaced, OrderMoved
from ..models import EntrustedAnswer, EntrustedLine, EntrustedList, Issue, LoanMandate, Order
from ..selectors.lenders import entrusted_fen, refusals
from .entrusted_moves import entrusted_locked, entrusted_move, list_lapse
from .mandates_over import NO_MANDATE
from .order_place import open_check, order_hold, order_make, room_check

WHY = "a released list is carried out"


@use_case
def entrusted_place(*, list_id: UUID, lease: Lease, now: Moment) -> None:
    """Places an order for each line whose mandate holds, within every limit of an order; the others come to nothing.

    An issue that has stopped or closed by now lets the list lapse. Key: the lease; a repeat changes nothing. Locks
    issue, list, mandates, accounts, the enterprise's number of lenders, then accounts of the books, ascending.
    """
    actor = Actor.system("按委托名单认购")
    issue, sent = entrusted_locked(actor, list_id)
    if sent.state == EntrustedState.RELEASED:
        try:
            open_check(issue, now)
        except Conflict as refused:
            list_lapse(sent, refused.message, issue=issue, actor=actor, now=now)
        else:
            _place(issue, sent, actor, now)
    lease.finish()


def _place(issue: Issue, sent: EntrustedList, actor: Actor, now: Moment) -> None:
    lines = list(EntrustedLine.objects.system(WHY).filter(list=sent))
    mandates = _mandates(issue, lines, now)
    why_not = _refused(issue, lines, mandates, now)
    answers, orders = [], []
    for line in sorted(lines, key=lambda one: _payer(mandates.get(one.person_id)) or one.pk):
        if line.person_id is None:
            raise RuntimeError(f"line {line.number} of a released list is nobody's")
        mandate, order = mandates.get(line.person_id), None
        outcome = why_not.get(line.pk, "")
        if mandate is not None and not outcome:
            outcome, order = _order(issue, line, mandate, actor, now)
        answers.append(
            EntrustedAnswer(line=line, person_id=line.person_id, outcome=outcome, order=order, at=now.business_at)
        )
        if order is not None:
            orders.append(order)
    EntrustedAnswer.objects.bulk_create(answers)
    issue.save(update_fields=["reserved_fen"])
    entrusted_move(sent, "place", issue=issue, actor=actor, now=now, ended_at=now.business_at)
    publish(*(OrderMoved(order.pk, order.state, order.outcome) for order in orders))
    publish(EntrustedPlaced(sent.pk))


def _mandates(issue: Issue, lines: list[EntrustedLine], now: Moment) -> dict[UUID | None, LoanMandate]:
    """The mandates that hold, by person; nobody stops one of them before the commit."""
    held = agreements.mandates_hold(kind=MANDATE, subject_id=issue.pk, on=now.business_date)
    rows = LoanMandate.objects.system(WHY).filter(issue=issue, mandate_id__in=held)
    return {row.person_id: row for row in rows.filter(person_id__in=[line.person_id for line in lines])}


def _payer(mandate: LoanMandate | None) -> UUID | None:
    return mandate.account_ledger_id if mandate else None


def _refused(
    issue: Issue, lines: list[EntrustedLine], mandates: Mapping[UUID | None, LoanMandate], now: Moment
) -> dict[UUID, str]:
    """Why some lines come to nothing, by their mandate, their person and their account; by line, a code."""
    asked = {
        line.pk: (mandates[line.person_id].person_id, mandates[line.person_id].account_id)
        for line in lines
        if line.person_id in mandates
    }
    found = {line.pk: NO_MANDATE for line in lines if line.pk not in asked}
    special = bankaccounts.payees_hold({account for _, account in asked.values()})
    ineligible = refusals(issue, asked, now=now)
    used = entrusted_fen(issue.pk)
    for line in lines:
        if line.pk in found:
            continue
        mandate = mandates[line.person_id]
        facts = special.get(mandate.account_id)
        may_pay = mandate.account_id not in special or (facts is not None and facts.status == AccountStatus.NORMAL)
        if (line.amount_fen or 0) > mandate.max_fen - used.get(mandate.mandate_id, 0):
            found[line.pk] = "MANDATE_MAX"
        elif line.pk in ineligible:
            found[line.pk] = ineligible[line.pk][0]
        elif not may_pay:
            found[line.pk] = "ACCOUNT_STATUS"
    return found


def _order(
    issue: Issue, line: EntrustedLine, mandate: LoanMandate, actor: Actor, now: Moment
) -> tuple[str, Order | None]:
    """The code of why there is no money held, and the order, if one was made. Within, the line's own part of what the
    list has reserved is room; what is not held stays reserved."""
    fen = line.amount_fen or 0
    issue.reserved_fen -= fen
    try:
        room_check(issue, mandate.person_id, fen, now)
    except (InvalidInput, Conflict) as refused:
        issue.reserved_fen += fen
        return refused.code, None
    payer = Payer(mandate.account_id, mandate.account_ledger_id, mandate.account_masked)
    order = order_make(issue, mandate.person_id, payer, fen, device="", now=now, mandate_id=mandate.mandate_id)
    issue.save(update_fields=["reserved_fen"])  # before what is taken grows by it
    order_hold(order, issue, actor=actor, now=now)
    if order.outcome:
        issue.reserved_fen += fen
    return order.outcome, order
