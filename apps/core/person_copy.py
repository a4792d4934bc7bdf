"""What the house holds of one person: the `SHEETS` of the apps' `personal.py`, put together for that person's copy.

A sheet is a function that takes the person's id and gives a `Sheet`; numbers stand in it masked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a copy: its title, the heads of its columns, its rows as text."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def sheets_of(person_id: UUID) -> tuple[Sheet, ...]:
    """Every app's sheets of a person, in the order of the apps."""
    found: list[Callable[[UUID], Sheet]] = []
    for app in apps.get_app_configs():
        if app.name.startswith("apps.") and find_spec(f"{app.name}.personal"):
            found += import_module(f"{app.name}.personal").SHEETS
    return tuple(sheet(person_id) for sheet in found)
