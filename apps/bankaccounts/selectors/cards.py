"""Reads of bound cards."""

from uuid import UUID

from django.db.models import QuerySet

from apps.agreements import api as agreements
from apps.core.actors import Actor
from apps.core.clock import Moment

from ..contracts import CARD_LABELS, BoundCard, BoundCardState
from ..models import BankAccount
from ..models import BoundCard as Row

MANDATE = "card_transfer"


def cards_for_member(actor: Actor, now: Moment) -> tuple[BoundCard, ...]:
    """The actor's cards that are bound or about to be, the oldest first. Two queries."""
    return _cards(Row.objects.scoped(actor).exclude(state=BoundCardState.UNBOUND), actor, now)


def card_for_member(actor: Actor, card_id: UUID, now: Moment) -> BoundCard | None:
    """One of the actor's own cards, also an unbound one; None for anybody else's."""
    return next(iter(_cards(Row.objects.scoped(actor).filter(pk=card_id), actor, now)), None)


def bound_card_of(actor: Actor, account_id: UUID, now: Moment) -> BoundCard | None:
    """The bound account of one of the actor's class II accounts (AC-4); None without one, and for anybody else's."""
    rows = BankAccount.objects.scoped(actor).filter(pk=account_id)
    card_id = rows.values_list("bound_card_id", flat=True).first()
    return card_for_member(actor, card_id, now) if card_id else None


def card_label(row: Row) -> str:
    """The card as people call it: 他行储蓄卡 尾号 1234."""
    return _card(row, has_mandate=False).label


def card_of(row: Row, now: Moment) -> BoundCard:
    """A card that the caller holds, as others see it."""
    held = agreements.active_mandate(row.person_id, MANDATE, row.pk, now.business_date)
    return _card(row, has_mandate=held is not None)


def card_labels(actor: Actor) -> dict[UUID, str]:
    """What people call each card that the actor has or had bound, by id."""
    rows = Row.objects.scoped(actor).select_related("own_account")
    return {row.pk: card_label(row) for row in rows}


def card_number(card_id: UUID) -> str:
    """The number in clear, for an order to the card's bank; it goes on no page and into no log."""
    return Row.objects.system("a party to an order").get(pk=card_id).number.clear()


def _cards(rows: QuerySet[Row], actor: Actor, now: Moment) -> tuple[BoundCard, ...]:
    found = list(rows.select_related("own_account").order_by("pk"))
    held = agreements.subjects_with_mandate(actor.person, MANDATE, now.business_date) if found else frozenset()
    return tuple(_card(row, has_mandate=row.pk in held) for row in found)


def _card(row: Row, *, has_mandate: bool) -> BoundCard:
    state = BoundCardState(row.state)
    return BoundCard(
        id=row.pk,
        masked_number=row.number.masked,
        tail4=row.tail4,
        holder_name=row.holder_name,
        card_class=row.card_class,
        is_own_bank=not row.bank_code,
        own_account_id=row.own_account_id,
        own_ledger_id=row.own_account.ledger_account_id if row.own_account else None,
        bank_code=row.bank_code,
        state=state,
        state_label=CARD_LABELS[state],
        single_fen=row.single_fen,
        day_fen=row.day_fen,
        bound_at=row.bound_at,
        has_mandate=has_mandate,
    )
