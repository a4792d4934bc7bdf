"""The tree of an enterprise's departments: paths, who is below whom, which one a roster means."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from apps.core.errors import InvalidInput

SEPARATOR = "/"
DEEPEST = 6


class Place(NamedTuple):
    """An open department."""

    id: UUID
    parent_id: UUID | None
    name: str


def chain_of(place: Place, places: Mapping[UUID, Place]) -> tuple[Place, ...]:
    """From the top down to the department itself."""
    chain = [place]
    while chain[0].parent_id in places:
        chain.insert(0, places[chain[0].parent_id])  # type: ignore[index]
    return tuple(chain)


def path_of(place: Place, places: Mapping[UUID, Place]) -> str:
    """生产中心/一车间."""
    return SEPARATOR.join(one.name for one in chain_of(place, places))


def by_text(places: Collection[Place]) -> dict[str, UUID]:
    """What a roster may write for each department: its path, and its name where no other has it."""
    known = {place.id: place for place in places}
    names = Counter(place.name for place in places)
    found = {place.name: place.id for place in places if names[place.name] == 1}
    return found | {path_of(place, known): place.id for place in places}


def shared_names(places: Collection[Place]) -> frozenset[str]:
    """Names that say nothing by themselves: several departments have them, and none of them is at the top."""
    top = {place.name for place in places if place.parent_id is None}
    names = Counter(place.name for place in places)
    return frozenset(name for name, count in names.items() if count > 1 and name not in top)


def refuse_place(place: Place | None, parent_id: UUID | None, places: Mapping[UUID, Place]) -> None:
    """Raises InvalidInput (PARENT) for a parent that is unknown, too deep, or the department itself or below it."""
    if parent_id is None:
        return
    parent = places.get(parent_id)
    chain = chain_of(parent, places) if parent else ()
    fault = ""
    if parent is None:
        fault = "请选择现有的上级部门"
    elif place is not None and place.id in {one.id for one in chain}:
        fault = "上级部门不能是本部门或它的下级"
    elif len(chain) + _height(place, places) > DEEPEST:
        fault = f"部门最多 {DEEPEST} 级"
    if fault:
        raise InvalidInput("PARENT", f"{fault}。", fields={"parent": fault})


def _height(place: Place | None, places: Mapping[UUID, Place]) -> int:
    """Levels of a department with those below it; a new one has one."""
    below = [one for one in places.values() if place is not None and one.parent_id == place.id]
    return 1 + max((_height(one, places) for one in below), default=0)
