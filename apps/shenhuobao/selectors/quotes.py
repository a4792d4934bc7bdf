"""What can be computed for anybody without an order: price, dates, yield. It reveals nothing of anybody."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from apps.core.calendar import trading_days
from apps.core.errors import CalendarYearNotLoaded, InvalidInput
from apps.core.money import plain_yuan, to_fen

from ..choices import QuoteKind
from ..rules import pricing, trade_days, yields
from ..rules.exact import RuleFault

Answer = dict[str, str]


def quote_of(asked: dict[str, object]) -> Answer:
    """`asked` as the door has read it: the kind, and that kind's figures by name. Dates cost one query.

    Raises InvalidInput QUOTE, or CALENDAR_YEAR for a moment whose calendar is not loaded, with the field named.
    """
    kind = QuoteKind(str(asked["kind"]))
    figures = {name: asked[name] for name in FIGURES[kind]}
    try:
        return _QUOTES[kind](**figures)
    except RuleFault as fault:
        raise InvalidInput("QUOTE", fault.message, fields={fault.field: fault.message}) from None


def _purchase(amount: Decimal, fee_rate: Decimal, nav: Decimal) -> Answer:
    bought = pricing.purchase(to_fen(amount), fee_rate, nav)
    return {"net_amount": plain_yuan(bought.net), "fee": plain_yuan(bought.fee), "units": str(bought.units)}


def _redemption(units: Decimal, nav: Decimal, fee_rate: Decimal) -> Answer:
    back = pricing.redemption(units, fee_rate, nav)
    return {"gross": plain_yuan(back.gross), "fee": plain_yuan(back.fee), "net_amount": plain_yuan(back.net)}


def _dates(ordered_at: datetime) -> Answer:
    day = trade_days.shanghai(ordered_at).date()
    try:
        market = trading_days(day, day + trade_days.SPAN)
        traded_on = trade_days.trade_date(ordered_at, market)
        return {"trade_date": f"{traded_on}", "confirm_date": f"{trade_days.confirm_date(traded_on, market)}"}
    except CalendarYearNotLoaded as missing:
        raise InvalidInput(missing.code, missing.message, fields={"ordered_at": missing.message}) from None


def _yield(income_per_10k: list[Decimal]) -> Answer:
    simple, compound = yields.simple_yield_7d(income_per_10k), yields.compound_yield_7d(income_per_10k)
    return {"simple": str(simple), "compound": str(compound)}


FIGURES = {
    QuoteKind.PURCHASE: ("amount", "fee_rate", "nav"),
    QuoteKind.REDEMPTION: ("units", "nav", "fee_rate"),
    QuoteKind.DATES: ("ordered_at",),
    QuoteKind.YIELD: ("income_per_10k",),
}
_QUOTES: dict[QuoteKind, Callable[..., Answer]] = {
    QuoteKind.PURCHASE: _purchase,
    QuoteKind.REDEMPTION: _redemption,
    QuoteKind.DATES: _dates,
    QuoteKind.YIELD: _yield,
}
