"""What the use cases of whatever has a life do alike: find it under its lock, make one move, ask for a reason."""

from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from .db import M, lock_rows
from .errors import InvalidInput, NotFound
from .lifecycle import Lifecycle, Move


class Living(Protocol):
    """A row whose `state` is moved by a Lifecycle."""

    pk: Any
    state: str

    def save(self, *, update_fields: list[str]) -> None: ...


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


def reason_said(reason: str, what: str, length: int) -> str:
    """The reason without its margins. Raises InvalidInput REASON for none, or for more than `length` characters."""
    reason = reason.strip()
    if not 1 <= len(reason) <= length:
        message = f"请填写 {length} 字以内的{what}。"
        raise InvalidInput("REASON", message, fields={"reason": message})
    return reason
