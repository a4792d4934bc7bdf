"""Giving a person a role at an enterprise, and taking it back (RC-8, RC-9)."""

from uuid import UUID

from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_names, lock_rows, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from ..models import Enterprise, OperatorGrant, StaffGrant
from ..rules import OPERATOR_ROLES, conflicting_role
from ..selectors.enterprises import require_certified

KIND = "members.operator_grant"


@use_case
def operator_grant(*, person_id: UUID, role: Role, actor: Actor, now: Moment) -> UUID:
    """Gives the role at the actor's enterprise; makes the operator login when it is missing. Gives the grant's id.

    Locks the person by name. Raises Forbidden (SAME_PERSON: nobody grants to oneself), InvalidInput (ROLE), NotFound,
    Conflict (ROLE_CONFLICT, ROLE_HELD, ENTERPRISE_SUSPENDED).
    """
    if role not in OPERATOR_ROLES:
        raise InvalidInput("ROLE", "请选择企业操作员角色。", fields={"role": "请选择企业操作员角色"})
    lock_grants(person_id, actor)
    enterprise = Enterprise.objects.scoped(actor).select_related("unit").first()
    if enterprise is None:
        raise NotFound("没有找到这家企业。")
    require_certified(enterprise.pk)
    here = _roles(OperatorGrant.objects.scoped(actor).filter(person_id=person_id))
    at_bank = _roles(StaffGrant.objects.system("conflicts").filter(person_id=person_id))
    refuse_conflict(role, here | at_bank)
    user_id = identity.login_ensure(person_id=person_id, kind=LoginKind.OPERATOR, actor=actor, now=now)
    grant = OperatorGrant.objects.create(
        user_id=user_id,
        person_id=person_id,
        enterprise=enterprise,
        role=role,
        granter_person_id=actor.person_id,
        granted_at=now.wall,
    )
    record_grant(grant.pk, "members.operator.granted", KIND, role, person_id, enterprise.unit.path, actor, now)
    return grant.pk


@use_case
def operator_revoke(*, grant_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes a role back at once and ends the person's office sessions. Locks the grant. Raises NotFound."""
    rows = lock_rows(
        OperatorGrant.objects.scoped(actor).filter(pk=grant_id, revoked_at=None).select_related("enterprise__unit")
    )
    if not rows:
        raise NotFound("没有找到这项授权。")
    (grant,) = rows
    grant.revoked_at = now.wall
    grant.save(update_fields=["revoked_at"])
    identity.sessions_end(person_id=grant.person_id, kind=LoginKind.OPERATOR, reason="收回角色", actor=actor, now=now)
    path = grant.enterprise.unit.path
    record_grant(grant.pk, "members.operator.revoked", KIND, Role(grant.role), grant.person_id, path, actor, now)


def lock_grants(person_id: UUID, actor: Actor) -> None:
    """One grant at a time for a person, since conflicts are looked for across all of them."""
    if person_id == actor.person_id:
        raise Forbidden("不能给自己授权,请由他人办理。", code="SAME_PERSON")
    lock_names([f"members.grants:{person_id}"])


def _roles(grants: "QuerySet[OperatorGrant] | QuerySet[StaffGrant]") -> frozenset[Role]:
    return frozenset(Role(role) for role in grants.filter(revoked_at=None).values_list("role", flat=True))


def refuse_conflict(role: Role, held: frozenset[Role]) -> None:
    """Raises Conflict: ROLE_HELD for a role held already, ROLE_CONFLICT for one that excludes it (RC-9)."""
    if role in held:
        raise Conflict("ROLE_HELD", f"该人员已有「{ROLE_LABELS[role]}」角色。")
    other = conflicting_role(role, held)
    if other:
        raise Conflict(
            "ROLE_CONFLICT", f"「{ROLE_LABELS[role]}」与该人员已有的「{ROLE_LABELS[other]}」不相容,不能由同一人担任。"
        )


def record_grant(
    grant_id: UUID, action: str, kind: str, role: Role, person_id: UUID, unit_path: str, actor: Actor, now: Moment
) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject_kind=kind,
        subject_id=grant_id,
        detail={"role": role, "person_id": str(person_id)},
        unit_path=unit_path,
        now=now,
    )
