"""Lifecycles are tables: one row per move drives the check, the buttons, the drawing and the exhaustive test."""

from collections.abc import Iterable
from dataclasses import dataclass

from .errors import IllegalMove


@dataclass(frozen=True, slots=True)
class Move:
    """`source` "" means birth. `actor` names who makes the move, in the words of the rule book."""

    name: str
    source: str
    target: str
    actor: str
    precondition: str = ""
    effect: str = ""


class Lifecycle:
    def __init__(self, name: str, label: str, moves: Iterable[Move]) -> None:
        self.name = name
        self.label = label
        self.moves = tuple(moves)
        self._table = {(move.source, move.name): move for move in self.moves}
        if len(self._table) != len(self.moves):
            raise ValueError(f"{name}: two moves of one name leave the same state")

    @property
    def states(self) -> tuple[str, ...]:
        seen = dict.fromkeys(s for move in self.moves for s in (move.source, move.target) if s)
        return tuple(seen)

    @property
    def final_states(self) -> frozenset[str]:
        return frozenset(self.states) - {move.source for move in self.moves}

    def check(self, source: str, name: str) -> Move:
        """The move, or IllegalMove when this state does not know it."""
        try:
            return self._table[source, name]
        except KeyError:
            raise IllegalMove("ILLEGAL_MOVE", f"{self.label}当前状态不能执行这项操作,请刷新后查看最新状态。") from None

    def leaving(self, source: str) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.source == source)
