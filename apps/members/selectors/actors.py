"""Who acts: roles and tenant of a signed-in login, read from the database on each request."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.db.models import F

from apps.core.actors import Actor, Behalf, Role, Surface
from apps.identity import api as identity
from apps.identity.contracts import LoginKind, SignedIn

from ..contracts import EnterpriseStatus, MemberStatus
from ..models import EmployeeMember, OperatorGrant, StaffGrant
from .presence import in_force, status_now

WHY = "the actor is being made"


class Place(NamedTuple):
    """Where somebody acts and as what."""

    roles: frozenset[Role] = frozenset()
    organisation: str = ""
    enterprise_id: UUID | None = None
    unit_path: str | None = None
    behalf: tuple[Behalf, ...] = ()


def actor_for(signed_in: SignedIn) -> Actor:
    """The actor of a login. One query, and another one for a role that is lent. An employee of several enterprises acts
    for the one last chosen, otherwise, as an operator of several, for the one of the longest standing."""
    place = _PLACES[signed_in.kind](signed_in)
    return Actor(
        person_id=signed_in.person_id,
        user_id=signed_in.user_id,
        surface=signed_in.surface,
        roles=place.roles,
        enterprise_id=place.enterprise_id,
        unit_path=place.unit_path,
        display=signed_in.masked_name,
        organisation=place.organisation,
        request_id=signed_in.request_id,
        device=signed_in.device,
        device_id=signed_in.device_id,
        ip=signed_in.ip or None,
        behalf=place.behalf,
    )


def anonymous(surface: Surface, request_id: str) -> Actor:
    return Actor(surface=surface, request_id=request_id, display="未登录")


def _employee(signed_in: SignedIn) -> Place:
    """Who is a member now; who was one, or is suspended, keeps the sight of what is theirs."""
    known = (MemberStatus.ACTIVE, MemberStatus.SUSPENDED, MemberStatus.LEFT)
    rows = list(
        EmployeeMember.objects.system(WHY)
        .filter(person_id=signed_in.person_id, status__in=known)
        .annotate(status_now=status_now())
        .order_by(F("chosen_at").desc(nulls_last=True), "hired_on", "emp_no")
        .values_list("enterprise_id", "enterprise__short_name", "status_now")
    )
    for enterprise_id, name, status in rows:
        if status == MemberStatus.ACTIVE:
            return Place(frozenset({Role.EMPLOYEE}), name, enterprise_id)
    return Place(frozenset({Role.UNCERTIFIED, Role.FORMER} if rows else {Role.UNCERTIFIED}))


def _operator(signed_in: SignedIn) -> Place:
    rows = list(
        in_force(OperatorGrant.objects.system(WHY).filter(user_id=signed_in.user_id))
        .exclude(enterprise__status=EnterpriseStatus.TERMINATED)
        .order_by("granted_at", "enterprise_id")
        .values_list("enterprise_id", "enterprise__short_name", "role", "first_on", "granter_person_id")
    )
    if not rows:
        return Place()
    enterprise_id, name, *_ = rows[0]
    here = [(Role(role), first_on, granter) for own, _, role, first_on, granter in rows if own == enterprise_id]
    lent = [(role, granter) for role, first_on, granter in here if first_on and granter]
    return Place(frozenset(role for role, *_ in here), name, enterprise_id, behalf=_behalf(lent))


def _behalf(lent: list[tuple[Role, UUID]]) -> tuple[Behalf, ...]:
    """Whose roles these are. One query where there are any."""
    names = identity.person_briefs({person for _, person in lent}) if lent else {}
    return tuple(Behalf(role, person, names[person].masked_name) for role, person in lent)


def _staff(signed_in: SignedIn) -> Place:
    rows = list(
        StaffGrant.objects.system(WHY)
        .filter(user_id=signed_in.user_id, revoked_at=None)
        .values_list("role", "unit__path", "unit__name")
    )
    if not rows:
        return Place()
    _, path, name = rows[0]  # all posts of a person are at one unit
    return Place(frozenset(Role(role) for role, *_ in rows), name, unit_path=path)


_PLACES: dict[LoginKind, Callable[[SignedIn], Place]] = {
    LoginKind.EMPLOYEE: _employee,
    LoginKind.OPERATOR: _operator,
    LoginKind.STAFF: _staff,
}
