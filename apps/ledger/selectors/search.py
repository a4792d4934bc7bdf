"""Entries of one account that fit what is asked for, and what moved by kinds of journals. The caller has scoped it."""

from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from apps.core.money import Fen

from ..contracts import ENTRIES_A_PAGE, EntryFilter, EntryLine, KindTurnover
from ..models import Entry
from .accounts import entry_line


def entries_found(account_id: UUID, asked: EntryFilter, *, page: int = 1) -> tuple[int, tuple[EntryLine, ...]]:
    """How many entries fit, and a page of them, newest first; beyond the last page the last one. Two queries."""
    rows = _fitting(account_id, asked)
    total = rows.count()
    number = min(max(page, 1), max(1, -(-total // ENTRIES_A_PAGE)))
    start = (number - 1) * ENTRIES_A_PAGE
    shown = rows.select_related("journal").order_by("-version", "-journal__created_at")
    return total, tuple(map(entry_line, shown[start : start + ENTRIES_A_PAGE]))


def turnover_by_kind(account_id: UUID, *, first: date, last: date) -> tuple[KindTurnover, ...]:
    """What came in and went out of an account from `first` to `last`, both included, by the kind of journal."""
    rows = Entry.objects.filter(account_id=account_id, journal__business_date__range=(first, last))
    sums = rows.order_by("journal__kind").values("journal__kind").annotate(
        came=Sum("amount", filter=Q(amount__gt=0), default=0), went=Sum("amount", filter=Q(amount__lt=0), default=0),
        n=Count("leg"),
    )  # fmt: skip
    return tuple(KindTurnover(row["journal__kind"], Fen(row["came"]), Fen(-row["went"]), row["n"]) for row in sums)


def _fitting(account_id: UUID, asked: EntryFilter) -> QuerySet[Entry]:
    rows = Entry.objects.filter(account_id=account_id)
    if asked.side:
        rows = rows.filter(amount__gt=0) if asked.side == "in" else rows.filter(amount__lt=0)
    if asked.first:
        rows = rows.filter(journal__business_date__gte=asked.first)
    if asked.last:
        rows = rows.filter(journal__business_date__lte=asked.last)
    if asked.text:
        rows = rows.filter(journal__summary__icontains=asked.text)
    if asked.kinds:
        rows = rows.filter(reduce(or_, (Q(journal__kind__startswith=prefix) for prefix in asked.kinds)))
    for prefix in asked.other_than:
        rows = rows.exclude(journal__kind__startswith=prefix)
    return rows
