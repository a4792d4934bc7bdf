"""Whom to tell what, for the subscribers. No amounts."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from apps.core.actors import Role
from apps.members import api as members

from ..choices import BatchState, RowState
from ..models import Batch, Contract, Payslip, Row
from ..rules.batch import APPROVERS

WHY = "an event names the batch"


@dataclass(frozen=True, slots=True)
class BatchNames:
    maker_person_id: UUID
    title: str
    pay_period: str
    enterprise_name: str


def batch_names(batch_id: UUID) -> BatchNames:
    """What a notice may say of a batch, and who made it."""
    batch = Batch.objects.system(WHY).select_related("enterprise").get(pk=batch_id)
    return BatchNames(batch.maker_person_id, batch.title, batch.pay_period, batch.enterprise.name)


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


def pay_specialists(batch_id: UUID) -> list[UUID]:
    """The HR-pay operators of the batch's enterprise."""
    return _operators(batch_id, Role.HR_PAY)


def administrators(batch_id: UUID) -> list[UUID]:
    """The administrators of the batch's enterprise."""
    return _operators(batch_id, Role.ENTERPRISE_ADMIN)


def contract_administrators(contract_id: UUID) -> list[UUID]:
    """The administrators of the enterprise that asked for the contract."""
    rows = Contract.objects.system(WHY).values_list("enterprise_id", flat=True)
    return _holders(rows.get(pk=contract_id), Role.ENTERPRISE_ADMIN)


def _operators(batch_id: UUID, role: Role) -> list[UUID]:
    return _holders(Batch.objects.system(WHY).values_list("enterprise_id", flat=True).get(pk=batch_id), role)


def _holders(enterprise_id: UUID, role: Role) -> list[UUID]:
    return [operator.person_id for operator in members.operators(enterprise_id) if role in operator.roles]


def batch_of_line(line_ref: str) -> UUID | None:
    """The batch of a line's name; None for somebody else's reference."""
    rows = Batch.objects.system(WHY).filter(reference=line_ref.rpartition("-")[0])
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
