"""What a search finds here, for the portal: each within the actor's relation, at most `most`."""

from django.db.models import Q
from django.urls import reverse

from apps.core.actors import Actor
from apps.core.masking import mask_name
from apps.core.parts import Finding

from ..choices import APPLICATION_LABELS, CERTIFICATION_LABELS, ApplicationState, CertificationState
from ..contracts import MEMBER_LABELS, MemberStatus
from ..models import Certification, EmployeeMember, EnterpriseApplication
from .enterprises import enterprises_for_staff
from .rosters import members_found


def find_members(actor: Actor, query: str, most: int) -> tuple[Finding, ...]:
    """People of the actor's roster by name, pinyin or initials, number, or the end of the mobile. Two queries."""
    rows = members_found(EmployeeMember.objects.scoped(actor), query).select_related("department")
    return tuple(
        Finding(
            row.name,
            f"{row.emp_no} · {row.department.name} · {MEMBER_LABELS[MemberStatus(row.status)]}",
            reverse("office:member_detail", args=[row.pk]),
        )
        for row in rows.order_by("emp_no")[:most]
    )


def find_enterprises(actor: Actor, query: str, most: int) -> tuple[Finding, ...]:
    """Enterprises of the actor's unit and below by name or code. One query."""
    return tuple(
        Finding(line.name, f"{line.uscc} · {line.unit}", reverse("console:enterprise_detail", args=[line.id]))
        for line in enterprises_for_staff(actor, query)[:most]
    )


def find_certifications(actor: Actor, query: str, most: int) -> tuple[Finding, ...]:
    """Certifications of the actor's unit and below by name or number of the person, the newest first. One query."""
    rows = (
        Certification.objects.scoped(actor).filter(member__name__icontains=query)
        | Certification.objects.scoped(actor).filter(member__emp_no__iexact=query)
    ).select_related("member__enterprise")
    return tuple(
        Finding(
            mask_name(row.member.name),
            f"{row.member.enterprise.short_name} · {row.member.emp_no} · "
            f"{CERTIFICATION_LABELS[CertificationState(row.state)]}",
            reverse("console:certification_detail", args=[row.pk]),
        )
        for row in rows.order_by("-submitted_at")[:most]
    )


def find_applications(actor: Actor, query: str, most: int) -> tuple[Finding, ...]:
    """Enterprises' applications of the actor's unit and below by name or code, the newest first. One query."""
    named = Q(enterprise__name__icontains=query) | Q(enterprise__uscc__iexact=query)
    rows = EnterpriseApplication.objects.scoped(actor).exclude(state=ApplicationState.DRAFT).filter(named)
    return tuple(
        Finding(
            row.enterprise.name,
            f"{row.enterprise.uscc} · {APPLICATION_LABELS[ApplicationState(row.state)]}",
            reverse("console:application_detail", args=[row.pk]),
        )
        for row in rows.select_related("enterprise").order_by("-pk")[:most]
    )
