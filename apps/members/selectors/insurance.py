"""What an enterprise has said of its people's social insurance, and the papers that prove it: for it and the bank."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from apps.core.actors import Actor
from apps.core.errors import NotFound

from ..contracts import MemberStatus
from ..models import EmployeeMember, InsuranceRecord

SHOWN = 50


@dataclass(frozen=True, slots=True)
class InsuranceLine:
    id: UUID
    list_name: str
    insured: int
    ended: int
    sha256: str
    display: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Insurance:
    """`insured` of `people` who are on the roster, and the records, the newest first."""

    insured: int
    people: int
    records: tuple[InsuranceLine, ...]


@dataclass(frozen=True, slots=True)
class InsurancePaper:
    enterprise_id: UUID
    content_type: str
    data: bytes


def insurance_for_enterprise(actor: Actor) -> Insurance:
    """Two queries."""
    present = EmployeeMember.objects.scoped(actor).exclude(status=MemberStatus.LEFT)
    counts = present.aggregate(people=Count("pk"), insured=Count("pk", filter=Q(is_insured=True)))
    return Insurance(counts["insured"], counts["people"], _lines(InsuranceRecord.objects.scoped(actor)))


def insurance_records(actor: Actor, enterprise_id: UUID) -> tuple[InsuranceLine, ...]:
    """What one enterprise within the actor's reach has recorded, the newest first. One query."""
    return _lines(InsuranceRecord.objects.scoped(actor).filter(enterprise_id=enterprise_id))


def _lines(rows: "QuerySet[InsuranceRecord]") -> tuple[InsuranceLine, ...]:
    return tuple(
        InsuranceLine(row.pk, row.list_name, row.insured_count, row.ended_count, row.sha256, row.display, row.at)
        for row in rows.defer("content").order_by("-at", "-pk")[:SHOWN]
    )


def insurance_paper(actor: Actor, record_id: UUID) -> InsurancePaper:
    """A paper as it was uploaded. Raises NotFound."""
    row = InsuranceRecord.objects.scoped(actor).filter(pk=record_id).first()
    if row is None or row.content is None:
        raise NotFound("没有找到这份社保证明。")
    return InsurancePaper(row.enterprise_id, row.content_type, b64decode(row.content.clear()))
