"""An agent takes no more threads; those in hand stay."""

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..choices.desk import AGENT
from . import thread_parts as parts


@use_case
def duty_end(*, actor: Actor, now: Moment) -> None:
    """Makes the actor's row say so; a repeat changes nothing. Locks it. Raises Conflict NO_AGENT."""
    agent = parts.locked_agent(actor)
    if agent.on_duty_since is None:
        return
    agent.on_duty_since = None
    agent.save(update_fields=["on_duty_since"])
    audit.record(
        actor=actor, action="imessage.duty.ended", subject_kind=AGENT, subject_id=agent.pk, now=now,
        unit_path=agent.unit_path,
    )  # fmt: skip
