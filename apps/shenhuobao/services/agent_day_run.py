"""The morning's business with one transfer agent: send what waits, take in prices, confirmations, and pay (WM-7)."""

from datetime import date, timedelta
from typing import Any

from apps.core.bankday import closing_day
from apps.core.clock import Moment
from apps.core.db import refuse_transaction
from apps.core.jobs import Lease

from ..adapters import AGENT, NoAnswer, NotSent
from ..models import Dispatch
from ..selectors.agents import days_missing, dispatches_to_confirm, products_priced
from ..selectors.distributions import days_due, distributions_of
from .confirmations_apply import confirmations_apply
from .dispatch_send import WAITS, dispatch_send
from .distributions_apply import distributions_apply
from .lease_end import lease_end
from .prices_apply import prices_apply
from .redemptions_pay import redemptions_pay

AGENT_DAY_JOB = "shenhuobao.agent_day"
OK = 200


def agent_day_advance(*, lease: Lease, now: Moment) -> None:
    """The job of a morning: comes again until nothing is missing. A day opens while the one before is still being
    closed, and that close makes the last dispatch of its orders: the morning begins when it is over."""
    agent, day = lease.payload["agent"], date.fromisoformat(lease.payload["day"])
    is_done = closing_day() is None and agent_day_run(agent=agent, day=day, now=now)
    lease_end(lease=lease, is_done=is_done, now=now)


def agent_day_run(*, agent: str, day: date, now: Moment) -> bool:
    """Brings everything that `agent` owes by the morning of `day` in, day by day; True when nothing is missing.

    For each day the prices first, then what is paid out by them, then what is to be confirmed by the next morning: so
    units earn from the day of their confirmation on, and are entitled to what goes ex after it, whenever the files
    come. Must run outside any transaction; each step has one of its own and a key, so a repeat goes on where the last
    one stopped.
    """
    refuse_transaction()
    missing = days_missing(agent, day - timedelta(days=1))
    if missing and not _morning(agent, missing[0], now):  # what an earlier run has left
        return False
    for priced in missing:
        if not _prices(agent, priced, now):
            return False
        if not _morning(agent, priced + timedelta(days=1), now):
            return False
    return _morning(agent, day, now)


def _morning(agent: str, day: date, now: Moment) -> bool:
    waiting = dispatches_to_confirm(agent, day)
    if not all(_sent(dispatch, now) for dispatch in waiting):  # with the choices that dividends go by
        return False
    if not all(_distributed(agent, ex_on, now) for ex_on in days_due(agent, day)):
        return False
    if not all(_confirmed(dispatch, now) for dispatch in waiting):
        return False
    redemptions_pay(agent=agent, day=day, now=now)
    return True


def _prices(agent: str, day: date, now: Moment) -> bool:
    products = [{"code": one.code, "kind": one.kind} for one in products_priced(agent, day)]
    content = _ask("POST", "/v1/prices", {"agent": agent, "day": day.isoformat(), "products": products})
    return content is not None and prices_apply(agent=agent, day=day, content=content, now=now)


def _distributed(agent: str, ex_on: date, now: Moment) -> bool:
    asked = [{"product": one.product.code, "kind": one.kind} for one in distributions_of(agent, ex_on)]
    content = _ask("POST", "/v1/distributions", {"agent": agent, "day": ex_on.isoformat(), "asked": asked})
    return content is not None and distributions_apply(agent=agent, day=ex_on, content=content, now=now)


def _sent(dispatch: Dispatch, now: Moment) -> bool:
    """Twice: in doubt and unknown to the agent, then sent."""
    return any(dispatch_send(dispatch_id=dispatch.pk, now=now) not in WAITS for _ in range(2))


def _confirmed(dispatch: Dispatch, now: Moment) -> bool:
    content = _ask("GET", f"/v1/confirmations/{dispatch.reference}", None)
    return content is not None and confirmations_apply(dispatch_id=dispatch.pk, content=content, now=now)


def _ask(method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any] | None:
    """The file, or None while there is none: whoever needs it asks again."""
    try:
        answer = AGENT.exchange(method, path, body)
    except (NotSent, NoAnswer):
        return None
    return answer.body if answer.status == OK else None
