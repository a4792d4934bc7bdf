"""@: whom a text calls. Names are those that the participants have there; the text itself is the record."""

from collections.abc import Mapping
from typing import TypeVar

from ..choices import Side, TalkKind

MARK = "@"
EVERYBODY = "所有人"
Key = TypeVar("Key")


def called(text: str, names: Mapping[Key, str]) -> set[Key]:
    """The keys of the names that stand behind an @: the longest name that fits, and all who have it."""
    found: set[Key] = set()
    for rest in text.split(MARK)[1:]:
        fitting = [name for name in names.values() if name and rest.startswith(name)]
        longest = max(fitting, key=len, default=None)
        found |= {key for key, name in names.items() if name == longest}
    return found


def calls_everybody(text: str) -> bool:
    return f"{MARK}{EVERYBODY}" in text


def may_call_everybody(kind: str, side: str) -> bool:
    """Any of a department may call all of it; the whole enterprise is called by the enterprise and the bank alone."""
    return kind != TalkKind.ENTERPRISE or side in (Side.OFFICE, Side.BANK)
