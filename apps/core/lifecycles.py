"""All lifecycles of the house, found in the apps' rules, and their drawings."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps

from .lifecycle import Lifecycle


def all_lifecycles() -> tuple[Lifecycle, ...]:
    """Every Lifecycle that an app's `rules` declares, by name."""
    found = {
        value.name: value for module in _rules() for value in vars(module).values() if isinstance(value, Lifecycle)
    }
    return tuple(found[name] for name in sorted(found))


def _rules() -> Iterator[object]:
    for app in apps.get_app_configs():
        if not app.name.startswith("apps.") or not find_spec(f"{app.name}.rules"):
            continue
        package = import_module(f"{app.name}.rules")
        yield package
        for module in iter_modules(getattr(package, "__path__", [])):
            yield import_module(f"{package.__name__}.{module.name}")


def drawing(lifecycle: Lifecycle) -> str:
    """The page of one lifecycle for docs/states/: a Mermaid drawing, then the table itself."""
    arrows = [f"    {move.source or '[*]'} --> {move.target}: {move.name}" for move in lifecycle.moves]
    ends = [f"    {state} --> [*]" for state in lifecycle.states if state in lifecycle.final_states]
    rows = [
        f"| {m.name} | {m.source or '–'} | {m.target} | {m.actor} | {m.precondition} | {m.effect} |"
        for m in lifecycle.moves
    ]
    head = ["| move | from | to | actor | precondition | effect |", "|---|---|---|---|---|---|"]
    made = "Made from the transition table by `./dev manage draw_states`; the same table drives the code."
    lines = [f"# {lifecycle.label} (`{lifecycle.name}`)", "", made, "", "```mermaid", "stateDiagram-v2"]
    return "\n".join([*lines, *arrows, *ends, "```", "", *head, *rows, ""])
