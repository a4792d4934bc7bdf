"""Whom to tell what of an entrusted list, for the subscribers. No amounts."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from apps.core.actors import Role
from apps.members import api as members

from ..choices import OUTCOME_LABELS
from ..models import EntrustedAnswer, EntrustedList
from ..rules.eligibility import sees_issue
from .lenders import lender_of

WHY = "an event names it"


@dataclass(frozen=True, slots=True)
class ListNames:
    issue_title: str
    reason: str
    maker: UUID
    checkers: list[UUID]
    link: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    line_id: UUID
    person_id: UUID
    issue_title: str
    reason: str
    link: str


def list_names(list_id: UUID) -> ListNames:
    """Two queries."""
    sent = EntrustedList.objects.system(WHY).select_related("issue").get(pk=list_id)
    people = members.operators(sent.issue.enterprise_id)
    return ListNames(
        sent.issue.title,
        sent.reason,
        sent.maker_person_id,
        [one.person_id for one in people if Role.CHECKER in one.roles and one.person_id != sent.maker_person_id],
        reverse("office:entrusted_detail", args=[list_id]),
    )


def left_out(list_id: UUID) -> list[LeftOut]:
    """Who stands in a list, holds no order, and is somebody for whom the issue exists. Two queries."""
    rows = list(
        EntrustedAnswer.objects.system(WHY)
        .filter(line__list_id=list_id, order=None)
        .select_related("line__list__issue")
        .order_by("person_id")
    )
    if not rows:
        return []
    issue = rows[0].line.list.issue
    engaged = members.engagements(issue.enterprise_id, [row.person_id for row in rows])
    return [
        LeftOut(
            row.pk, row.person_id, issue.title, OUTCOME_LABELS[row.outcome], reverse("mobile:issue", args=[issue.pk])
        )
        for row in rows
        if sees_issue(lender_of(engaged.get(row.person_id), True, None))
    ]
