"""The settlement: the money leaves every lender and reaches the enterprise in one commit (rows 12 and 13)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, text_array, use_case, uuid_array
from apps.core.errors import Conflict
from apps.core.ids import new_id
from apps.core.jobs import Lease
from apps.core.outbox import publish
from apps.ledger import api as ledger

from ..choices import ISSUE_SUBJECT, DayCount, IssueState
from ..events import IssueMoved, LoansMade
from ..models import Issue, Order
from ..rules.interest import schedule
from ..rules.order import HOLDING, ORDER, RELEASABLE
from ..selectors.papers import Lent, contracts_named
from ..selectors.terms import interest_dates_of
from .issue_close import fail_if_short
from .issue_moves import issue_locked, issue_move
from .mandates_over import mandates_over, mandates_stopped
from .orders_release import release

GL_TRANSIT = "2241.03"
WHY = "the bank has confirmed the settlement"
FROZEN = "FROZEN"
Loans = list[tuple[UUID, Lent]]  # the id of the holding to be, and its order
_LEND = """
    WITH settled AS (
        UPDATE tongxinbao_order o SET state = %(settled)s, ended_at = %(at)s
          FROM unnest(%(orders)s::uuid[], %(holdings)s::uuid[], %(numbers)s::text[], %(hashes)s::text[])
               p(id, holding_id, contract_number, contract_hash)
         WHERE o.id = p.id AND o.state = ANY(%(sources)s)
        RETURNING o.*, p.holding_id, p.contract_number, p.contract_hash)
    INSERT INTO tongxinbao_holding (
        id, issue_id, order_id, number, person_id, state, principal_fen, left_fen, overdue_fen, is_frozen, is_estate,
        account_id, account_ledger_id, account_masked, contract_number, contract_hash, opened_on)
    SELECT holding_id, issue_id, id, number, person_id, %(opened)s, allotted_fen, allotted_fen, 0, false, false,
           account_id, account_ledger_id, account_masked, contract_number, contract_hash, %(day)s
      FROM settled"""
DUE_COLUMNS = "holding_id, number, due_on, days, principal_fen, interest_fen, paid_principal_fen, paid_interest_fen"


@use_case
def orders_settle(*, issue_id: UUID, lease: Lease, now: Moment) -> None:
    """Debits every allotted order out of its hold into the issue's own transit account, and credits the enterprise.

    Dr 2011.02 of each lender, Cr 2241.03 of the issue; Dr 2241.03, Cr 2011.01 of the enterprise. An order whose hold a
    freeze has ended, whose account may not pay any more, or whose mandate was stopped (AT-08), is dropped and the
    minimum is looked at again. Holdings, contracts and schedules are written in the same commit, for the value date on
    which it is posted. Key: the issue in the ledger, and the lease. Locks issue, orders, mandates, accounts, then
    ledger accounts. Raises Conflict PAYEE where the
    enterprise's account cannot take the money: the job is tried again, then parked for people.
    """
    actor = Actor.system("企业借款结算")
    issue = issue_locked(actor, issue_id)
    if issue.state == IssueState.SETTLING:
        _settle(issue, actor, now)
    lease.finish()


def _settle(issue: Issue, actor: Actor, now: Moment) -> None:
    orders = _orders(issue)
    lost = mandates_stopped(issue, orders) | _lost(issue, orders)
    if lost:
        issue_move(issue, "stop", "tongxinbao.issue.stopped", actor=actor, now=now, detail={"lost": len(lost)},
                   tell=False)  # fmt: skip
        release(issue, lock_rows(Order.objects.system(WHY).filter(pk__in=lost)), lost, actor=actor, now=now)
        orders = [order for order in orders if order.pk not in lost]
        left = sum(order.allotted_fen for order in orders)
        if fail_if_short(issue, left, actor, now):
            return
        issue_move(
            issue, "settle_again", "tongxinbao.issue.resettled", actor=actor, now=now, taken_fen=left, tell=False
        )
    transit, total = _post(issue, orders, now)
    _lend(issue, orders, now)
    issue_move(
        issue, "activate", "tongxinbao.issue.activated", actor=actor, now=now, tell=False,
        detail={"lenders": len(orders), "fen": total}, transit_ledger_id=transit,
        raised_fen=total, value_date=now.business_date, due_on=issue.maturity_date, settled_at=now.business_at,
    )  # fmt: skip
    mandates_over(issue, actor=actor, now=now)
    publish(IssueMoved(issue.pk, issue.state), LoansMade(issue.pk))


def _orders(issue: Issue) -> list[Lent]:
    """The orders that hold money, by number; locked in ascending id."""
    rows = Order.objects.system(WHY).filter(issue=issue, state__in=RELEASABLE).order_by("pk").select_for_update()
    return sorted(map(Lent._make, rows.values_list(*Lent._fields)), key=lambda order: order.number)


def _lost(issue: Issue, orders: list[Lent]) -> dict[UUID, str]:
    """The orders whose money cannot be taken, by why; all accounts stay as they are until the commit."""
    payee = issue.account_id
    if payee is None:
        raise RuntimeError(f"issue {issue.reference} has no account for its proceeds")
    special = bankaccounts.payees_hold({order.account_id for order in orders} | {payee})
    taker = special.get(payee)
    if payee in special and (taker is None or taker.status != AccountStatus.NORMAL):
        raise Conflict("PAYEE", "企业的收款账户目前不能收款,结算没有进行。")
    barred = {pk for pk, facts in special.items() if facts is None or facts.status != AccountStatus.NORMAL}
    short = ledger.holds_short({order.hold_id: order.allotted_fen for order in orders if order.hold_id})
    return {
        order.pk: FROZEN
        for order in orders
        if order.account_id in barred or order.hold_id is None or order.hold_id in short
    }


def _post(issue: Issue, orders: list[Lent], now: Moment) -> tuple[UUID, int]:
    """Both journals, or one more for each further order of an account: a journal takes one hold of an account. Gives
    the transit account, and what went through it."""
    transit = ledger.open_account(owner_kind=ISSUE_SUBJECT, owner_id=issue.pk, gl_code=GL_TRANSIT, on=now.business_date)
    total = sum(order.allotted_fen for order in orders)
    for number, turn in enumerate(_turns(orders), 1):
        fen = sum(order.allotted_fen for order in turn)
        ledger.post(
            key=f"tongxinbao.settle:{issue.pk}:{number}",
            kind="tongxinbao.settle",
            summary=f"企业借款出借 {issue.reference}",
            legs=[*((order.account_ledger_id, -order.allotted_fen) for order in turn), (transit, fen)],
            holds={order.account_ledger_id: order.hold_id for order in turn if order.hold_id},
            batch_id=issue.pk,
            approval_id=issue.approval_id,
            now=now,
        )
    if issue.account_ledger_id is None:
        raise RuntimeError(f"issue {issue.reference} has no account for its proceeds")
    ledger.post(
        key=f"tongxinbao.proceeds:{issue.pk}",
        kind="tongxinbao.proceeds",
        summary=f"企业借款到账 {issue.reference}",
        legs=((transit, -total), (issue.account_ledger_id, total)),
        batch_id=issue.pk,
        approval_id=issue.approval_id,
        now=now,
    )
    return transit, total


def _turns(orders: list[Lent]) -> Iterable[list[Lent]]:
    """The orders, so that no account comes twice in a turn."""
    turns: list[list[Lent]] = []
    seen: dict[UUID, int] = defaultdict(int)
    for order in orders:
        turn = seen[order.account_ledger_id]
        seen[order.account_ledger_id] += 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(order)
    return turns


def _lend(issue: Issue, orders: list[Lent], now: Moment) -> None:
    """The loans with their schedules; the orders are settled. Two statements, however many lenders there are."""
    loans = [(new_id(), order) for order in orders]
    sources, contracts = sorted({order.state for order in orders}), contracts_named(issue, orders, now.business_date)
    [target] = {ORDER.check(source, "settle").target for source in sources}
    with connection.cursor() as cursor:
        cursor.execute(
            _LEND,
            {
                "settled": target,
                "at": now.business_at,
                "orders": uuid_array(order.pk for order in orders),
                "holdings": uuid_array(holding_id for holding_id, _ in loans),
                "numbers": text_array(number for number, _ in contracts),
                "hashes": text_array(digest for _, digest in contracts),
                "sources": sources,
                "opened": HOLDING.check("", "open").target,
                "day": now.business_date,
            },
        )
        if cursor.rowcount != len(orders):
            raise RuntimeError(f"the orders of issue {issue.reference} changed under its lock")
        with cursor.copy(f"COPY tongxinbao_due ({DUE_COLUMNS}) FROM STDIN") as copy:
            copy.write("".join(_dues(issue, loans, now.business_date)))


def _dues(issue: Issue, loans: Loans, value_date: date) -> Iterable[str]:
    """DUE_COLUMNS of each loan's schedule from its value date: ids, dates and numbers, which want no escaping."""
    if issue.rate is None or issue.maturity_date is None:
        raise RuntimeError(f"issue {issue.reference} has gaps")
    dates = [day for day in interest_dates_of(issue) if day > value_date]
    day_count, known = DayCount(issue.day_count), dict[int, list[str]]()  # many lend the same
    for holding_id, order in loans:
        fen = order.allotted_fen
        if fen not in known:
            payments = schedule(fen, issue.rate, day_count, value_date, issue.maturity_date, dates)
            known[fen] = [
                f"{number}\t{one.due_on}\t{one.days}\t{one.principal}\t{one.gross}\t0\t0\n"
                for number, one in enumerate(payments, 1)
            ]
        for rest in known[fen]:
            yield f"{holding_id}\t{rest}"
