"""Wage cards, for the person whose they are and for the pay specialists of the employer. The number only masked."""

from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountClass, AccountStatus, BoundCardState
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.identity import api as identity
from apps.members import api as members
from apps.members.contracts import Employment, MemberStatus

from ..choices import CARD_LABELS, CARD_TONES, OTHER_BANK_BINS, OTHER_BANK_ENABLED, WageCardState
from ..contracts import CardChoice, EmployerCards, WageCardDesk, WageCardLine, WageCardPage
from ..models import WageCard

PAGE = 20
ACCOUNT, CARD = "account", "card"  # of what kind a choice is
PAID_INTO = (AccountClass.I, AccountClass.II)  # no wages into class III (AC-2)
OPEN = (AccountStatus.NORMAL, AccountStatus.SELF_STOP)  # money may come in
FRESH = (WageCardState.SUBMITTED, WageCardState.REJECTED)  # what the person wants to see beside the one in use


def employments(person_id: UUID) -> tuple[Employment, ...]:
    """The employers of a person that pay wages now."""
    return tuple(one for one in members.employments_of(person_id) if one.status == MemberStatus.ACTIVE)


def employers_cards(actor: Actor) -> tuple[EmployerCards, ...]:
    """The actor's employers, each with its wage card. Two queries."""
    employers = employments(actor.person)
    latest: dict[UUID, WageCard] = {}
    in_use: dict[UUID, WageCard] = {}
    for row in WageCard.objects.scoped(actor).order_by("submitted_at", "pk"):
        latest[row.enterprise_id] = row
        if row.state == WageCardState.CONFIRMED:
            in_use[row.enterprise_id] = row
    return tuple(
        EmployerCards(
            enterprise_id=one.enterprise_id,
            enterprise_name=one.enterprise_name,
            emp_no=one.emp_no,
            in_use=_line_or_none(in_use.get(one.enterprise_id)),
            used_id=_source_of(in_use.get(one.enterprise_id)),
            latest=_line_or_none(latest.get(one.enterprise_id), FRESH),
        )
        for one in employers
    )


def employer_cards(actor: Actor, enterprise_id: UUID) -> EmployerCards:
    """One of the actor's employers. Raises NotFound for one that pays the actor no wages."""
    found = next((one for one in employers_cards(actor) if one.enterprise_id == enterprise_id), None)
    if found is None:
        raise NotFound("没有找到这家单位。")
    return found


def card_choices(actor: Actor, now: Moment) -> tuple[CardChoice, ...]:
    """The actor's own accounts that may be a wage card: those here, and bound cards of other banks where wages may go
    there (PY-1)."""
    own = [
        CardChoice(ACCOUNT, one.id, f"本行{one.class_label} 尾号 {one.tail4}", one.masked_number)
        for one in bankaccounts.accounts_for_member(actor)
        if one.account_class in PAID_INTO and one.status in OPEN
    ]
    known = params.values((OTHER_BANK_ENABLED, OTHER_BANK_BINS), now.business_date)
    if not known[OTHER_BANK_ENABLED]:
        return tuple(own)
    banks = {pair.split("=")[1] for pair in known[OTHER_BANK_BINS].split(",") if pair}
    return (
        *own,
        *(
            CardChoice(CARD, one.id, one.label, one.masked_number)
            for one in bankaccounts.cards_for_member(actor, now)
            if one.state == BoundCardState.BOUND and not one.is_credit and one.bank_code in banks
        ),
    )


def cards_to_choose(actor: Actor, employer: EmployerCards, now: Moment) -> tuple[CardChoice, ...]:
    """`card_choices` but the one into which that employer pays already."""
    return tuple(one for one in card_choices(actor, now) if one.id != employer.used_id)


def wagecards_for_enterprise(actor: Actor, page: int = 1, show: str = "") -> WageCardPage:
    """A page of the enterprise's wage cards: those that wait first, the oldest of them first, then the newest; `show`
    is a WageCardState or "" for all. At most three queries."""
    rows = WageCard.objects.scoped(actor)
    waiting = rows.filter(state=WageCardState.SUBMITTED).count()
    if show in WageCardState.__members__:
        rows = rows.filter(state=show)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    is_done = Case(When(state=WageCardState.SUBMITTED, then=Value(0)), default=Value(1), output_field=IntegerField())
    shown = rows.order_by(is_done, "-submitted_at", "-pk")[(page - 1) * PAGE : page * PAGE]
    return WageCardPage(tuple(map(wagecard_line, shown)), page, pages, total, waiting)


def wagecard_desk(actor: Actor, card_id: UUID) -> WageCardDesk:
    """One wage card with what tells a thief from its person. Raises NotFound for another enterprise's."""
    row = WageCard.objects.scoped(actor).filter(pk=card_id).first()
    if row is None:
        raise NotFound("没有找到这张工资卡。")
    before = None
    if row.state == WageCardState.SUBMITTED:
        theirs = WageCard.objects.scoped(actor).filter(person_id=row.person_id)
        before = theirs.filter(state=WageCardState.CONFIRMED).first()
    facts = identity.security_facts(row.person_id)
    return WageCardDesk(
        card=wagecard_line(row),
        before=_line_or_none(before),
        mobile_changed_at=facts.mobile_changed_at,
        pin_set_at=facts.pin_set_at,
        newest_device_at=facts.newest_device_at,
        may_decide=row.state == WageCardState.SUBMITTED and row.person_id != actor.person_id,
    )


def wagecard_line(row: WageCard) -> WageCardLine:
    state = WageCardState(row.state)
    return WageCardLine(
        id=row.pk,
        enterprise_id=row.enterprise_id,
        name=row.name,
        emp_no=row.emp_no,
        label=row.label,
        masked_number=row.number.masked,
        account_since=row.account_since,
        state=state,
        state_label=CARD_LABELS[state],
        tone=CARD_TONES.get(state, "neutral"),
        submitted_at=row.submitted_at,
        decided_display=row.decided_display,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _source_of(row: WageCard | None) -> UUID | None:
    return (row.account_id or row.card_id) if row else None


def _line_or_none(row: WageCard | None, states: tuple[WageCardState, ...] = ()) -> WageCardLine | None:
    return wagecard_line(row) if row is not None and (not states or row.state in states) else None
