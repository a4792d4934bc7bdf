"""What must be true of the money at every instant: the `CHECKS` of the apps' `checks.py`, run together.

A check is a function that yields one sentence per fault, and nothing when all is well.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

Check = Callable[[], Iterator[str]]


def all_checks() -> dict[str, Check]:
    """Every check, by "app.name"."""
    found: dict[str, Check] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("apps.") and find_spec(f"{app.name}.checks"):
            for check in import_module(f"{app.name}.checks").CHECKS:
                found[f"{app.label}.{check.__name__}"] = check
    return found


def faults() -> Iterator[tuple[str, str]]:
    """Runs every check: yields (name of the check, sentence)."""
    for name, check in all_checks().items():
        for sentence in check():
            yield name, sentence
