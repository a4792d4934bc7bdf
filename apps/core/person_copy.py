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
    """One table of a copy: its title, the heads of its columns, its rows as text.

    One that `is_private` is left out while it is empty: not everybody may know that there is such a thing (TX-4).
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    is_private: bool = False


def sheets_of(person_id: UUID) -> tuple[Sheet, ...]:
    """Every app's sheets of a person, in the order of the apps."""
    found: list[Callable[[UUID], Sheet]] = []
    for app in apps.get_app_configs():
        if app.name.startswith("apps.") and find_spec(f"{app.name}.personal"):
            found += import_module(f"{app.name}.personal").SHEETS
    sheets = (sheet(person_id) for sheet in found)
    return tuple(sheet for sheet in sheets if sheet.rows or not sheet.is_private)
