"""The payroll in figures: for an enterprise its own, for the bank those of a unit. Control figures, no wage."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from apps.core.actors import Actor, Relation
from apps.core.clock import SHANGHAI, Moment
from apps.corebank.contracts import PaymentCode

from ..choices import KIND_LABELS, BatchKind, BatchState, RowState
from ..contracts import MonthFigures, PayrollFigures, ShareLine
from ..models import Batch, Row

MONTHS, MOST = 12, 10
ENDED = (BatchState.DONE, BatchState.PART_FAILED)
FAILED = (RowState.HELD, RowState.RETURNED)


def payroll_figures(actor: Actor, now: Moment) -> PayrollFigures:
    """What ended in the last twelve months, this one included. Five queries; lines are read of failures alone."""
    names = _months(now.business_date)
    since = datetime.combine(date.fromisoformat(f"{names[0]}-01"), time(), SHANGHAI)
    batches = Batch.objects.scoped(actor).filter(state__in=ENDED, finished_at__gte=since)
    failed = Row.objects.scoped(actor).filter(
        batch__state=BatchState.PART_FAILED, batch__finished_at__gte=since, state__in=FAILED
    )
    return PayrollFigures(
        months=_by_month(names, batches, failed),
        kinds=tuple(ShareLine(KIND_LABELS[BatchKind(kind)], count, fen) for kind, count, fen in _sums(batches, "kind")),
        reasons=tuple(
            ShareLine(PaymentCode(code).label, count, fen)
            for code, count, fen in failed.values_list("outcome")
            .annotate(times=Count("pk"), fen=Sum("amount_fen"))
            .order_by("-times")[:MOST]
        ),
        enterprises=_enterprises(batches) if actor.relation == Relation.UNIT else (),
    )


def _sums(batches: QuerySet[Batch], *by: str) -> "QuerySet[Batch, Any]":
    return batches.values_list(*by).annotate(lines=Sum("row_count"), fen=Sum("total_fen")).order_by("-fen")


def _months(today: date) -> list[str]:
    at = today.year * 12 + today.month - MONTHS
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(at, at + MONTHS)]


def _by_month(names: list[str], batches: QuerySet[Batch], failed: QuerySet[Row]) -> tuple[MonthFigures, ...]:
    whole = {
        f"{month:%Y-%m}": (times, lines, fen)
        for month, times, lines, fen in batches.annotate(month=TruncMonth("finished_at", tzinfo=SHANGHAI))
        .values_list("month")
        .annotate(times=Count("pk"), lines=Sum("row_count"), fen=Sum("total_fen"))
        .order_by()
    }
    lost = {
        f"{month:%Y-%m}": (lines, fen)
        for month, lines, fen in failed.annotate(month=TruncMonth("batch__finished_at", tzinfo=SHANGHAI))
        .values_list("month")
        .annotate(lines=Count("pk"), fen=Sum("amount_fen"))
        .order_by()
    }
    found = []
    for name in names:
        times, lines, fen = whole.get(name, (0, 0, 0))
        failures, lost_fen = lost.get(name, (0, 0))
        found.append(MonthFigures(name, times, lines - failures, fen - lost_fen, failures, lost_fen))
    return tuple(found)


def _enterprises(batches: QuerySet[Batch]) -> tuple[ShareLine, ...]:
    rows = _sums(batches, "enterprise__name", "enterprise_id")[:MOST]
    return tuple(ShareLine(name, count, fen, enterprise_id) for name, enterprise_id, count, fen in rows)
