"""Who holds which role at an enterprise, who has which post at the bank, and what is proposed about that."""

from collections.abc import Iterable
from uuid import UUID

from apps.core.actors import ROLE_LABELS, Actor, Role
from apps.identity import api as identity

from ..choices import STAFF_CHANGE_LABELS, STAFF_DEED_LABELS, StaffChangeState, StaffDeed
from ..contracts import GrantLine, HolderLine, StaffChangeLine, UnitBrief
from ..models import OperatorGrant, StaffChange, StaffGrant
from .enterprises import units_below
from .presence import unexpired

CHANGES_SHOWN = 100


def operators_for_enterprise(actor: Actor) -> tuple[HolderLine, ...]:
    """The operators of the actor's enterprise with their roles, in the order of their first grant. Two queries."""
    rows = unexpired(OperatorGrant.objects.scoped(actor)).select_related("user")
    return _holders(((row, "") for row in rows.order_by("granted_at", "pk")), actor)


def roles_lent(actor: Actor) -> tuple[HolderLine, ...]:
    """Whom the actor has lent a role for today or for days to come. Two queries."""
    rows = unexpired(OperatorGrant.objects.scoped(actor)).filter(granter_person_id=actor.person, first_on__isnull=False)
    return _holders(((row, "") for row in rows.select_related("user").order_by("first_on", "pk")), actor)


def staff_for_staff(actor: Actor) -> tuple[HolderLine, ...]:
    """The bank's staff of the actor's unit and below with their posts, by unit and number. Two queries."""
    rows = StaffGrant.objects.scoped(actor).filter(revoked_at=None).select_related("user", "unit")
    return _holders(((row, row.unit.name) for row in rows.order_by("unit__path", "user__login_name", "pk")), actor)


def _holders(found: Iterable[tuple[OperatorGrant | StaffGrant, str]], actor: Actor) -> tuple[HolderLine, ...]:
    rows = list(found)
    people = {row.person_id for row, _ in rows} | {row.granter_person_id for row, _ in rows if row.granter_person_id}
    briefs = identity.person_briefs(people)
    grants: dict[UUID, list[GrantLine]] = {}
    first: dict[UUID, tuple[OperatorGrant | StaffGrant, str]] = {}
    for row, place in rows:
        granter = briefs[row.granter_person_id].masked_name if row.granter_person_id else ""
        days = (row.first_on, row.last_on) if isinstance(row, OperatorGrant) else (None, None)
        line = GrantLine(row.pk, ROLE_LABELS[Role(row.role)], row.granted_at, granter, *days)
        grants.setdefault(row.user_id, []).append(line)
        first.setdefault(row.user_id, (row, place))
    return tuple(
        HolderLine(
            user_id=user_id,
            login_name=row.user.login_name,
            name=briefs[row.person_id].masked_name,
            place=place,
            grants=tuple(grants[user_id]),
            is_self=row.person_id == actor.person_id,
        )
        for user_id, (row, place) in first.items()
    )


def staff_changes_for_staff(actor: Actor) -> tuple[StaffChangeLine, ...]:
    """What waits to be decided in the actor's unit and below, the oldest first. Two queries."""
    waiting = StaffChange.objects.scoped(actor).filter(state=StaffChangeState.PROPOSED).select_related("unit")
    rows = list(waiting.order_by("proposed_at")[:CHANGES_SHOWN])
    briefs = identity.person_briefs({row.person_id for row in rows})
    may = Role.SECURITY_ADMIN in actor.roles
    return tuple(
        StaffChangeLine(
            id=row.pk,
            deed_label=STAFF_DEED_LABELS[StaffDeed(row.deed)],
            name=briefs[row.person_id].masked_name,
            staff_no=row.staff_no,
            role_label=ROLE_LABELS[Role(row.role)] if row.role else "",
            unit=row.unit.name,
            reason=row.reason,
            maker=row.maker_display,
            proposed_at=row.proposed_at,
            state_label=STAFF_CHANGE_LABELS[StaffChangeState(row.state)],
            may_decide=may and actor.person_id not in (row.maker_person_id, row.person_id),
        )
        for row in rows
    )


def units_for_staff(actor: Actor) -> tuple[UnitBrief, ...]:
    """The actor's unit and those below it."""
    return units_below(actor.unit_path or "-")
