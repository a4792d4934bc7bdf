"""What an enterprise has said of its people's social insurance, and the papers that prove it."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

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


def insurance_for_enterprise(actor: Actor) -> Insurance:
    """Two queries."""
    present = EmployeeMember.objects.scoped(actor).exclude(status=MemberStatus.LEFT)
    counts = present.aggregate(people=Count("pk"), insured=Count("pk", filter=Q(is_insured=True)))
    rows = InsuranceRecord.objects.scoped(actor).defer("content").order_by("-at", "-pk")[:SHOWN]
    return Insurance(
        counts["insured"],
        counts["people"],
        tuple(
            InsuranceLine(row.pk, row.list_name, row.insured_count, row.ended_count, row.sha256, row.display, row.at)
            for row in rows
        ),
    )


def insurance_paper(actor: Actor, record_id: UUID) -> tuple[str, bytes]:
    """The media type and the bytes of a paper. Raises NotFound."""
    row = InsuranceRecord.objects.scoped(actor).filter(pk=record_id).first()
    if row is None or row.content is None:
        raise NotFound("没有找到这份社保证明。")
    return row.content_type, b64decode(row.content.clear())
