"""One debit of the enterprise, shared out to its lenders (TX-21 to TX-26): the only way by which money comes back.

The bank never pays: what is not on the enterprise's account is not paid out.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Max

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountStatus
from apps.cases import api as cases
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.core.ids import new_id
from apps.core.outbox import publish
from apps.ledger import api as ledger
from apps.members import api as members

from ..choices import HoldingState
from ..events import PaidOut
from ..models import Issue, Payout
from ..rules.order import HOLDING
from ..rules.sharing import Owed
from ..selectors.owed import Claim, tax_on

RETURNED_CASE = "tongxinbao.payout.returned"
Part = tuple[Claim, Owed]  # who is paid, and what of
LINE_COLUMNS = (
    "id, payout_id, paid_on, vat_fen, holding_id, person_id, principal_fen, interest_fen, overdue_fen, tax_fen,"
    " net_fen, is_returned"
)


class Line(NamedTuple):
    """A lender's part of a payout before it is written: what is paid of what is owed, withheld and transferred."""

    id: UUID
    claim: Claim
    owed: Owed
    tax: int
    net: int


def payout_room(issue: Issue, now: Moment) -> int:
    """What the enterprise's account can pay now, in 分; nothing while it may not pay. Locks the account."""
    require_transaction()
    if issue.account_id is None or issue.account_ledger_id is None:
        raise RuntimeError(f"issue {issue.reference} has no account")
    if bankaccounts.payer_hold(issue.account_id) != AccountStatus.NORMAL:
        return 0
    return max(ledger.available(issue.account_ledger_id, now=now), 0)


def payout_make(
    issue: Issue,
    kind: str,
    parts: Sequence[Part],
    *,
    paid_on: date,
    now: Moment,
    is_day_over: bool = False,
    ends: str = "",
) -> Payout:
    """Debits the net sum into the issue's transit account and credits each lender: Dr 2011.01, Cr 2241.03; Dr 2241.03,
    Cr 2011.02. The tax stays with the enterprise, on its register (TX-23).

    `paid_on` is the day for which it counts, `is_day_over` that this day is cut off already. In the caller's
    transaction, under the issue's lock. With `ends`, the name of a holding's move, `parts` are all that the lenders are
    owed and nothing is left: every loan ends. Locks the accounts of the books. A lender whose account can take nothing
    is not paid: the sum stays in transit, under a case. Raises ledger.InsufficientFunds.
    """
    require_transaction()
    parts = [(claim, owed) for claim, owed in parts if owed.total]
    payouts = Payout.objects.system("of a locked issue").filter(issue=issue)
    number = (payouts.aggregate(last=Max("number"))["last"] or 0) + 1
    payout = Payout(id=new_id(), issue=issue, number=number, kind=kind, paid_on=paid_on, line_count=len(parts))
    lines = [_line(claim, owed) for claim, owed in parts]
    payout.gross_fen = sum(line.owed.total for line in lines)
    payout.tax_fen = sum(line.tax for line in lines)
    payout.net_fen = sum(line.net for line in lines)
    refused = _post(issue, payout, lines, "close." if is_day_over else "", now)
    payout.save(force_insert=True)
    _lines_write(payout, lines, refused)
    if all(owed is claim.owed for claim, owed in parts):
        _dues_end(issue, paid_on)
    else:
        _dues_write(parts)
    if ends:
        _holdings_end(issue, paid_on, ends)
    else:
        _holdings_write(parts, paid_on)
    for place in refused:
        _case(issue, lines[place].id, now)
    publish(PaidOut(payout.pk))
    return payout


def _line(claim: Claim, owed: Owed) -> Line:
    tax = tax_on(owed)
    return Line(new_id(), claim, owed, tax, owed.total - tax)


def _lines_write(payout: Payout, lines: Sequence[Line], refused: frozenset[int]) -> None:
    """Ids, dates and numbers, which want no escaping."""
    head = f"{payout.pk}\t{payout.paid_on}\t0"
    rows = (
        f"{line_id}\t{head}\t{claim.holding_id}\t{claim.person_id}\t{owed.principal}\t{owed.interest}\t"
        f"{owed.overdue}\t{tax}\t{net}\t{place in refused}\n"
        for place, (line_id, claim, owed, tax, net) in enumerate(lines)
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY tongxinbao_payoutline ({LINE_COLUMNS}) FROM STDIN") as copy,
    ):
        copy.write("".join(rows))


def _post(issue: Issue, payout: Payout, lines: Sequence[Line], prefix: str, now: Moment) -> frozenset[int]:
    """Both journals; gives the places of the lines that the books refused."""
    if issue.account_ledger_id is None or issue.transit_ledger_id is None:
        raise RuntimeError(f"issue {issue.reference} was not settled")
    debit = ledger.post(
        key=f"tongxinbao.repay:{issue.pk}:{payout.number}",
        kind=f"{prefix}tongxinbao.repay",
        summary=f"企业借款还本付息 {issue.reference}",
        legs=((issue.account_ledger_id, -payout.net_fen), (issue.transit_ledger_id, payout.net_fen)),
        batch_id=payout.pk,
        value_date=payout.paid_on,
        now=now,
    )
    payout.journal_id = debit.journal_id
    paying = [place for place, line in enumerate(lines) if line.net]
    posted = ledger.post_batch(
        key=f"tongxinbao.payout:{issue.pk}:{payout.number}",
        kind=f"{prefix}tongxinbao.payout",
        summary=f"企业借款还本付息 {issue.reference}",
        debit=issue.transit_ledger_id,
        lines=[(lines[place].claim.ledger_id, lines[place].net, lines[place].id) for place in paying],
        control_count=len(paying),
        control_sum=payout.net_fen,
        batch_id=payout.pk,
        value_date=payout.paid_on,
        now=now,
    )
    return frozenset(paying[place] for place in posted.refused)


def _dues_end(issue: Issue, paid_on: date) -> None:
    """Everything that has fallen due is paid."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE tongxinbao_due d SET paid_interest_fen = d.interest_fen, paid_principal_fen = d.principal_fen
                 FROM tongxinbao_holding h
                WHERE h.id = d.holding_id AND h.issue_id = %s AND h.closed_on IS NULL AND d.due_on <= %s
                  AND (d.paid_interest_fen < d.interest_fen OR d.paid_principal_fen < d.principal_fen)""",
            [issue.pk, paid_on],
        )


def _holdings_end(issue: Issue, paid_on: date, ends: str) -> None:
    """Every loan is paid back: each makes its move, those that were late are closed."""
    moves = [
        move
        for move in HOLDING.moves
        if move.name == ends or (move.name == "close" and move.source == HoldingState.OVERDUE)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE tongxinbao_holding h
                  SET state = m.target, left_fen = 0, overdue_fen = 0, late_from = NULL, closed_on = %s
                 FROM unnest(%s::text[], %s::text[]) m(source, target)
                WHERE h.issue_id = %s AND h.closed_on IS NULL AND h.state = m.source""",
            [paid_on, [move.source for move in moves], [move.target for move in moves], issue.pk],
        )


def _dues_write(parts: Sequence[Part]) -> None:
    """What is paid of each schedule, the oldest due first."""
    ids = [claim.holding_id for claim, _ in parts]
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH paid AS (
                   SELECT * FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[]) p(holding_id, interest, principal)),
               due AS (
                   SELECT d.id, p.interest, p.principal, d.interest_fen - d.paid_interest_fen AS interest_left,
                          d.principal_fen - d.paid_principal_fen AS principal_left,
                          sum(d.interest_fen - d.paid_interest_fen) OVER before AS interest_before,
                          sum(d.principal_fen - d.paid_principal_fen) OVER before AS principal_before
                     FROM tongxinbao_due d JOIN paid p ON p.holding_id = d.holding_id
                   WINDOW before AS (PARTITION BY d.holding_id ORDER BY d.number
                                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
               UPDATE tongxinbao_due d
                  SET paid_interest_fen = d.paid_interest_fen
                      + greatest(least(due.interest - coalesce(due.interest_before, 0), due.interest_left), 0),
                      paid_principal_fen = d.paid_principal_fen
                      + greatest(least(due.principal - coalesce(due.principal_before, 0), due.principal_left), 0)
                 FROM due WHERE due.id = d.id""",
            [ids, [owed.interest for _, owed in parts], [owed.principal for _, owed in parts]],
        )


def _holdings_write(parts: Sequence[Part], paid_on: date) -> None:
    """What is left of each loan."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE tongxinbao_holding h
                  SET left_fen = h.left_fen - p.principal, overdue_fen = p.overdue_owed - p.overdue,
                      late_from = CASE WHEN h.late_from IS NULL THEN NULL ELSE %s END
                 FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[])
                      p(holding_id, principal, overdue_owed, overdue)
                WHERE h.id = p.holding_id""",
            [
                paid_on,
                [claim.holding_id for claim, _ in parts],
                [owed.principal for _, owed in parts],
                [claim.owed.overdue for claim, _ in parts],
                [owed.overdue for _, owed in parts],
            ],
        )


def _case(issue: Issue, line_id: UUID, now: Moment) -> None:
    """People have to find the lender another account."""
    cases.open_case(
        kind=RETURNED_CASE,
        key=f"{RETURNED_CASE}:{line_id}",
        title=f"企业借款 {issue.reference} 的一笔还本付息无法入账",
        detail="出借人的账户不能收款,款项暂存在这次借款的待转账户,请联系出借人更换收款账户。",
        unit_path=members.enterprise_brief(issue.enterprise_id).unit_path,
        subject_kind="tongxinbao.line",
        subject_id=line_id,
        now=now,
    )
