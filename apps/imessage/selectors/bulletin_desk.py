"""Bulletins as their writers see them: the desk, the figures of one, and who has read and confirmed it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.members import api as members

from ..choices import BULLETIN_LABELS, BULLETIN_TONES, BulletinState
from ..models import Bulletin, BulletinPost, BulletinReceipt, Participant
from ..rules.bulletins import may_remind, may_withdraw
from .bulletin_lines import BulletinDeskLine, BulletinDeskPage, BulletinFigures, BulletinReader, BulletinReaders
from .bulletins import MISSING

WHY = "readers of a bulletin that the actor's side has published"
PAGE_ROWS, READERS = 20, 50
UNREAD, READ, CONFIRMED = "UNREAD", "READ", "CONFIRMED"
READER_LABELS = {UNREAD: "未读", READ: "已读", CONFIRMED: "已确认"}
READER_TONES = {UNREAD: "warn", READ: "neutral", CONFIRMED: "ok"}


def bulletins_for_enterprise(actor: Actor, now: Moment, number: int = 1) -> BulletinDeskPage:
    """A page of the enterprise's bulletins with their figures, newest first; discarded drafts are not shown."""
    rows = Bulletin.objects.scoped(actor).exclude(state=BulletinState.DISCARDED).select_related("department")
    pages = Paginator(rows.order_by("-pk"), PAGE_ROWS)
    page = pages.get_page(number)
    lines = tuple(desk_lines(list(page), now))
    return BulletinDeskPage(lines, page.number, pages.num_pages, pages.count)


def desk_lines(rows: list[Bulletin], now: Moment) -> list[BulletinDeskLine]:
    """The given bulletins with their figures. One query."""
    figures = _figures([row.pk for row in rows])
    return [_line(row, figures.get(row.pk), now) for row in rows]


def bulletin_for_enterprise(actor: Actor, bulletin_id: UUID, now: Moment) -> BulletinDeskLine:
    """One of them. Raises NotFound. Two queries."""
    rows = Bulletin.objects.scoped(actor).exclude(state=BulletinState.DISCARDED).select_related("department")
    row = rows.filter(pk=bulletin_id).first()
    if row is None:
        raise NotFound(MISSING)
    return _line(row, _figures([row.pk]).get(row.pk), now)


def readers_for_enterprise(actor: Actor, bulletin_id: UUID, state: str = "", number: int = 1) -> BulletinReaders:
    """Who is addressed, in service, in one of the READER_LABELS (all for an unknown one). Raises NotFound."""
    row = Bulletin.objects.scoped(actor).filter(pk=bulletin_id).first()
    if row is None:
        raise NotFound(MISSING)
    rows = _readers(row).filter(left_seq=None)
    if state in READER_LABELS:
        rows = rows.filter(reading=state)
    pages = Paginator(rows, READERS)
    page = pages.get_page(number)
    return BulletinReaders(_named(row, list(page)), page.number, pages.num_pages, pages.count)


def all_readers(actor: Actor, bulletin_id: UUID) -> tuple[BulletinDeskLine, tuple[BulletinReader, ...]]:
    """Everybody who was addressed, those who have left since at the end, for the export. Raises NotFound."""
    row = Bulletin.objects.scoped(actor).exclude(published_at=None).filter(pk=bulletin_id).first()
    if row is None:
        raise NotFound(MISSING)
    rows = sorted(_readers(row), key=lambda one: one.left_seq is not None)
    return _line(row, None, None), _named(row, rows)


def people_left(row: Bulletin) -> list[UUID]:
    """Who in service still has to confirm, or to read where nobody has to confirm; each person once."""
    done = (CONFIRMED,) if row.needs_confirm else (READ, CONFIRMED)
    rows = _readers(row).filter(left_seq=None).exclude(reading__in=done)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def _readers(row: Bulletin) -> QuerySet[Any]:
    """The seats that were there when it was published, each with what it has done."""
    post = BulletinPost.objects.system(WHY).filter(
        Q(seq__gt=OuterRef("joined_seq")), bulletin=row, conversation_id=OuterRef("conversation_id")
    )
    here = Q(left_seq=None) | Q(left_seq__gt=Subquery(post.values("seq")[:1]))
    receipt = BulletinReceipt.objects.system(WHY).filter(bulletin=row, participant_id=OuterRef("pk"))
    seats = Participant.objects.system(WHY).filter(Exists(post)).filter(here)
    told = seats.annotate(
        read_at=Subquery(receipt.values("read_at")), confirmed_at=Subquery(receipt.values("confirmed_at")),
        is_late=Subquery(receipt.values("is_late")),
    )  # fmt: skip
    reading = Case(
        When(confirmed_at__isnull=False, then=Value(CONFIRMED)), When(read_at__isnull=False, then=Value(READ)),
        default=Value(UNREAD), output_field=CharField(),
    )  # fmt: skip
    return told.annotate(reading=reading).order_by("display", "pk")


def _figures(bulletins: list[UUID]) -> dict[UUID, BulletinFigures]:
    """One query, two counts for each."""
    if not bulletins:
        return {}
    seats = Participant.objects.system(WHY).filter(
        conversation_id=OuterRef("conversation_id"), joined_seq__lt=OuterRef("seq"), left_seq=None
    )
    told = BulletinReceipt.objects.system(WHY).filter(
        bulletin_id=OuterRef("bulletin_id"), participant__conversation_id=OuterRef("conversation_id"),
        participant__left_seq=None,
    )  # fmt: skip
    posts = BulletinPost.objects.system(WHY).filter(bulletin_id__in=bulletins).annotate(
        people=Subquery(_count(seats, "pk")), read=Subquery(_count(told, "pk")),
        confirmed=Subquery(_count(told, "confirmed_at")),
    )  # fmt: skip
    found: dict[UUID, BulletinFigures] = {}
    for pk, people, read, confirmed in posts.values_list("bulletin_id", "people", "read", "confirmed"):
        before = found.get(pk, BulletinFigures(0, 0, 0))
        found[pk] = BulletinFigures(
            before.people + (people or 0), before.read + (read or 0), before.confirmed + (confirmed or 0)
        )
    return found


def _count(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    grouped = rows.order_by().annotate(one=Value(1)).values("one")
    return grouped.annotate(count=Count(field)).values("count")


def _line(row: Bulletin, figures: BulletinFigures | None, now: Moment | None) -> BulletinDeskLine:
    state = BulletinState(row.state)
    return BulletinDeskLine(
        row.pk, row.title, row.text, row.department.name if row.department else "全体员工", row.department_id, state,
        BULLETIN_LABELS[state], BULLETIN_TONES[state], row.maker_display, row.created_at, row.published_at,
        row.needs_confirm, row.confirm_by, row.withdraw_reason, row.reminded_at, figures,
        _may(row, figures, now) if now else (),
    )  # fmt: skip


def _may(row: Bulletin, figures: BulletinFigures | None, now: Moment) -> tuple[str, ...]:
    if row.state == BulletinState.DRAFT:
        return ("edit", "publish", "discard")
    if row.state != BulletinState.PUBLISHED or row.published_at is None:
        return ()
    may = ["withdraw"] if may_withdraw(row.published_at, now.wall) else []
    done = (figures.confirmed if row.needs_confirm else figures.read) if figures else 0
    if figures and done < figures.people and may_remind(row.reminded_at, now.wall):
        may.append("remind")
    return tuple(may)


def _named(row: Bulletin, seats: list[Any]) -> tuple[BulletinReader, ...]:
    people = [seat.person_id for seat in seats]
    departments = members.departments_of(row.enterprise_id, people) if row.enterprise_id and people else {}
    return tuple(
        BulletinReader(
            seat.display, departments.get(seat.person_id, ""), seat.reading, READER_LABELS[seat.reading],
            READER_TONES[seat.reading], seat.read_at, seat.confirmed_at, bool(seat.is_late), seat.left_seq is not None,
        )
        for seat in seats
    )  # fmt: skip
