"""The LPR in force, and what it allows (TX-6)."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from apps.core import params
from apps.core.calendar import LONGEST_REST, CalendarYearNotLoaded, days_between
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import Conflict

from ..choices import POLICY_MULTIPLE, DayCount, QuoteState
from ..contracts import Cap
from ..models import LprQuote
from ..rules.rate_cap import PUBLISHED_HOUR, last_publication, legal_cap, nominal_cap


class LprStale(Conflict):
    """The quote that was due is not loaded: nothing is listed and nobody lends until it is."""

    def __init__(self) -> None:
        super().__init__("LPR_STALE", "最近一期贷款市场报价利率(LPR)尚未载入,暂不能发行和认购,请稍后再试。")


def cap_now(now: Moment, multiple: int | None = None) -> Cap:
    """`multiple` is today's POLICY_MULTIPLE, where the caller has it. Raises LprStale, CalendarYearNotLoaded. At
    most three queries."""
    at = now.business_at
    first_hour = time(PUBLISHED_HOUR, tzinfo=SHANGHAI)
    held = LprQuote.objects.filter(state=QuoteState.ACTIVE, published_on__lte=at.date())
    if at.timetz() < first_hour:
        held = held.exclude(published_on=at.date())
    quote = held.order_by("-published_on").first()
    # one of the last 20th or later is the newest there can be: the calendar is asked only about older ones
    if quote is None or (
        quote.published_on < last_publication(at.date()) and quote.published_on < _due(at, first_hour)
    ):
        raise LprStale()
    if multiple is None:
        multiple = int(params.get(POLICY_MULTIPLE, now.business_date))
    return Cap(quote.rate, quote.published_on, legal_cap(quote.rate), quote.rate * multiple)


def _due(at: datetime, first_hour: time) -> date:
    """The day of the last publication before `at`: the 20th, or the workday after it. One query."""
    last = last_publication(at.date())
    before = last_publication(last.replace(day=1))
    workdays = [one.day for one in days_between(before, last + LONGEST_REST) if one.is_workday]
    due = _first_from(last, workdays)
    return due if at >= datetime.combine(due, first_hour) else _first_from(before, workdays)


def _first_from(day: date, workdays: Sequence[date]) -> date:
    """The first workday that is not before `day`. Raises CalendarYearNotLoaded."""
    first = next((one for one in workdays if one >= day), None)
    if first is None:
        raise CalendarYearNotLoaded(day.year)
    return first


def rate_fault(rate: Decimal, day_count: DayCount, cap: Cap) -> tuple[str, str] | None:
    """Why a rate may not be agreed on under this cap, as (code, sentence): RATE_CAP_EXCEEDED by law, POLICY_CEILING by
    the bank; None where it may."""
    for code, most, who in (("RATE_CAP_EXCEEDED", cap.legal, "法定"), ("POLICY_CEILING", cap.policy, "本行")):
        nominal = nominal_cap(most, day_count)
        if rate > nominal:
            return code, f"约定年利率 {rate.normalize():f}% 超过{who}上限 {nominal.normalize():f}%。"
    return None
