"""Giving a person a role at an enterprise, and taking it back (RC-8, RC-9)."""

from uuid import UUID

from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_names, lock_rows, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.masking import mask_name
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.notify import api as notify

from ..contracts import MemberStatus
from ..models import EmployeeMember, Enterprise, OperatorGrant, StaffGrant
from ..rules import OPERATOR_ROLES, conflicting_role
from ..selectors.enterprises import require_certified
from ..selectors.presence import unexpired

KIND = "members.operator_grant"


@use_case
def operator_grant(*, person_id: UUID, role: Role, actor: Actor, now: Moment) -> UUID:
    """Gives the role at the actor's enterprise, without step-up: for commands. As own_operator_grant otherwise."""
    return _grant(person_id, role, actor, now)


@use_case
def own_operator_grant(*, emp_no: str, role: Role, actor: Actor, now: Moment) -> UUID:
    """Gives a certified employee of the actor's enterprise a role; makes the operator login when it is missing, and
    tells the person. Gives the grant's id.

    Locks the person by name. Raises Forbidden (SAME_PERSON: nobody grants to oneself), InvalidInput (ROLE, EMP_NO),
    NotFound, Conflict (ROLE_CONFLICT, ROLE_HELD, ENTERPRISE_SUSPENDED), StepUpRequired bound to person and role.
    """
    active = (
        EmployeeMember.objects.scoped(actor)
        .filter(emp_no=emp_no.strip(), status=MemberStatus.ACTIVE)
        .exclude(leaves_on__lte=now.business_date)
    )
    member = active.first()
    if member is None:
        message = "没有这个工号的在职认证员工,请先完成员工认证。"
        raise InvalidInput("EMP_NO", message, fields={"emp_no": message})
    granted = _grant(member.person_id, role, actor, now)  # what is refused is refused before anybody signs
    identity.require_step_up(
        actor=actor,
        digest=body_hash({"grant": member.person_id, "role": role, "enterprise": actor.enterprise}),
        shown={"人员": f"{mask_name(member.name)} {member.emp_no}", "授予角色": ROLE_LABELS[role]},
        now=now,
    )
    told = f"您已被授予{member.enterprise.short_name}的「{ROLE_LABELS[role]}」角色,请用企业入口登录。"
    grant_tell(member.person_id, "角色已授予", told, f"{granted}:granted", now)
    return granted


def _grant(person_id: UUID, role: Role, actor: Actor, now: Moment) -> UUID:
    if role not in OPERATOR_ROLES:
        raise InvalidInput("ROLE", "请选择企业操作员角色。", fields={"role": "请选择企业操作员角色"})
    lock_grants(person_id, actor)
    enterprise = Enterprise.objects.scoped(actor).select_related("unit").first()
    if enterprise is None:
        raise NotFound("没有找到这家企业。")
    require_certified(enterprise.pk)
    here = _roles(unexpired(OperatorGrant.objects.scoped(actor).filter(person_id=person_id)))
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
    """Takes a role back without step-up: for commands. As own_operator_revoke otherwise."""
    _revoke(grant_id, actor, now)


@use_case
def own_operator_revoke(*, grant_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes a role back at once, ends the person's office sessions and tells the person. Locks the grant.

    Raises NotFound; Forbidden (SAME_PERSON: so an enterprise keeps an administrator); StepUpRequired bound to the
    grant.
    """
    grant = _revoke(grant_id, actor, now)
    if grant.person_id == actor.person_id:
        raise Forbidden("不能收回自己的角色,请由另一位企业管理员办理。", code="SAME_PERSON")
    label = ROLE_LABELS[Role(grant.role)]
    name = identity.person_brief(grant.person_id).masked_name
    shown = {"人员": name, "收回角色": label}
    identity.require_step_up(actor=actor, digest=body_hash({"revoke": grant.pk}), shown=shown, now=now)
    told = f"您在{grant.enterprise.short_name}的「{label}」角色已被收回。"
    grant_tell(grant.person_id, "角色已收回", told, f"{grant.pk}:revoked", now)


@use_case
def operator_reset(*, user_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes the second factors of an operator of the actor's enterprise away, after a lost phone or key: the next
    sign-in binds new ones. The person is told.

    Raises NotFound for who is no operator here; Conflict SAME_PERSON; StepUpRequired bound to the login.
    """
    grant = OperatorGrant.objects.scoped(actor).filter(user_id=user_id, revoked_at=None).first()
    if grant is None:
        raise NotFound("没有找到这位操作员。")
    if grant.person_id == actor.person_id:
        raise Forbidden("不能重置自己的登录验证,请由另一位企业管理员办理。", code="SAME_PERSON")
    shown = {"重置登录验证": identity.person_brief(grant.person_id).masked_name}
    identity.require_step_up(actor=actor, digest=body_hash({"reset": user_id}), shown=shown, now=now)
    identity.factors_reset(user_id=user_id, actor=actor, now=now)


def _revoke(grant_id: UUID, actor: Actor, now: Moment) -> OperatorGrant:
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
    return grant


def grant_tell(person_id: UUID, title: str, body: str, key: str, now: Moment) -> None:
    """Tells a person of a role or a post that was given or taken, in the caller's transaction."""
    notify.tell(
        person_id=person_id, kind="members.grant", title=title, body=body, link="", key=f"members.grant:{key}",
        sms=True, now=now,
    )  # fmt: skip


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
