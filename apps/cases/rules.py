"""The life of a case, and what the apps above say of theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from apps.core.access import roles_of
from apps.core.actors import Role
from apps.core.clock import Moment
from apps.core.lifecycle import Lifecycle, Move
from apps.core.parts import Pair

from .choices import CaseState as S

WORK = "cases.desk.work"
STAFF, CHECKER, HOUSE = "bank operator", "another person", "system or staff"
TRUTH = "a resolution"

CASE = Lifecycle(
    "cases.case",
    "异常事项",
    (
        Move("open", "", S.OPEN, "system", "no case of this key yet", "stands on the case desk with its age"),
        Move("take", S.OPEN, S.TAKEN, STAFF, "nobody has it"),
        Move("hand_back", S.TAKEN, S.OPEN, STAFF, "it is theirs; a reason"),
        Move("hand_over", S.TAKEN, S.TAKEN, STAFF, "it is theirs; a colleague who may work on it, and a reason"),
        Move("propose", S.TAKEN, S.PROPOSED, STAFF, "it is theirs; a remedy of its kind and a reason"),
        Move("return", S.PROPOSED, S.TAKEN, CHECKER, "a reason"),
        Move("approve", S.PROPOSED, S.CLOSED, CHECKER, "step-up on what was proposed", "the remedy is done with it"),
        Move("close", S.OPEN, S.CLOSED, HOUSE, TRUTH),
        Move("close", S.TAKEN, S.CLOSED, HOUSE, TRUTH),
        Move("close", S.PROPOSED, S.CLOSED, HOUSE, TRUTH),
    ),
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What may be done about a case: `work` gets subject, the approval's id and the moment, in the transaction of the
    approval. Without it the case is only closed."""

    label: str
    work: Callable[[UUID, UUID, Moment], None] | None = None


@dataclass(frozen=True, slots=True)
class CaseKind:
    """What an app says of a kind of its cases. `evidence` gets the subject; `remedies` by their codes;
    a kind without any ends only when the house itself has found the truth."""

    kind: str
    label: str
    evidence: Callable[[UUID], tuple[Pair, ...]] | None = None
    remedies: Mapping[str, Remedy] = field(default_factory=dict)


_kinds: dict[str, CaseKind] = {}


def register_kind(kind: CaseKind) -> None:
    """Called once at start-up by the app whose cases these are."""
    _kinds[kind.kind] = kind


# (unit, roles) -> who holds one of them there or above: (person, masked name)
Staff = Callable[[str, frozenset[Role]], tuple[tuple[UUID, str], ...]]
_staff: list[Staff] = []


def register_staff(find: Staff) -> None:
    """Called once at start-up by the app that knows who works at the bank."""
    _staff[:] = [find]


def workers_at(unit_path: str) -> dict[UUID, str]:
    """Who may work on a case of this unit."""
    return dict(pair for find in _staff for pair in find(unit_path, roles_of(WORK)))


def kind_of(kind: str) -> CaseKind:
    return _kinds.get(kind) or CaseKind(kind, "其他")
