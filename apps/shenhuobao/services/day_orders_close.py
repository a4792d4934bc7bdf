"""The end of a day: the files of this morning are in, and the day's orders are on their way to the agents."""

from apps.core import clock
from apps.core.bankday import Report, closing_day
from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..selectors.agents import agents, days_missing, dispatches_to_confirm
from ..selectors.distributions import days_due
from .agent_day_run import agent_day_run
from .dispatch_make import dispatches_make


def agents_settle() -> None:
    """Asks each agent once more for what it owes by the morning of the day that closes. Outside any transaction. The
    books take nothing for that day any more: what comes in now is booked on the day that is open."""
    day = closing_day()
    if day is None:
        return
    for agent in agents():
        agent_day_run(agent=agent, day=day, now=clock.read())


def agents_settled(now: Moment, _partition: int) -> Report:
    """Tells whose files are missing. They stop no day: what comes later is taken in by its own day, and in order."""
    require_transaction()
    day = now.business_date
    late = [
        agent
        for agent in agents()
        if any(missing < day for missing in days_missing(agent, day))
        or dispatches_to_confirm(agent, day)
        or days_due(agent, day)
    ]
    said = f"尚缺 {'、'.join(late)} 的文件,到达后按日补入。" if late else "登记机构文件齐全。"
    return Report(said, {"late": len(late)})


def day_orders_close(now: Moment, _partition: int) -> Report:
    """Whatever the 15:00 round has not closed yet goes into the day's dispatches. Locks agents' names, then orders."""
    require_transaction()
    made = dispatches_make(now.business_date, now)
    count = sum(dispatch.count for dispatch in made)
    said = f"向 {len(made)} 家登记机构报送 {count} 笔交易。" if made else "没有待报送的理财交易。"
    return Report(said, {"dispatches": len(made), "orders": count})
