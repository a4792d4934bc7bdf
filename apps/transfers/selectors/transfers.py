"""Transfers as their person sees them."""

from datetime import date
from uuid import UUID

from django.db.models import Sum

from apps.bankaccounts import api as bankaccounts
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.money import Fen
from apps.corebank.contracts import PaymentCode

from ..choices import DIRECTION_LABELS, STATE_LABELS, STATE_TONES, Direction, TransferState
from ..contracts import TransferView
from ..models import Transfer

SHOWN = 50


def transfers_for_member(actor: Actor, now: Moment) -> tuple[TransferView, ...]:
    """The actor's transfers, the newest first."""
    rows = Transfer.objects.scoped(actor).select_related("account").order_by("-asked_at")[:SHOWN]
    return _views(rows, actor, now)


def transfer_for_member(actor: Actor, transfer_id: UUID, now: Moment) -> TransferView | None:
    """One of the actor's own; None for anybody else's."""
    rows = Transfer.objects.scoped(actor).select_related("account").filter(pk=transfer_id)
    return next(iter(_views(rows, actor, now)), None)


def pulled_today(card_id: UUID, day: date) -> int:
    """分 pulled from a card on a business date, or asked for: what failed does not count. The card is held."""
    rows = Transfer.objects.system("the terms of one mandate").filter(
        card_id=card_id, direction=Direction.IN, business_date=day
    )
    return rows.exclude(state=TransferState.FAILED).aggregate(fen=Sum("amount_fen"))["fen"] or 0


def sent_today(person_id: UUID, day: date) -> int:
    """分 that a person has sent to other banks on a business date: what failed does not count."""
    rows = Transfer.objects.system("the reminder of much money").filter(
        person_id=person_id, direction=Direction.OUT, is_own_bank=False, business_date=day
    )
    return rows.exclude(state=TransferState.FAILED).aggregate(fen=Sum("amount_fen"))["fen"] or 0


def person_of(transfer_id: UUID) -> tuple[UUID, bool]:
    """Whose transfer it is, and whether it is the interest of a closed account."""
    rows = Transfer.objects.system("who is told").values_list("person_id", "is_interest")
    person_id, is_interest = rows.get(pk=transfer_id)
    return person_id, is_interest


def _views(rows: object, actor: Actor, now: Moment) -> tuple[TransferView, ...]:
    found = list(rows)  # type: ignore[call-overload]
    labels = bankaccounts.card_labels(actor) if found else {}
    return tuple(_view(row, labels[row.card_id]) for row in found)


def _view(row: Transfer, card_label: str) -> TransferView:
    state, direction = TransferState(row.state), Direction(row.direction)
    return TransferView(
        id=row.pk,
        direction=direction,
        direction_label="销户利息" if row.is_interest else DIRECTION_LABELS[direction],
        amount=Fen(row.amount_fen),
        account_id=row.account_id,
        account_label=bankaccounts.account_label(row.account.account_class, row.account.tail4),
        card_id=row.card_id,
        card_label=card_label,
        state=state,
        state_label=STATE_LABELS[state],
        tone=STATE_TONES[state],
        reason=PaymentCode(row.code).label if state == TransferState.FAILED else "",
        reference=row.reference,
        asked_at=row.asked_at,
        ended_at=row.ended_at,
    )
