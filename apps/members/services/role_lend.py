"""代办: who approves for an enterprise lends that role to a colleague for some days (RC-9 binds him too)."""

from datetime import date, timedelta
from uuid import UUID

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_names, lock_rows, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.masking import mask_name
from apps.identity import api as identity
from apps.identity.contracts import LoginKind

from ..choices import LENDING_DAYS
from ..contracts import MemberStatus
from ..models import EmployeeMember, OperatorGrant
from ..rules import LENDABLE_ROLES
from ..selectors.enterprises import enterprise_brief, require_certified
from ..selectors.presence import unexpired
from .operator_grant import KIND, grant_tell, refuse_conflict


@use_case
def role_lend(*, emp_no: str, role: Role, first_on: date, last_on: date, actor: Actor, now: Moment) -> UUID:
    """Lends a role that is the actor's own to a certified colleague, from `first_on` to `last_on` (both included), and
    tells the colleague. The actor keeps it. Gives the grant's id.

    Locks both persons by name. Raises Forbidden (NOT_OWN: a lent role is not lent on), InvalidInput (EMP_NO, DAYS),
    Conflict (LENT: these days are lent already; ROLE_CONFLICT, ROLE_HELD, ENTERPRISE_SUSPENDED), StepUpRequired.
    """
    require_certified(actor.enterprise)
    if role not in LENDABLE_ROLES or role not in actor.roles or actor.lender(role):
        raise Forbidden("只能委托本人的复核或授权角色。", code="NOT_OWN")
    _check_days(first_on, last_on, now)
    member = _colleague(emp_no, actor, now)
    lock_names(sorted({f"members.grants:{person}" for person in (actor.person, member.person_id)}))
    grants = unexpired(OperatorGrant.objects.scoped(actor))
    if grants.filter(granter_person_id=actor.person, role=role, first_on__lte=last_on, last_on__gte=first_on).exists():
        raise Conflict("LENT", "这段时间已经委托了别人,请先结束原来的代办。")
    held = grants.filter(person_id=member.person_id).values_list("role", flat=True)
    refuse_conflict(role, frozenset(map(Role, held)))
    days = f"{first_on:%Y-%m-%d} 至 {last_on:%Y-%m-%d}"
    identity.require_step_up(
        actor=actor,
        digest=body_hash({"lend": role, "to": member.person_id, "first": first_on, "last": last_on}),
        shown={"代办人": f"{mask_name(member.name)} {member.emp_no}", "角色": ROLE_LABELS[role], "期间": days},
        now=now,
    )
    grant = OperatorGrant.objects.create(
        user_id=identity.login_ensure(person_id=member.person_id, kind=LoginKind.OPERATOR, actor=actor, now=now),
        person_id=member.person_id,
        enterprise_id=actor.enterprise,
        role=role,
        granter_person_id=actor.person,
        granted_at=now.wall,
        first_on=first_on,
        last_on=last_on,
    )
    _record(grant, "members.role.lent", actor, now)
    told = f"{actor.display}委托您在 {days} 代办「{ROLE_LABELS[role]}」,请用企业入口登录。"
    grant_tell(member.person_id, "审批代办", told, f"{grant.pk}:lent", now)
    return grant.pk


def _check_days(first_on: date, last_on: date, now: Moment) -> None:
    most = params.get(LENDING_DAYS, now.business_date)
    if first_on < now.business_date:
        message = "开始日期不能早于今天。"
    elif not first_on <= last_on < first_on + timedelta(days=most):
        message = f"结束日期须在开始日期之后,且期间不超过 {most} 天。"
    else:
        return
    field = "first_on" if first_on < now.business_date else "last_on"
    raise InvalidInput("DAYS", message, fields={field: message})


def _colleague(emp_no: str, actor: Actor, now: Moment) -> EmployeeMember:
    rows = EmployeeMember.objects.scoped(actor).filter(emp_no=emp_no.strip(), status=MemberStatus.ACTIVE)
    member = rows.exclude(leaves_on__lte=now.business_date).exclude(person_id=actor.person).first()
    if member is None:
        message = "没有这个工号的在职认证同事。"
        raise InvalidInput("EMP_NO", message, fields={"emp_no": message})
    return member


@use_case
def role_take_back(*, grant_id: UUID, actor: Actor, now: Moment) -> None:
    """Ends a lending before its last day, at once, and the colleague's office sessions with it. Locks the grant.

    Raises NotFound for one that is over, Forbidden NOT_OWN for a colleague's.
    """
    rows = lock_rows(OperatorGrant.objects.scoped(actor).filter(pk=grant_id, first_on__isnull=False, revoked_at=None))
    if not rows or not unexpired(OperatorGrant.objects.scoped(actor)).filter(pk=grant_id).exists():
        raise NotFound("没有找到这项代办。")
    (grant,) = rows
    if grant.granter_person_id != actor.person:
        raise Forbidden("只有委托人本人可以结束这项代办,企业管理员可在「操作员与角色」中收回。", code="NOT_OWN")
    grant.revoked_at = now.wall
    grant.save(update_fields=["revoked_at"])
    identity.sessions_end(person_id=grant.person_id, kind=LoginKind.OPERATOR, reason="代办结束", actor=actor, now=now)
    _record(grant, "members.role.taken_back", actor, now)
    grant_tell(grant.person_id, "代办已结束", f"{actor.display}已结束委托您的代办。", f"{grant.pk}:taken_back", now)


def _record(grant: OperatorGrant, action: str, actor: Actor, now: Moment) -> None:
    detail = {"role": grant.role, "person_id": str(grant.person_id)}
    detail |= {"first_on": str(grant.first_on), "last_on": str(grant.last_on)}
    audit.record(
        actor=actor,
        action=action,
        subject_kind=KIND,
        subject_id=grant.pk,
        detail=detail,
        enterprise_id=grant.enterprise_id,
        unit_path=enterprise_brief(grant.enterprise_id).unit_path,
        now=now,
    )
