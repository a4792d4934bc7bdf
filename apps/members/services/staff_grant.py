"""What two people of the bank have decided about a post: it is given or taken back (RC-8, RC-9)."""

from uuid import UUID

from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_names, lock_rows, require_transaction
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from ..models import BankUnit, OperatorGrant, StaffGrant
from ..rules import STAFF_ROLES
from ..selectors.presence import unexpired
from .operator_grant import record_grant, refuse_conflict

KIND = "members.staff_grant"


def post_check(*, person_id: UUID, unit: BankUnit, role: Role) -> None:
    """Whether a person may have a post, in the caller's transaction. Locks the person by name.

    Raises InvalidInput (ROLE), Conflict (ROLE_CONFLICT, ROLE_HELD, OTHER_UNIT: all posts of a person are at one unit).
    """
    require_transaction()
    if role not in STAFF_ROLES:
        raise InvalidInput("ROLE", "请选择银行岗位。", fields={"role": "请选择银行岗位"})
    lock_names([f"members.grants:{person_id}"])
    posts = StaffGrant.objects.system("conflicts").filter(person_id=person_id, revoked_at=None)
    deeds = unexpired(OperatorGrant.objects.system("conflicts").filter(person_id=person_id))
    held = [*posts.values_list("role", "unit_id"), *deeds.values_list("role", "enterprise_id")]
    refuse_conflict(role, frozenset(Role(held_role) for held_role, _ in held))
    if posts.exclude(unit=unit).exists():
        raise Conflict("OTHER_UNIT", "该人员的岗位在另一机构,请先收回。")


def post_give(
    *, person_id: UUID, staff_no: str, unit: BankUnit, role: Role, maker_person_id: UUID, actor: Actor, now: Moment
) -> UUID:
    """Gives the post in the caller's transaction; makes the staff login when it is missing and sends its first password
    to the person's own phone. Gives the grant's id. Raises as post_check, and Conflict (STAFF_NO, NO_MOBILE).
    """
    post_check(person_id=person_id, unit=unit, role=role)
    user_id = identity.login_ensure(person_id=person_id, kind=LoginKind.STAFF, staff_no=staff_no, actor=actor, now=now)
    identity.password_begin(user_id=user_id, actor=actor, now=now)
    grant = StaffGrant.objects.create(
        user_id=user_id,
        person_id=person_id,
        unit=unit,
        role=role,
        granter_person_id=maker_person_id,
        granted_at=now.wall,
    )
    record_grant(grant.pk, "members.staff.granted", KIND, role, person_id, unit.path, actor, now)
    return grant.pk


def post_take(*, grant_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes a post back and ends the person's console sessions, in the caller's transaction. Locks the grant.

    Raises NotFound where it was taken back already.
    """
    require_transaction()
    rows = lock_rows(
        StaffGrant.objects.system("decided by two people").select_related("unit").filter(pk=grant_id, revoked_at=None)
    )
    if not rows:
        raise NotFound("没有找到这项岗位。")
    (grant,) = rows
    grant.revoked_at = now.wall
    grant.save(update_fields=["revoked_at"])
    identity.sessions_end(person_id=grant.person_id, kind=LoginKind.STAFF, reason="收回岗位", actor=actor, now=now)
    record_grant(
        grant.pk, "members.staff.revoked", KIND, Role(grant.role), grant.person_id, grant.unit.path, actor, now
    )
