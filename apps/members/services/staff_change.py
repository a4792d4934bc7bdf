"""Posts and logins of the bank's staff: the system administrator proposes, the security
administrator decides, and neither is whom it is about (RC-8, SEC-4)."""

from uuid import UUID

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from apps.core.idempotency import body_hash
from apps.core.masking import mask_name
from apps.identity import api as identity
from apps.identity.contracts import LoginKind, NewPerson

from ..choices import STAFF_DEED_LABELS, StaffDeed
from ..models import BankUnit, StaffChange, StaffGrant
from ..rules import STAFF_CHANGE
from .operator_grant import grant_tell
from .staff_grant import post_check, post_give, post_take

KIND = "members.staff_change"
STEPS = (Role.SECURITY_ADMIN,)
LAPSED = Actor.system("逾期未办结")


@use_case
def post_propose(
    *, person: NewPerson, staff_no: str, unit_id: UUID, role: Role, reason: str, actor: Actor, now: Moment
) -> UUID:
    """Proposes a post at a unit of the actor's subtree for a person, who is registered when unknown. Gives the id.

    Raises IdentifierError, InvalidInput (ROLE, REASON), NotFound (unit), Forbidden (SAME_PERSON), Conflict
    (PERSON_MISMATCH, ROLE_CONFLICT, ROLE_HELD, OTHER_UNIT, ALREADY_REQUESTED).
    """
    unit = BankUnit.objects.filter(pk=unit_id, path__startswith=actor.unit_path or "-").first()
    if unit is None:
        raise NotFound("没有找到这个机构。")
    person_id = identity.person_ensure(
        name=person.name, id_number=person.id_number, mobile=person.mobile, actor=actor, now=now
    )
    _refuse_own(person_id, actor)
    post_check(person_id=person_id, unit=unit, role=role)
    change = StaffChange(deed=StaffDeed.GRANT, person_id=person_id, staff_no=staff_no.strip(), unit=unit, role=role)
    return _propose(change, reason, actor, now)


@use_case
def post_end_propose(*, grant_id: UUID, reason: str, actor: Actor, now: Moment) -> UUID:
    """Proposes to take a post back. Raises NotFound, InvalidInput (REASON), Forbidden (SAME_PERSON), Conflict."""
    return _propose_on(grant_id, StaffDeed.REVOKE, reason, actor, now)


@use_case
def login_reset_propose(*, grant_id: UUID, reason: str, actor: Actor, now: Moment) -> UUID:
    """Proposes to take the second factors and the password of the login of a post away. Raises as post_end_propose."""
    return _propose_on(grant_id, StaffDeed.RESET, reason, actor, now)


def _propose_on(grant_id: UUID, deed: StaffDeed, reason: str, actor: Actor, now: Moment) -> UUID:
    rows = lock_rows(
        StaffGrant.objects.scoped(actor).filter(pk=grant_id, revoked_at=None).select_related("unit", "user")
    )
    if not rows:
        raise NotFound("没有找到这项岗位。")
    (grant,) = rows
    _refuse_own(grant.person_id, actor)
    role = grant.role if deed == StaffDeed.REVOKE else ""
    change = StaffChange(
        deed=deed, person_id=grant.person_id, staff_no=grant.user.login_name, unit=grant.unit, role=role, grant=grant
    )
    return _propose(change, reason, actor, now)


def _propose(change: StaffChange, reason: str, actor: Actor, now: Moment) -> UUID:
    if not reason.strip():
        raise InvalidInput("REASON", "请填写原因。", fields={"reason": "请填写原因"})
    waiting = StaffChange.objects.system("one at a time").filter(
        person_id=change.person_id, deed=change.deed, role=change.role, state=STAFF_CHANGE.check("", "propose").target
    )
    if waiting.exists():
        raise Conflict("ALREADY_REQUESTED", "该人员已有一份相同的申请在等待复核。")
    change.state = STAFF_CHANGE.check("", "propose").target
    change.reason, change.proposed_at = reason.strip(), now.wall
    change.maker_person_id, change.maker_display = actor.person, actor.display
    change.save(force_insert=True)
    approvals.request(
        kind=KIND, subject_id=change.pk, digest=_digest(change), summary=_summary(change), steps=STEPS, actor=actor,
        unit_path=change.unit.path, now=now,
    )  # fmt: skip
    _record("proposed", change, "", actor, now)
    return change.pk


@use_case
def staff_change_decide(*, change_id: UUID, verdict: str, reason: str, actor: Actor, now: Moment) -> None:
    """Agrees with a proposal, which takes effect at once, or returns it; the person is told of what takes effect.

    Locks the change. Raises NotFound (another unit's), IllegalMove, Forbidden (role; SAME_PERSON: whom it is about and
    who proposed it, by whatever login), InvalidInput (REASON), Conflict (as post_give), StepUpRequired.
    """
    rows = lock_rows(StaffChange.objects.scoped(actor).filter(pk=change_id).select_related("unit", "grant"))
    if not rows:
        raise NotFound("没有找到这份申请。")
    (change,) = rows
    move = STAFF_CHANGE.check(change.state, "approve" if verdict == "APPROVE" else "return")
    _refuse_own(change.person_id, actor)
    approvals.decide(
        kind=KIND, subject_id=change.pk, verdict=verdict, reason=reason, digest=_digest(change), actor=actor, now=now
    )
    source, change.state = change.state, move.target
    change.decider_person_id, change.decided_at = actor.person_id, now.wall
    if move.name == "approve":
        _effect(change, actor, now)
    change.save()
    _record("approved" if move.name == "approve" else "returned", change, source, actor, now)


def _effect(change: StaffChange, actor: Actor, now: Moment) -> None:
    label = ROLE_LABELS[Role(change.role)] if change.role else ""
    match StaffDeed(change.deed):
        case StaffDeed.GRANT:
            change.grant_id = post_give(
                person_id=change.person_id, staff_no=change.staff_no, unit=change.unit, role=Role(change.role),
                maker_person_id=change.maker_person_id, actor=actor, now=now,
            )  # fmt: skip
            grant_tell(change.person_id, "岗位已授予", f"您已被授予「{label}」。", f"{change.pk}", now)
        case StaffDeed.REVOKE if change.grant_id:
            post_take(grant_id=change.grant_id, actor=actor, now=now)
            grant_tell(change.person_id, "岗位已收回", f"您的「{label}」已被收回。", f"{change.pk}", now)
        case _:
            user_id = identity.login_id(person_id=change.person_id, kind=LoginKind.STAFF)
            if user_id is None:
                raise NotFound("没有找到这个登录。")
            identity.factors_reset(user_id=user_id, actor=actor, now=now)


def staff_change_lapse(*, change_id: UUID, now: Moment) -> None:
    """Nobody decided in time, in the caller's transaction. Locks the change; one that is decided is left alone."""
    require_transaction()
    open_ones = StaffChange.objects.system("its request lapsed").filter(
        pk=change_id, state=STAFF_CHANGE.check("", "propose").target
    )
    for change in lock_rows(open_ones.select_related("unit")):
        source, change.state = change.state, STAFF_CHANGE.check(change.state, "lapse").target
        change.save(update_fields=["state"])
        _record("lapsed", change, source, LAPSED, now)


def _refuse_own(person_id: UUID, actor: Actor) -> None:
    if person_id == actor.person_id:
        raise Forbidden("不能办理自己的岗位或登录,请由他人办理。", code="SAME_PERSON")


def _digest(change: StaffChange) -> str:
    """The hash of what the decider is shown."""
    shown = {name: getattr(change, name) for name in ("pk", "deed", "person_id", "staff_no", "role", "reason")}
    return body_hash(shown | {"unit": change.unit.path})


def _summary(change: StaffChange) -> dict[str, str]:
    name = mask_name(identity.person_brief(change.person_id).name)
    told = {"事项": STAFF_DEED_LABELS[StaffDeed(change.deed)], "人员": f"{name} {change.staff_no}".strip()}
    if change.role:
        told["岗位"] = ROLE_LABELS[Role(change.role)]
    return told | {"机构": change.unit.name, "原因": change.reason}


def _record(deed: str, change: StaffChange, source: str, actor: Actor, now: Moment) -> None:
    audit.record(
        actor=actor, action=f"members.staff_change.{deed}", subject_kind=KIND, subject_id=change.pk,
        from_state=source, to_state=change.state,
        detail={"kind": STAFF_DEED_LABELS[StaffDeed(change.deed)], "role": change.role, "reason": change.reason,
                "person_id": str(change.person_id)},
        unit_path=change.unit.path, now=now,
    )  # fmt: skip
