"""The words of the table of who may do what, and its lines (expected.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SIGN_IN, DENIED, STEP_UP, ABSENT, NO_METHOD = "sign in first", "403 denied", "403 step-up", "404", "405"
OK, FOUND, CREATED, EMPTY, CONFLICT, INVALID = "200", "302", "201", "204", "409", "422"


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who asks: with which login, holding what, standing where."""

    login: str  # "" is nobody
    surface: str = ""
    holds: frozenset[str] = frozenset()
    enterprise: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    who: frozenset[str]  # empty: everybody, signed in or not
    relation: str
    thing: str = ""
    lists: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    writers: frozenset[str] = frozenset()  # who may do more than look, where that is not the same
    signed_in: str = ""  # on public pages: the answer to who is signed in on this surface, where it differs
    writes: str = ""  # the table in which who may leaves a trace
    not_their_turn: frozenset[str] = frozenset()  # who may, but not with this very thing
    readers: frozenset[str] = frozenset()  # who finds the lists on the page, where not all do who may open it
    form: Mapping[str, object] = field(default_factory=dict)
    query: str = ""
    hidden: bool = False  # who may not come in is told that there is nothing (TX-4)


def line(who: str, relation: str, **more: object) -> Line:
    answers = {name.upper(): more.pop(name) for name in ("get", "post", "put", "delete") if name in more}
    lists = tuple(str(more.pop("lists", "")).split())
    writers = frozenset(str(more.pop("writers", who)).split())
    readers = frozenset(str(more.pop("readers", who)).split())
    waiting = frozenset(str(more.pop("not_their_turn", "")).split())
    return Line(
        frozenset(who.split()),
        relation,
        writers=writers,
        answers=answers,
        lists=lists,
        readers=readers,
        not_their_turn=waiting,
        **more,
    )  # type: ignore[arg-type]
