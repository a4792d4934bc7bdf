"""A kind of file and what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

KINDS: list["Kind"] = []


@dataclass(frozen=True)
class Kind:
    """`refused` is the code that refuses the file whole; else `errors` and `warnings` by row say what is flagged,
    and every other row is read without a word."""

    name: str
    filename: str
    make: Callable[[], bytes]
    refused: str = ""
    says: str = ""  # words that the message must hold: what to do, or where
    count: int = 2
    total: str = "3234.50"
    errors: dict[int, str] = field(default_factory=dict)
    warnings: dict[int, str] = field(default_factory=dict)


def kind(filename: str, name: str = "", **expected: object) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Declares the decorated function as the maker of a kind; its name is the kind's."""

    def declare(make: Callable[[], bytes]) -> Callable[[], bytes]:
        KINDS.append(Kind(name or make.__name__, filename, make, **expected))  # type: ignore[arg-type]
        return make

    return declare
