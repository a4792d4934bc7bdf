"""15:00 of a trading day: the day's orders are closed and become one dispatch to the transfer agent (WM-7)."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.bankday import closing_day
from apps.core.calendar import is_trading_day, trading_days
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, require_transaction
from apps.core.errors import Conflict
from apps.core.ids import new_id
from apps.core.outbox import publish

from ..choices.order import DISPATCH_SUBJECT, OrderState
from ..choices.product import ProductState
from ..events import OrderMoved
from ..models import Dispatch, DividendChoice, Order
from ..rules import trade_days
from ..rules.lives import DISPATCH
from ..selectors.suitability import assessment_for
from .large_redemptions import large_see
from .order_moves import aside_give_back, order_move

SEND_JOB = "shenhuobao.dispatch"


def dispatches_tick(*, now: Moment) -> None:
    """Closes the orders of this trading day once its cut-off has come; a repeat finds nothing left to close. While the
    day before is being closed, its own step comes first: its orders are priced by that day, not by this one. In the
    caller's transaction (`core.sweeps`)."""
    require_transaction()
    day = now.business_date
    if now.business_at >= trade_days.cut_off_at(day) and closing_day() is None:
        dispatches_make(day, now)


def dispatches_make(day: date, now: Moment) -> list[Dispatch]:
    """One dispatch for each agent with orders of trading days up to `day`, or choices of dividends made before its
    cut-off, and the job that sends it; what is a large redemption is seen now (WM-11); none on a day of rest, and the
    calendar is asked only where something waits.

    Needs the caller's transaction. Key: (agent, day). Locks the agent's name, then the orders.
    """
    require_transaction()
    waiting = Order.objects.system("the day's orders of everybody").filter(
        state=OrderState.HELD, is_reservation=False, trade_date__lte=day
    )
    agents = sorted(
        {
            *waiting.values_list("product__agent", flat=True),
            *_choices(day).values_list("holding__product__agent", flat=True),
        }
    )
    if not agents or not is_trading_day(day):
        return []
    return [made for agent in agents if (made := _make(agent, day, now)) is not None]


def _make(agent: str, day: date, now: Moment) -> Dispatch | None:
    lock_name(f"shenhuobao.dispatch:{agent}")
    if Dispatch.objects.filter(agent=agent, on=day).exists():
        return None
    rows = Order.objects.system("the day's orders of everybody").filter(
        state=OrderState.HELD, is_reservation=False, trade_date__lte=day, product__agent=agent
    )
    orders, chosen = (
        lock_rows(rows.select_related("terms", "target", "target_terms")),
        lock_rows(_choices(day).filter(holding__product__agent=agent)),
    )
    actor = Actor.system("交易日截止")
    orders = [order for order in orders if not _given_up(order, actor, now)]
    if not orders and not chosen:
        return None
    dispatch = Dispatch.objects.create(
        id=new_id(),
        reference=f"DS{day:%Y%m%d}{agent}",
        agent=agent,
        on=day,
        confirm_on=trade_days.confirm_date(day, trading_days(day, day + trade_days.SPAN)),
        state=DISPATCH.check("", "make").target,
        count=len(orders),
        purchases_fen=sum(order.amount_fen or 0 for order in orders),
        redemptions=sum((order.units or Decimal(0) for order in orders), Decimal(0)),
        made_at=now.business_at,
    )
    for order in orders:
        order_move(order, "send", "shenhuobao.order.sent", actor=actor, now=now, dispatch=dispatch)
    large_see(orders, day, actor=actor, now=now)
    DividendChoice.objects.system("the choices of the day").filter(pk__in=[one.pk for one in chosen]).update(
        dispatch=dispatch
    )
    dispatch_record(dispatch, "shenhuobao.dispatch.made", source="", actor=actor, now=now)
    jobs.add(SEND_JOB, dispatch.reference, {"dispatch_id": str(dispatch.pk)}, max_attempts=100)
    return dispatch


def _given_up(order: Order, actor: Actor, now: Moment) -> bool:
    """A conversion is asked once more, when it is carried out, whether its target is sold to this person (WM-2). One
    that is not has its units back."""
    target, terms, outcome = order.target, order.target_terms, ""
    if target is None or terms is None:
        return False
    if target.state != ProductState.ON_SALE:
        outcome = "NOT_ON_SALE"
    else:
        try:
            assessment_for(order.person_id, terms.rating, now)
        except Conflict as refused:
            outcome = refused.code
    if outcome:
        aside_give_back(order, now=now)
        order_move(
            order, "release", "shenhuobao.order.released", actor=actor, now=now, outcome=outcome,
            ended_at=now.business_at,
        )  # fmt: skip
        publish(OrderMoved(order.pk, order.state))
    return bool(outcome)


def _choices(day: date) -> "QuerySet[DividendChoice]":
    """What holders have chosen before the cut-off of a day and nobody has sent yet."""
    rows = DividendChoice.objects.system("the choices of the day")
    return rows.filter(dispatch=None, chosen_at__lt=trade_days.cut_off_at(day))


def dispatch_record(dispatch: Dispatch, action: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of what brought a dispatch from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=DISPATCH_SUBJECT,
        subject_id=dispatch.pk,
        from_state=source,
        to_state=dispatch.state,
        detail={"reference": dispatch.reference, "orders": dispatch.count, "fen": dispatch.purchases_fen},
        now=now,
    )
