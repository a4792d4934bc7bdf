"""Who answers at the desk, with which skills and how many people at once."""

from collections.abc import Collection
from uuid import UUID

from apps.audit import api as audit
from apps.core.access import roles_of
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, use_case
from apps.core.errors import InvalidInput
from apps.members import api as members

from ..choices.desk import AGENT, TOPIC_LABELS, Topic
from ..models import ServiceAgent
from ..rules.desk import LEAST_CAPACITY, MOST_CAPACITY
from ..selectors.desk import WORK

WHY = "the actor's unit has been asked for its staff"


@use_case
def agent_appoint(*, person_id: UUID, skills: Collection[str], capacity: int, actor: Actor, now: Moment) -> UUID:
    """Sets what one of the staff of the actor's unit does at the desk; without skills, nothing. Key: the person.

    A smaller capacity takes nothing away that is in hand. Locks the person's name. Raises InvalidInput E_PERSON for who
    is no service agent of this unit, E_SKILLS, E_CAPACITY.
    """
    name = dict(members.staff_at(str(actor.unit_path), roles_of(WORK))).get(person_id)
    if name is None:
        raise InvalidInput("E_PERSON", "请选择一位客服岗同事。", fields={"person": "请选择一位客服岗同事。"})
    if not set(skills) <= set(TOPIC_LABELS):
        raise InvalidInput("E_SKILLS", "请选择列出的技能。", fields={"skills": "请选择列出的技能。"})
    if not LEAST_CAPACITY <= capacity <= MOST_CAPACITY:
        message = f"接待上限为 {LEAST_CAPACITY} 至 {MOST_CAPACITY}。"
        raise InvalidInput("E_CAPACITY", message, fields={"capacity": message})
    lock_name(f"imessage.agent:{person_id}")
    known = lock_rows(ServiceAgent.objects.system(WHY).filter(person_id=person_id))
    agent = known[0] if known else ServiceAgent(person_id=person_id)
    agent.display, agent.unit_path, agent.capacity = name, str(actor.unit_path), capacity
    agent.skills = sorted(str(skill) for skill in skills)
    agent.save()
    told = {"agent": name, "skills": "、".join(TOPIC_LABELS[Topic(skill)] for skill in agent.skills)}
    audit.record(
        actor=actor, action="imessage.agent.appointed", subject_kind=AGENT, subject_id=agent.pk, now=now,
        detail=told | {"capacity": str(capacity)}, unit_path=agent.unit_path,
    )  # fmt: skip
    return agent.pk
