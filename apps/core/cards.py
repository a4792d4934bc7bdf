"""Cards: what a message shows of a thing of a product. The products say which there are and what they show; iMessage
deals and shows them. A card holds an id and a title, never a sum; how the thing stands is read when it is shown."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .actors import Actor, Surface
from .clock import Moment


@dataclass(frozen=True, slots=True)
class Deal:
    """One card for one person. `once` names the occasion: the same thing may come a second time for another one."""

    person_id: UUID
    subject_id: UUID
    title: str
    note: str
    once: str


@dataclass(frozen=True, slots=True)
class Face:
    """How the thing stands for whoever looks: `link` "" where nothing can be done about it; `why` then says why not."""

    state: str
    action: str
    link: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class CardKind:
    """What a product says of a kind of its cards. `dealt` turns the payload of its event into cards; `faces` leaves out
    what is not, or no longer, shown to the actor, and asks the database as often for many as for one."""

    kind: str
    label: str
    icon: str
    surface: Surface
    dealt: Callable[[dict[str, Any], Moment], Iterable[Deal]]
    faces: Callable[[Actor, Collection[UUID], Moment], Mapping[UUID, Face]]


_kinds: dict[str, CardKind] = {}


def register(kind: CardKind) -> None:
    """Called once at start-up by the product whose things these are."""
    _kinds[kind.kind] = kind


def kind_of(kind: str) -> CardKind:
    """KeyError for a kind that no product has registered."""
    return _kinds[kind]
