"""Giving a person a post at a unit of the bank, and taking it back (RC-8, RC-9)."""

from uuid import UUID

from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_rows, use_case
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from ..models import BankUnit, OperatorGrant, StaffGrant
from ..rules import STAFF_ROLES
from .operator_grant import lock_grants, record_grant, refuse_conflict

KIND = "members.staff_grant"


@use_case
def staff_grant(*, person_id: UUID, staff_no: str, unit_id: UUID, role: Role, actor: Actor, now: Moment) -> UUID:
    """Gives the post at a unit of the actor's subtree; makes the staff login when it is missing. Gives the grant's id.

    Locks the person by name. Raises Forbidden (SAME_PERSON), InvalidInput (ROLE), NotFound (unit), Conflict
    (ROLE_CONFLICT, ROLE_HELD, OTHER_UNIT: all posts of a person are at one unit).
    """
    if role not in STAFF_ROLES:
        raise InvalidInput("ROLE", "请选择银行岗位。", fields={"role": "请选择银行岗位"})
    lock_grants(person_id, actor)
    unit = BankUnit.objects.filter(pk=unit_id, path__startswith=actor.unit_path or "-").first()
    if unit is None:
        raise NotFound("没有找到这个机构。")
    posts = StaffGrant.objects.system("conflicts").filter(person_id=person_id, revoked_at=None)
    deeds = OperatorGrant.objects.system("conflicts").filter(person_id=person_id, revoked_at=None)
    held = [*posts.values_list("role", "unit_id"), *deeds.values_list("role", "enterprise_id")]
    refuse_conflict(role, frozenset(Role(held_role) for held_role, _ in held))
    if posts.exclude(unit=unit).exists():
        raise Conflict("OTHER_UNIT", "该人员的岗位在另一机构,请先收回。")
    user_id = identity.login_ensure(person_id=person_id, kind=LoginKind.STAFF, staff_no=staff_no, actor=actor, now=now)
    grant = StaffGrant.objects.create(
        user_id=user_id,
        person_id=person_id,
        unit=unit,
        role=role,
        granter_person_id=actor.person_id,
        granted_at=now.wall,
    )
    record_grant(grant.pk, "members.staff.granted", KIND, role, person_id, unit.path, actor, now)
    return grant.pk


@use_case
def staff_revoke(*, grant_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes a post back at once and ends the person's console sessions. Locks the grant. Raises NotFound."""
    rows = lock_rows(StaffGrant.objects.scoped(actor).select_related("unit").filter(pk=grant_id, revoked_at=None))
    if not rows:
        raise NotFound("没有找到这项授权。")
    (grant,) = rows
    grant.revoked_at = now.wall
    grant.save(update_fields=["revoked_at"])
    identity.sessions_end(person_id=grant.person_id, kind=LoginKind.STAFF, reason="收回岗位", actor=actor, now=now)
    record_grant(
        grant.pk, "members.staff.revoked", KIND, Role(grant.role), grant.person_id, grant.unit.path, actor, now
    )
