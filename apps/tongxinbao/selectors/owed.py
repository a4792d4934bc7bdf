"""What an issue owes its lenders on a day: by schedule, and late (TX-26)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, Min

from apps.core.money import Fen

from ..choices import DayCount
from ..models import Due, Holding, Issue
from ..rules.interest import interest_of, tax_of
from ..rules.sharing import Owed
from .terms import overdue_rate_of

WHY = "the schedule of an issue that is at hand"


class Claim(NamedTuple):
    """One holding and what it is owed; amounts in 分. `left_fen` is the whole principal that is not paid back."""

    holding_id: UUID
    number: int
    person_id: UUID
    account_id: UUID
    ledger_id: UUID
    owed: Owed
    left_fen: int


@dataclass(frozen=True, slots=True)
class Claims:
    lines: tuple[Claim, ...]

    @property
    def gross(self) -> int:
        return sum(line.owed.total for line in self.lines)

    @property
    def net(self) -> int:
        return sum(line.owed.total - tax_on(line.owed) for line in self.lines)


def tax_on(owed: Owed) -> Fen:
    """What is withheld of a payment: of the interest and of the overdue interest, each rounded (TX-23, Example 3)."""
    return Fen(tax_of(owed.interest) + tax_of(owed.overdue))


_CLAIMS = """
    SELECT h.id, h.number, h.person_id, h.account_id, h.account_ledger_id, h.left_fen, h.late_from, h.overdue_fen,
           coalesce(sum(d.interest_fen - d.paid_interest_fen), 0)::bigint,
           coalesce(sum(d.principal_fen - d.paid_principal_fen), 0)::bigint
      FROM tongxinbao_holding h
      LEFT JOIN tongxinbao_due d ON d.holding_id = h.id AND d.due_on <= %(day)s
     WHERE h.issue_id = %(issue)s AND h.closed_on IS NULL
     GROUP BY h.id ORDER BY h.number"""


def claims_on(issue: Issue, day: date) -> Claims:
    """What has fallen due up to `day` and is not paid, with overdue interest on late principal up to that day, by the
    numbers of the orders. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMS, {"issue": issue.pk, "day": day})
        rows = cursor.fetchall()
    lines = []
    for pk, number, person_id, account_id, ledger_id, left, late_from, overdue, interest, principal in rows:
        owed = Owed(interest, overdue + _accrued(issue, principal, late_from, day), principal)
        if owed.total:
            lines.append(Claim(pk, number, person_id, account_id, ledger_id, owed, left))
    return Claims(tuple(lines))


def owed_on(row: Holding, dues: Iterable[Due], day: date) -> Owed:
    """The same of one loan with its issue and its schedule at hand. No query."""
    fallen = [due for due in dues if due.due_on <= day]
    principal = sum(due.principal_fen - due.paid_principal_fen for due in fallen)
    interest = sum(due.interest_fen - due.paid_interest_fen for due in fallen)
    return Owed(interest, row.overdue_fen + _accrued(row.issue, principal, row.late_from, day), principal)


def _accrued(issue: Issue, principal: int, late_from: date | None, day: date) -> Fen:
    """Overdue interest on late principal from the first day that is not reckoned yet."""
    rate = overdue_rate_of(issue) or issue.rate
    if rate is None:
        raise RuntimeError(f"issue {issue.reference} has no rate")
    days = (day - late_from).days if late_from is not None else 0
    return interest_of(principal, rate, max(days, 0), DayCount(issue.day_count))


def late_since(issue_id: UUID) -> date | None:
    """The oldest due date of which something is not paid; None where nothing is owed. One query."""
    unpaid = (
        Due.objects.system(WHY)
        .filter(holding__issue_id=issue_id, holding__closed_on=None)
        .exclude(paid_interest_fen=F("interest_fen"), paid_principal_fen=F("principal_fen"))
    )
    found: date | None = unpaid.aggregate(first=Min("due_on"))["first"]
    return found
