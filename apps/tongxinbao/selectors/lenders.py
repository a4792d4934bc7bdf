"""Who may lend, and how many do: asked when an order is placed and again when it is settled (TX-3, TX-5, TX-7)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from apps.bankaccounts import api as bankaccounts
from apps.core import params
from apps.core.clock import Moment
from apps.members import api as members
from apps.members.contracts import ContractType, Engagement, MemberStatus

from ..choices import HIRED_DAYS, LOAN_DAYS, ORDERS_COUNTED, IssueState
from ..models import Holding, Issue, Order
from ..rules.eligibility import STRANGER, Lender, refusal_of, sees_issue
from ..rules.issue import IN_ARREARS, OWING, RAISING

WHY = "every lender of the enterprise counts, whoever asks"
SETTLING = (IssueState.SETTLING, IssueState.SETTLE_EXCEPTION)


def refusals(issue: Issue, asked: Mapping[UUID, tuple[UUID, UUID]], *, now: Moment) -> dict[UUID, tuple[str, str]]:
    """Why some may not lend to the issuer, as (code, sentence), by the caller's key; who may is missing.

    `asked`: key to (person, account that pays). A fixed number of queries."""
    known = params.values([HIRED_DAYS, LOAN_DAYS], now.business_date)
    people, accounts = {person for person, _ in asked.values()}, {account for _, account in asked.values()}
    engaged, own = members.engagements(issue.enterprise_id, people), bankaccounts.own_accounts(people)
    loans = bankaccounts.loans_paid_out(accounts)
    found = {}
    for key, (person_id, account_id) in asked.items():
        lender = lender_of(engaged.get(person_id), account_id in own.get(person_id, ()), loans.get(account_id))
        refusal = refusal_of(
            lender,
            listed_on=issue.listed_on or now.business_date,
            today=now.business_date,
            hired_days=known[HIRED_DAYS],
            loan_days=known[LOAN_DAYS],
        )
        if refusal:
            found[key] = refusal
    return found


def lender_of(engaged: Engagement | None, is_own: bool, loan_on: date | None) -> Lender:
    if engaged is None:
        return STRANGER
    return Lender(
        is_active=engaged.status == MemberStatus.ACTIVE,
        has_labour_contract=engaged.contract_type == ContractType.LABOUR,
        has_social_insurance=engaged.is_insured,
        hired_on=engaged.hired_on,
        born_on=engaged.born_on,
        is_own_account=is_own,
        loan_on=loan_on,
    )


def refusal_of_person(issue: Issue, person_id: UUID, *, now: Moment) -> tuple[str, str] | None:
    """Why the person may not lend whatever account pays, as (code, sentence); None for who may. Two queries."""
    engaged = members.engagements(issue.enterprise_id, [person_id]).get(person_id)
    return refusal_by_roster(issue, engaged, hired_days=params.get(HIRED_DAYS, now.business_date), now=now)


def refusal_by_roster(
    issue: Issue, engaged: Engagement | None, *, hired_days: int, now: Moment
) -> tuple[str, str] | None:
    """The same of somebody whose engagement is known. No query."""
    return refusal_of(
        lender_of(engaged, True, None),
        listed_on=issue.listed_on or now.business_date,
        today=now.business_date,
        hired_days=hired_days,
        loan_days=0,
    )


def issue_exists_for(enterprise_id: UUID, person_id: UUID) -> bool:
    """Whether the enterprise's issues exist for this person at all; for all others they are 404 (TX-4)."""
    return sees_issue(lender_of(members.engagements(enterprise_id, [person_id]).get(person_id), True, None))


def lenders_of(enterprise_id: UUID) -> set[UUID]:
    """The distinct people who lend to the enterprise, or have said that they will (TX-7). One query."""
    return set(_lending(enterprise_id).values_list("person_id", flat=True).distinct())


def _lending(enterprise_id: UUID | OuterRef) -> QuerySet[Order]:
    return Order.objects.system(WHY).filter(
        issue__enterprise_id=enterprise_id, issue__state__in=[*RAISING, *OWING], state__in=ORDERS_COUNTED
    )


class Standing(NamedTuple):
    """How an enterprise stands with its people beside one of its issues: what it owes them or asks of them, in 分, how
    many of its issues are late, how many people lend to it."""

    outstanding_fen: int
    in_arrears: int
    lenders: int


def standing_of(issue: Issue) -> Standing:
    """One query."""
    return standing_in(with_standing(Issue.objects.system(WHY)).get(pk=issue.pk))


def with_standing(rows: QuerySet[Issue]) -> QuerySet[Issue]:
    """Each row with what `standing_in` reads. Outstanding is what is lent and not paid back, or the scale of what is
    being raised (TX-20), without the row itself; lenders are those of all (TX-7)."""
    own = {"enterprise_id": OuterRef("enterprise_id")}
    others = Issue.objects.system(WHY).filter(**own).exclude(pk=OuterRef("pk")).values("enterprise_id")
    owed = Holding.objects.system(WHY).filter(issue__enterprise_id=OuterRef("enterprise_id"), issue__state__in=OWING)
    return rows.annotate(
        raising=Subquery(others.filter(state__in=RAISING).values(fen=Sum("scale_fen"))),
        settling=Subquery(others.filter(state__in=SETTLING).values(fen=Sum("taken_fen"))),
        owed=Subquery(owed.exclude(issue=OuterRef("pk")).values("issue__enterprise_id").values(fen=Sum("left_fen"))),
        late=Subquery(others.filter(state__in=IN_ARREARS).values(count=Count("pk"))),
        lenders=Subquery(
            _lending(OuterRef("enterprise_id"))
            .values("issue__enterprise_id")
            .values(count=Count("person_id", distinct=True))
        ),
    )


def standing_in(row: Any) -> Standing:
    """Of a row of `with_standing`."""
    outstanding = int(row.raising or 0) + int(row.settling or 0) + int(row.owed or 0)
    return Standing(outstanding, row.late or 0, row.lenders or 0)


def left_of(issue_id: UUID) -> int:
    """What of an issue's principal is not paid back, in 分."""
    rows = Holding.objects.system(WHY).filter(issue_id=issue_id)
    return int(rows.aggregate(fen=Sum("left_fen", default=0))["fen"])


def ordered_fen(issue_id: UUID, person_id: UUID) -> int:
    """What one person's orders of an issue amount to, in 分."""
    orders = Order.objects.system(WHY).filter(issue_id=issue_id, person_id=person_id, state__in=ORDERS_COUNTED)
    return int(orders.aggregate(fen=Sum("amount_fen", default=0))["fen"])


def entrusted_fen(issue_id: UUID) -> dict[UUID, int]:
    """What counts of the orders placed under each mandate of an issue, by mandate, in 分. One query."""
    orders = Order.objects.system(WHY).filter(issue_id=issue_id, is_entrusted=True, state__in=ORDERS_COUNTED)
    return dict(orders.values_list("mandate_id").annotate(fen=Sum("amount_fen")))
