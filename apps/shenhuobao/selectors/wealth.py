"""The wealth home and the income calendar of a person."""

from calendar import Calendar
from datetime import date, timedelta

from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment
from apps.core.money import Fen

from ..choices.order import OPEN_ORDERS
from ..choices.product import TermsState
from ..contracts import (
    AssessmentLine,
    DayGains,
    DayShare,
    DueLine,
    IncomeCalendar,
    MonthSum,
    ShareLine,
    WealthHome,
    WealthSums,
)
from ..models import Holding, Order, RiskAssessment, Terms
from .assessments import assessment_line, marks_of
from .gains import gains_of
from .trading import positions_for_member, trade_lines

ON_THE_WAY = 5  # orders that the wealth home shows


def wealth_home(actor: Actor, now: Moment, *, is_open: bool = False) -> WealthHome:
    """Six queries; `is_open`: with the figures, fifteen at most."""
    waiting = Order.objects.scoped(actor).filter(state__in=OPEN_ORDERS).order_by("-ordered_at")[:ON_THE_WAY]
    held = dict(Holding.objects.scoped(actor).filter(units__gt=0).values_list("product_id", "pk"))
    return WealthHome(
        sums=wealth_sums(actor, now) if is_open else None,
        has_holdings=bool(held),
        assessment=_assessment(actor, now),
        on_the_way=trade_lines(waiting, now),
        due=due_lines(actor, now) if held else (),
    )


def wealth_sums(actor: Actor, now: Moment) -> WealthSums:
    """Nine queries."""
    today = now.business_date
    gains = gains_of(actor, date(today.year - 1, 12, 15) if today.month == 1 else date(today.year, 1, 1), today)
    newest = max(gains.by_day, default=None)
    return WealthSums(
        value_fen=positions_for_member(actor).value_fen,
        day=newest,
        day_fen=(gains.of_day(newest) or 0) if newest else 0,
        month_fen=gains.of_month(today.year, today.month),
        year_fen=gains.of_year(today.year),
    )


def wealth_value(actor: Actor) -> Fen | None:
    """What the person's holdings are worth by their last prices; None for who holds nothing. Three queries."""
    found = positions_for_member(actor)
    return found.value_fen if found.lines else None


def _assessment(actor: Actor, now: Moment) -> AssessmentLine | None:
    """The latest. Two queries."""
    row = RiskAssessment.objects.scoped(actor).order_by("-created_at").first()
    if row is None:
        return None
    return assessment_line(row, marks_of(actor, [row])[row.pk], now.business_date, is_latest=True)


def due_lines(actor: Actor, now: Moment) -> tuple[DueLine, ...]:
    """The holdings of a fixed term that have not ended, the next one first. Two queries."""
    held = dict(Holding.objects.scoped(actor).filter(units__gt=0).values_list("product_id", "pk"))
    ending = Terms.objects.filter(
        product__in=held, state=TermsState.IN_FORCE, maturity_date__gte=now.business_date
    ).order_by("maturity_date", "name")
    return tuple(
        DueLine(held[product_id], name, on, (on - now.business_date).days)
        for product_id, name, on in ending.values_list("product_id", "name", "maturity_date")
        if on is not None
    )


def income_calendar(actor: Actor, first: date, picked: date | None, now: Moment) -> IncomeCalendar:
    """The month that begins on `first`, with the split of the day `picked`, or of its last day that has one. Seven
    queries."""
    today, opened = now.business_date, _opened(actor)
    gains = gains_of(actor, date(first.year, 1, 1), min(date(first.year, 12, 31), today))
    if picked is None or (picked.year, picked.month) != (first.year, first.month):
        picked = max((day for day in gains.by_day if (day.year, day.month) == (first.year, first.month)), default=None)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    months = [date(first.year, month, 1) for month in range(12, 0, -1)]
    return IncomeCalendar(
        first=first,
        weeks=tuple(tuple(_share(gains, day) if day.month == first.month else None for day in week) for week in weeks),
        month_fen=gains.of_month(first.year, first.month),
        year_fen=gains.of_year(first.year),
        months=tuple(
            MonthSum(one, gains.of_month(one.year, one.month))
            for one in months
            if opened is not None and opened.replace(day=1) <= one <= today
        ),
        picked=_share(gains, picked) if picked is not None else None,
        before=_before(first) if opened is not None and first > opened else None,
        after=_after(first) if _after(first) <= today else None,
    )


def _opened(actor: Actor) -> date | None:
    """The day of the first holding."""
    first = Holding.objects.scoped(actor).order_by("opened_at").values_list("opened_at", flat=True).first()
    return first.astimezone(SHANGHAI).date() if first is not None else None


def _share(gains: DayGains, day: date) -> DayShare:
    found = gains.by_day.get(day, {})
    lines = [ShareLine(one, gains.names.get(one, ""), one in gains.is_income, fen) for one, fen in found.items()]
    return DayShare(day, gains.of_day(day), tuple(sorted(lines, key=lambda line: -line.fen)))


def _before(first: date) -> date:
    return (first - timedelta(1)).replace(day=1)


def _after(first: date) -> date:
    return (first + timedelta(31)).replace(day=1)
