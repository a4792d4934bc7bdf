"""What the use cases of whatever has a life do alike: find it under its lock, make one move, put that on record."""

from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import M, lock_rows
from apps.core.errors import NotFound
from apps.core.lifecycle import Lifecycle, Move
from apps.members import api as members


class Living(Protocol):
    """A row whose `state` is moved by a Lifecycle."""

    pk: Any
    state: str

    def save(self, *, update_fields: list[str]) -> None: ...


class OfEnterprise(Living, Protocol):
    enterprise_id: UUID


def found_locked(rows: "QuerySet[M]", pk: UUID, missing: str) -> M:
    """The one of `rows` (in the actor's scope) under its lock. Raises NotFound with the sentence `missing`."""
    found = lock_rows(rows.filter(pk=pk))
    if not found:
        raise NotFound(missing)
    return found[0]


def move_make(thing: Living, life: Lifecycle, name: str, **changes: Any) -> Move:
    """Makes one move and writes it together with `changes`. Raises IllegalMove."""
    move = life.check(thing.state, name)
    thing.state = move.target
    for field, value in changes.items():
        setattr(thing, field, value)
    thing.save(update_fields=["state", *changes])
    return move


def move_record(
    thing: OfEnterprise, kind: str, action: str, *, source: str, detail: dict[str, Any], actor: Actor, now: Moment
) -> None:
    """The audit row of what brought a thing of an enterprise from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=kind,
        subject_id=thing.pk,
        from_state=source,
        to_state=thing.state,
        detail=detail,
        enterprise_id=thing.enterprise_id,
        unit_path=members.enterprise_brief(thing.enterprise_id).unit_path,
        now=now,
    )
