"""Whom to tell what, for the subscribers. No amounts."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from apps.core.actors import Role
from apps.members import api as members

from ..choices import BatchState, RowState
from ..models import Batch, Contract, Opening, OpeningInvitee, Payslip, Reclaim, Row, WageCard
from ..rules.batch import APPROVERS

WHY = "an event names the batch"


@dataclass(frozen=True, slots=True)
class BatchNames:
    maker_person_id: UUID
    enterprise_id: UUID
    title: str
    pay_period: str
    enterprise_name: str


def batch_names(batch_id: UUID) -> BatchNames:
    """What a notice may say of a batch, and who made it."""
    batch = Batch.objects.system(WHY).select_related("enterprise").get(pk=batch_id)
    return BatchNames(batch.maker_person_id, batch.enterprise_id, batch.title, batch.pay_period, batch.enterprise.name)


def batch_link(batch_id: UUID) -> str:
    """Where an operator finds the batch."""
    return reverse("office:batch_detail", args=[batch_id])


@dataclass(frozen=True, slots=True)
class NextStep:
    approval_id: UUID
    people: list[UUID]


def next_step(batch_id: UUID, step: int) -> NextStep | None:
    """Who may take the approval step of a batch: holders of its role without a hand in it. None once it is past."""
    batch = Batch.objects.system(WHY).get(pk=batch_id)
    waits = batch.state in (BatchState.SUBMITTED, BatchState.CHECKED) and batch.approvals_given == step
    if not waits or batch.approval_id is None:
        return None
    people = [
        operator.person_id
        for operator in members.operators(batch.enterprise_id)
        if APPROVERS[step] in operator.roles and operator.person_id not in {batch.maker_person_id, *batch.approvers}
    ]
    return NextStep(batch.approval_id, people)


def pay_specialists(enterprise_id: UUID) -> list[UUID]:
    """The HR-pay operators of an enterprise."""
    return _operators(enterprise_id, Role.HR_PAY)


def administrators(enterprise_id: UUID) -> list[UUID]:
    """The administrators of an enterprise."""
    return _operators(enterprise_id, Role.ENTERPRISE_ADMIN)


def contract_administrators(contract_id: UUID) -> list[UUID]:
    """The administrators of the enterprise that asked for the contract."""
    rows = Contract.objects.system(WHY).values_list("enterprise_id", flat=True)
    return _operators(rows.get(pk=contract_id), Role.ENTERPRISE_ADMIN)


def _operators(enterprise_id: UUID, role: Role) -> list[UUID]:
    return [operator.person_id for operator in members.operators(enterprise_id) if role in operator.roles]


@dataclass(frozen=True, slots=True)
class OpeningNames:
    maker_person_id: UUID
    people: list[UUID]
    enterprise_name: str


def opening_names(opening_id: UUID) -> OpeningNames:
    """Whom a request to open accounts concerns."""
    row = Opening.objects.system(WHY).select_related("enterprise").get(pk=opening_id)
    people = OpeningInvitee.objects.system(WHY).filter(opening=row).values_list("person_id", flat=True)
    return OpeningNames(row.maker_person_id, list(people), row.enterprise.name)


@dataclass(frozen=True, slots=True)
class ReclaimNames:
    person_id: UUID
    maker_person_id: UUID
    checkers: list[UUID]
    enterprise_name: str
    title: str


def reclaim_names(reclaim_id: UUID) -> ReclaimNames:
    """What a notice may say of a request to give a wage back, and whom it is for."""
    row = Reclaim.objects.system(WHY).select_related("row__batch", "enterprise").get(pk=reclaim_id)
    checkers = [person for person in _operators(row.enterprise_id, Role.CHECKER) if person != row.maker_person_id]
    return ReclaimNames(row.person_id, row.maker_person_id, checkers, row.enterprise.name, row.row.batch.title)


@dataclass(frozen=True, slots=True)
class WageCardNames:
    person_id: UUID
    name: str
    enterprise_id: UUID
    enterprise_name: str


def wagecard_names(card_id: UUID) -> WageCardNames:
    """What a notice may say of a wage card, and whose it is."""
    card = WageCard.objects.system(WHY).select_related("enterprise").get(pk=card_id)
    return WageCardNames(card.person_id, card.name, card.enterprise_id, card.enterprise.name)


def batch_of_line(line_ref: str) -> UUID | None:
    """The batch of a line's name; None for somebody else's reference."""
    rows = Batch.objects.system(WHY).filter(reference=line_ref.rpartition("-")[0])
    return rows.values_list("pk", flat=True).first()


def payslip_of_line(batch_id: UUID, number: int) -> UUID | None:
    """The payslip of a line; None where it is nobody's whom the house knows."""
    rows = Payslip.objects.system(WHY).filter(row__batch_id=batch_id, row__number=number)
    return rows.values_list("pk", flat=True).first()


def person_of(payslip_id: UUID) -> UUID:
    """Whose payslip it is."""
    return Payslip.objects.system(WHY).values_list("person_id", flat=True).get(pk=payslip_id)


def people_paid(batch_id: UUID, first: int, last: int) -> list[UUID]:
    """The persons whose lines first … last are paid."""
    rows = Row.objects.system(WHY).filter(
        batch_id=batch_id, number__range=(first, last), state=RowState.PAID, person_id__isnull=False
    )
    return [person_id for person_id in rows.values_list("person_id", flat=True) if person_id]
