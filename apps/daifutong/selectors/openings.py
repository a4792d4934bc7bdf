"""Requests to open accounts for people: for the enterprise, for the bank's staff, and for the people themselves."""

from collections.abc import Collection
from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.members import api as members
from apps.members.contracts import MemberStatus

from ..choices import OPENING_LABELS, OPENING_TONES, OpeningState, WageCardState
from ..contracts import Candidate, Invited, OpeningDetail, OpeningLine, OwnInvitation
from ..models import Opening, OpeningInvitee, WageCard
from ..rules.opening import OPENING

SHOWN = 50
STEPS = ("未开户", "已开户", "已提交工资卡", "工资卡已确认")
ACTIONS = {
    "accept": ("accept", "daifutong.opening.accept"),
    "decide": ("invite", "daifutong.opening.decide"),
    "withdraw": ("withdraw", "daifutong.opening.ask"),
}


def candidates(enterprise_id: UUID) -> tuple[Candidate, ...]:
    """The active people of a roster who have no account here that takes wages. Two queries."""
    roster = [line for line in members.roster(enterprise_id) if line.status == MemberStatus.ACTIVE]
    held = bankaccounts.wage_holders([line.person_id for line in roster])
    return tuple(
        Candidate(line.person_id, line.name, line.emp_no, line.department)
        for line in roster
        if line.person_id not in held
    )


def openings_for(actor: Actor) -> tuple[OpeningLine, ...]:
    """The latest requests within the actor's reach, the newest first."""
    rows = Opening.objects.scoped(actor).select_related("enterprise").order_by("-asked_at", "-pk")
    return tuple(_line(row) for row in rows[:SHOWN])


def opening_detail(actor: Actor, opening_id: UUID) -> OpeningDetail:
    """One request with its people. Raises NotFound for another enterprise's or unit's."""
    row = Opening.objects.scoped(actor).select_related("enterprise").filter(pk=opening_id).first()
    if row is None:
        raise NotFound("没有找到这份批量开户申请。")
    people = list(OpeningInvitee.objects.scoped(actor).filter(opening=row).order_by("emp_no"))
    steps = _steps(row.enterprise_id, {one.person_id for one in people})
    moves = {move.name for move in OPENING.leaving(row.state)}
    may = {name for name, (move, permission) in ACTIONS.items() if move in moves and allows(actor, permission)}
    if actor.person_id == row.operator_person_id:
        may.discard("decide")
    return OpeningDetail(
        line=_line(row),
        people=tuple(Invited(p.name, p.emp_no, steps[p.person_id], STEPS[steps[p.person_id]]) for p in people),
        digest=row.digest,
        may=frozenset(may),
    )


def own_invitations(actor: Actor) -> tuple[OwnInvitation, ...]:
    """What the actor is invited to, the newest first."""
    rows = OpeningInvitee.objects.scoped(actor).filter(opening__state=OpeningState.INVITED)
    invited = list(rows.select_related("opening__enterprise").order_by("-opening__invited_at")[:SHOWN])
    people = {row.person_id for row in invited}
    steps = {firm: _steps(firm, people) for firm in {row.opening.enterprise_id for row in invited}}  # one or two
    found = []
    for row in invited:
        step = steps[row.opening.enterprise_id][row.person_id]
        at = row.opening.invited_at or row.opening.asked_at
        firm = row.opening.enterprise
        found.append(OwnInvitation(row.pk, firm.pk, firm.name, row.opening.place, at, step, STEPS[step]))
    return tuple(found)


def _steps(enterprise_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, int]:
    """How far each person is with the employer. Two queries."""
    steps = dict.fromkeys(person_ids, 0) | dict.fromkeys(bankaccounts.wage_holders(person_ids), 1)
    rows = WageCard.objects.system("the people of a request that has been scoped").filter(
        enterprise_id=enterprise_id, person_id__in=person_ids
    )
    rank = {WageCardState.SUBMITTED: 2, WageCardState.CONFIRMED: 3}
    for person_id, state in rows.values_list("person_id", "state"):
        steps[person_id] = max(steps[person_id], rank.get(WageCardState(state), 0))
    return steps


def _line(row: Opening) -> OpeningLine:
    state = OpeningState(row.state)
    return OpeningLine(
        id=row.pk,
        enterprise_name=row.enterprise.name,
        state=state,
        state_label=OPENING_LABELS[state],
        tone=OPENING_TONES.get(state, "neutral"),
        count=row.count,
        wish=row.wish,
        place=row.place,
        reason=row.reason,
        maker=row.maker_display,
        asked_at=row.asked_at,
        invited_at=row.invited_at,
    )
