"""Quotes for whoever works at a certified enterprise: they reveal no issue."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from apps.core.actors import Actor
from apps.core.errors import InvalidInput
from apps.members import api as members

from ..choices import DayCount
from ..rules.interest import ScheduleFault
from ..rules.quotes import Quote, quote_of


def quote_for(
    actor: Actor,
    *,
    principal: int,
    annual_rate: Decimal,
    value_date: date,
    maturity_date: date,
    day_count: str,
    interest_dates: Sequence[date] = (),
) -> Quote:
    """Pure arithmetic: `principal` in 分, `annual_rate` in %. One query, for the enterprise's standing.

    Raises Conflict ENTERPRISE_SUSPENDED, NOT_CERTIFIED; InvalidInput QUOTE with the field named.
    """
    members.require_certified(actor.enterprise)
    try:
        return quote_of(principal, annual_rate, DayCount(day_count), value_date, maturity_date, interest_dates)
    except ScheduleFault as fault:
        raise InvalidInput("QUOTE", fault.message, fields={fault.field: fault.message}) from None
