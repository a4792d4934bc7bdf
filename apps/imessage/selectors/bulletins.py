"""Bulletins as those whom they address see them: from the seats in the channels, cut to what came after joining."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.actors import Actor
from apps.core.errors import NotFound

from ..choices import CHANNELS, BulletinState
from ..models import BulletinPost, BulletinReceipt, Participant
from .bulletin_lines import BulletinLine, BulletinPage, BulletinPlace
from .seats import seats_of
from .unread import unread

WHY = "whoever reads has shown a seat in the channel"
PAGE_ROWS = 20
MISSING = "没有找到这则公告。"
WITHDRAWN = "公告已撤回"


def places_of(actor: Actor, bulletin_id: UUID) -> list[BulletinPlace]:
    """Where the bulletin reaches the actor. Raises NotFound where it does not, or was published before he came."""
    seats = {seat.conversation_id: seat for seat in _channels(actor)}
    posts = BulletinPost.objects.system(WHY).filter(bulletin_id=bulletin_id, conversation_id__in=seats)
    found = [
        BulletinPlace(seats[talk].pk, talk, seq)
        for talk, seq in posts.values_list("conversation_id", "seq")
        if seq > seats[talk].joined_seq
    ]
    if not found:
        raise NotFound(MISSING)
    return found


def bulletins_for_member(actor: Actor, number: int = 1) -> BulletinPage:
    """A page of the bulletins that address the actor, newest first. Three queries."""
    seats = {seat.conversation_id: seat for seat in _channels(actor)}
    start = (number - 1) * PAGE_ROWS
    rows = list(_posts(seats)[start : start + PAGE_ROWS + 1]) if seats else []
    shown = {row.bulletin_id: row for row in rows[:PAGE_ROWS]}  # the bank's come once, whatever the employers
    receipts = _receipts(seats, shown)
    lines = tuple(_line(row, receipts.get(row.bulletin_id)) for row in shown.values())
    open_ones = sum(seat.unread for seat in seats.values())
    return BulletinPage(lines, number, len(rows) > PAGE_ROWS, open_ones)


def bulletin_for_member(actor: Actor, bulletin_id: UUID) -> BulletinLine:
    """One of them. Raises NotFound. Three queries."""
    seats = {seat.conversation_id: seat for seat in _channels(actor)}
    row = _posts(seats).filter(bulletin_id=bulletin_id).first() if seats else None
    if row is None:
        raise NotFound(MISSING)
    return _line(row, _receipts(seats, [bulletin_id]).get(bulletin_id))


def _channels(actor: Actor) -> QuerySet[Any]:
    return seats_of(actor).filter(conversation__kind__in=CHANNELS).annotate(unread=unread())


def _posts(seats: dict[UUID, Participant]) -> QuerySet[BulletinPost]:
    within = Q()
    for talk, seat in seats.items():
        within |= Q(conversation_id=talk, seq__gt=seat.joined_seq)
    rows = BulletinPost.objects.system(WHY).filter(within).select_related("bulletin__unit", "conversation__enterprise")
    return rows.order_by("-bulletin__published_at", "-pk")


def _receipts(seats: dict[UUID, Participant], bulletins: Any) -> dict[UUID, BulletinReceipt]:
    rows = BulletinReceipt.objects.system(WHY).filter(
        participant_id__in=[seat.pk for seat in seats.values()], bulletin_id__in=list(bulletins)
    )
    return {row.bulletin_id: row for row in rows}


def _line(post: BulletinPost, receipt: BulletinReceipt | None) -> BulletinLine:
    row = post.bulletin
    gone = row.state == BulletinState.WITHDRAWN
    firm = post.conversation.enterprise
    sender = row.unit.name if row.unit else firm.short_name if firm else ""
    return BulletinLine(
        row.pk, post.conversation_id, post.conversation.kind, sender, WITHDRAWN if gone else row.title,
        "" if gone else row.text, row.published_at or row.created_at, row.needs_confirm and not gone, row.confirm_by,
        receipt.read_at if receipt else None, receipt.confirmed_at if receipt else None,
        bool(receipt and receipt.is_late), gone, row.withdraw_reason if gone else "",
    )  # fmt: skip
