"""Whom to tell what, for the subscribers: only those for whom it exists (TX-4). No amounts."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from apps.core import params
from apps.core.actors import Role
from apps.core.clock import Moment
from apps.members import api as members

from ..choices import HIRED_DAYS, ISSUE_LABELS, OUTCOME_LABELS, HoldingState, IssueState, OrderState
from ..models import Holding, Issue, IssuePaper, Order, PayoutLine
from ..rules.eligibility import refusal_of
from .lenders import lender_of

WHY = "an event names it"
OPERATORS = {Role.MAKER, Role.CHECKER, Role.AUTHORISER}


@dataclass(frozen=True, slots=True)
class IssueNames:
    """What a notice may say of an issue, and where it is found: on the phone, and by its operators."""

    title: str
    enterprise_name: str
    state_label: str
    link: str
    office_link: str


@dataclass(frozen=True, slots=True)
class OrderNames:
    person_id: UUID
    title: str
    state: str
    reason: str
    is_entrusted: bool
    link: str


def issue_names(issue_id: UUID) -> IssueNames:
    issue = Issue.objects.system(WHY).select_related("enterprise").get(pk=issue_id)
    return IssueNames(
        issue.title,
        issue.enterprise.name,
        ISSUE_LABELS[IssueState(issue.state)],
        reverse("mobile:issue", args=[issue_id]),
        reverse("office:issue_detail", args=[issue_id]),
    )


def people_who_may_lend(issue_id: UUID, now: Moment) -> list[UUID]:
    """Those on the issuer's roster who may lend, whatever account will pay: nobody else ever hears of it. Two queries
    of the roster's size."""
    issue = Issue.objects.system(WHY).get(pk=issue_id)
    days = params.get(HIRED_DAYS, now.business_date)
    return [
        person
        for person, engaged in members.engagements(issue.enterprise_id).items()
        if not refusal_of(
            lender_of(engaged, True, None),
            listed_on=issue.listed_on or now.business_date,
            today=now.business_date,
            hired_days=days,
            loan_days=0,
        )
    ]


def people_who_have_ordered(issue_id: UUID) -> list[UUID]:
    """Those whose money is held for the issue."""
    rows = Order.objects.system(WHY).filter(issue_id=issue_id, state=OrderState.HELD)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def lenders_told(issue_id: UUID) -> list[UUID]:
    """Those to whom the issue owes something."""
    rows = Holding.objects.system(WHY).filter(issue_id=issue_id).exclude(state=HoldingState.CLOSED)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def lender_told(holding_id: UUID) -> UUID:
    """Whose loan it is."""
    return Holding.objects.system(WHY).values_list("person_id", flat=True).get(pk=holding_id)


def operators_told(issue_id: UUID) -> list[UUID]:
    """Who makes, checks and authorises for the issuer."""
    issue = Issue.objects.system(WHY).get(pk=issue_id)
    return [one.person_id for one in members.operators(issue.enterprise_id) if one.roles & OPERATORS]


def order_names(order_id: UUID) -> OrderNames:
    order = Order.objects.system(WHY).select_related("issue").get(pk=order_id)
    return OrderNames(
        order.person_id,
        order.issue.title,
        order.state,
        OUTCOME_LABELS.get(order.outcome, ""),
        order.is_entrusted,
        reverse("mobile:order", args=[order_id]),
    )


def paid_people(payout_id: UUID) -> tuple[str, list[UUID], list[UUID]]:
    """The issue's title, who was paid, and whose account could not take it."""
    rows = PayoutLine.objects.system(WHY).filter(payout_id=payout_id).order_by("person_id")
    title = rows.values_list("payout__issue__title", flat=True)[0]
    people = rows.values_list("person_id", flat=True).distinct()
    return title, list(people.filter(is_returned=False)), list(people.filter(is_returned=True))


def paper_title(paper_id: UUID) -> str:
    return IssuePaper.objects.system(WHY).values_list("title", flat=True).get(pk=paper_id)
