"""The matrix is no mirror of what it tests: a declaration that loses its relation or its permission turns it red.

The control, that all is green while nothing is planted, is test_matrix.py.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from apps.core.access import PUBLIC, Access, page
from apps.core.actors import Relation
from apps.core.http.urls import path

from . import expected
from .browser import Browser
from .expected import NOBODY, ROLES, TABLE, Line
from .matrix import browser_of, check_declarations, patterns, role_faults
from .stage import Stage

pytestmark = pytest.mark.django_db

CLOSED = sorted(name for name, line in TABLE.items() if line.who)


@contextmanager
def planted(name: str, **fault: object) -> Iterator[None]:
    """The declaration of an address with something else in it, as if its author had written that."""
    view: Any = dict(patterns())[name].callback
    with ExitStack() as mended:
        if hasattr(view, "view_class"):
            for handler in {getattr(view.view_class, method, None) for method in ("get", "post", "put", "delete")}:
                if handler is not None:
                    mended.enter_context(_changed(handler, fault))
            accesses = tuple(replace(access, **fault) for access in view.view_class.access)
            mended.callback(setattr, view.view_class, "access", view.view_class.access)
            view.view_class.access = accesses
        else:
            mended.enter_context(_changed(view, fault))
        yield


@contextmanager
def _changed(guarded: Callable[..., Any], fault: dict[str, Any]) -> Iterator[None]:
    """Changes the Access that a decorated view or method closes over, and the one that it shows."""
    cell = next(cell for cell in guarded.__closure__ or () if isinstance(cell.cell_contents, Access))
    true, shown = cell.cell_contents, dict(vars(guarded))
    cell.cell_contents = replace(true, **fault)
    if "entry" in shown:
        guarded.entry = replace(shown["entry"], access=cell.cell_contents)  # type: ignore[attr-defined]
    else:
        guarded.access = cell.cell_contents  # type: ignore[attr-defined]
    try:
        yield
    finally:
        cell.cell_contents = true
        vars(guarded).update(shown)


def somebody_for(line: Line) -> str:
    """Somebody of the first enterprise, or of its branch, who may do all that the line says."""
    held = line.writers - line.not_their_turn or line.who
    able = [title for title, role in ROLES.items() if role.holds & held and not role.holds & line.not_their_turn]

    def has_rows(title: str) -> tuple[bool, int]:
        return line.relation == "self" and "employee" in ROLES[title].holds, len(ROLES[title].holds)

    return max((title for title in able if "elsewhere" not in title), key=has_rows)


class Browsers(dict[str, Browser]):
    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def __missing__(self, title: str) -> Browser:
        self[title] = browser_of(self.stage, title)
        return self[title]


def test_a_lost_relation_is_seen_at_every_address_that_has_rows(stage: Stage) -> None:
    browsers, unseen = Browsers(stage), []
    for name in CLOSED:
        title = somebody_for(TABLE[name])
        browser = browsers[title]
        with planted(name, relation=Relation.PUBLIC):
            assert check_declarations([name]) == [
                f"{name}: declares relation public, not {TABLE[name].relation}"
            ] * len(set(TABLE[name].answers) if name.startswith("api:") else [name])
            if not any(role_faults(stage, title, ROLES[title], browser, [name], every=3)):  # as the quick tier asks
                unseen.append(name)
    assert set(unseen) - expected.ROWLESS.keys() == set()


def test_a_lost_permission_is_seen_at_every_address(stage: Stage) -> None:
    nobody, unseen = Browser(), set()
    for name in CLOSED:
        with planted(name, permission=PUBLIC):
            assert check_declarations([name]), name
            if not any(role_faults(stage, "nobody", NOBODY, nobody, [name])):
                unseen.add(name)
    by_login = "found by the login itself"
    # a hidden page tells a stranger that there is nothing, and so does what finds no rows of nobody's
    unseen = {name for name in unseen if not TABLE[name].hidden}
    assert {name for name in unseen if expected.ROWLESS.get(name) != by_login} == set()


def test_a_permission_of_others_is_seen_at_every_address(stage: Stage) -> None:
    """Each address under a permission that other roles hold: who may is turned away, and that is seen."""
    browsers = Browsers(stage)
    for name in CLOSED:
        title = somebody_for(TABLE[name])
        other = "cases.desk.view" if ROLES[title].surface != "console" else "daifutong.payslip.read"
        with planted(name, permission=other):
            assert any(role_faults(stage, title, ROLES[title], browsers[title], [name])), name


@pytest.mark.parametrize("seed", range(8))
def test_any_five_lost_relations_are_named(seed: int) -> None:
    five = Random(seed).sample(CLOSED, 5)
    with ExitStack() as faults:
        for name in five:
            faults.enter_context(planted(name, relation=Relation.PUBLIC))
        named = {fault.rpartition(": declares relation")[0] for fault in check_declarations()}
    assert named == set(five)
    assert check_declarations() == []


def test_a_page_without_permission_or_relation_stops_the_start() -> None:
    for left_out in ({"permission": PUBLIC}, {"relation": Relation.SELF}):
        with pytest.raises(TypeError):
            page("mobile", **left_out)  # type: ignore[arg-type]
    with pytest.raises(ImproperlyConfigured):
        path("x/", lambda request: None, "x")  # type: ignore[arg-type,return-value]
