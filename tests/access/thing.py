"""A thing of the access stage: where it stands in an address, and whose it is."""

from dataclasses import dataclass
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class Thing:
    """An object with its place in an address and its owner. `mark`: how a list shows it that does not link to it."""

    kind: str
    args: tuple[object, ...]
    person: str = ""
    enterprise: str = ""
    unit: str = ""
    mark: str = ""
    is_absent: bool = False

    def absent(self) -> "Thing":
        """The address of something of this kind that does not exist."""
        return Thing(self.kind, tuple(_nothing(arg) for arg in self.args), is_absent=True)

    def is_in(self, text: str) -> bool:
        return str(self.args[0]) in text or (bool(self.mark) and self.mark in text)

    @property
    def whose(self) -> str:
        return "absent" if self.is_absent else self.person or self.enterprise or self.unit or "the bank"


def _nothing(arg: object) -> object:
    match arg:
        case UUID():
            return uuid5(arg, "nothing of that name")
        case int():
            return 2**31 - 7
    return "nothing.of.that.name"
