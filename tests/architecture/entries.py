"""How many deeds an entry point does on one way through it: calls of services, its own app's or by another's door.

What follows an `if` that returns is another way; a loop goes round twice; helpers of the entry modules are followed.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

APPS = Path(__file__).resolve().parents[2] / "apps"
ENTRIES = {"web", "rest", "tasks.py", "subscribers", "subscribers.py", "consumers.py", "notifications.py", "management"}
Place = tuple[str, ...]  # of a module: ("apps", "identity", "web", "sign_in")
LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def entry_modules() -> dict[Place, ast.Module]:
    """Every module of an entry point, by its place."""
    paths = (p for p in APPS.rglob("*.py") if ENTRIES & {*p.parts, p.name} and p.parts[-3:-1] != ("core", "http"))
    return {
        ("apps", *path.relative_to(APPS).with_suffix("").parts): ast.parse(path.read_text())
        for path in paths
        if "migrations" not in path.parts
    }


def doors() -> dict[str, frozenset[str]]:
    """App → the names of its api.py that are services; the others read."""
    return {
        path.parent.name: frozenset(
            alias.asname or alias.name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and "services" in (node.module or "").split(".")
            for alias in node.names
        )
        for path in APPS.glob("*/api.py")
    }


class Entries:
    def __init__(self, modules: Mapping[Place, ast.Module], doors: Mapping[str, frozenset[str]]) -> None:
        self.doors = doors
        self.functions = {
            (place, node.name): node
            for place, module in modules.items()
            for node in ast.walk(module)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        self.names = {place: dict(_imported(place, module)) for place, module in modules.items()}

    def deeds(self) -> dict[str, int]:
        """The most deeds on one way through each function, by its dotted name."""
        return {".".join((*place, name)): self._of(place, name, ()) for place, name in self.functions}

    def _of(self, place: Place, name: str, above: tuple[tuple[Place, str], ...]) -> int:
        if (place, name) in above:
            return 0  # it calls itself: counted once
        return self._way(self.functions[place, name].body, place, (*above, (place, name)))

    def _way(self, body: list[ast.stmt], place: Place, above: tuple[tuple[Place, str], ...]) -> int:
        if not body:
            return 0
        first, rest = body[0], body[1:]

        def way(*parts: list[ast.stmt]) -> int:
            """Through these parts one after the other, and on, unless one of them leaves the function."""
            statements = [statement for part in parts for statement in part]
            return self._way(statements if _leaves(statements) else [*statements, *rest], place, above)

        def called(*parts: ast.AST | None) -> int:
            return sum(self._called(part, place, above) for part in parts if part)

        match first:
            case ast.If():
                return called(first.test) + max(way(first.body), way(first.orelse))
            case ast.Try():  # what raised was rolled back: the handler's way is another one
                ways = [way(first.body, first.orelse), *(way(handler.body) for handler in first.handlers)]
                return max(ways) + self._way(first.finalbody, place, above)
            case ast.Match():
                return called(first.subject) + max([way(case.body) for case in first.cases] + [way([])])
            case ast.For() | ast.While():
                return called(first) + way(first.orelse)
            case ast.With():
                return called(*first.items) + way(first.body)
            case ast.Return() | ast.Raise():
                return called(first)
        return called(first) + way([])

    def _called(self, part: ast.AST, place: Place, above: tuple[tuple[Place, str], ...]) -> int:
        times = 2 if isinstance(part, LOOPS) else 1
        own = self._cost(part.func, place, above) if isinstance(part, ast.Call) else 0
        return own + times * sum(self._called(child, place, above) for child in ast.iter_child_nodes(part))

    def _cost(self, function: ast.expr, place: Place, above: tuple[tuple[Place, str], ...]) -> int:
        """Of one call: 1 for a service, for a helper what it does itself."""
        match function:
            case ast.Name(id=name):
                module, own_name = self.names[place].get(name, (place, name))
            case ast.Attribute(value=ast.Name(id=name), attr=own_name) if name in self.names[place]:
                module = (*self.names[place][name][0], self.names[place][name][1])
            case _:
                return 0
        if "services" in module:
            return 1
        if module[2:] == ("api",):
            return int(own_name in self.doors.get(module[1], ()))
        return self._of(module, own_name, above) if (module, own_name) in self.functions else 0


def _imported(place: Place, module: ast.Module) -> Iterator[tuple[str, tuple[Place, str]]]:
    """Local name → (module, name there)."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            near = place[: len(place) - node.level] if node.level else ()
            source = (*near, *(node.module.split(".") if node.module else ()))
            yield from ((alias.asname or alias.name, (source, alias.name)) for alias in node.names)


def _leaves(body: list[ast.stmt]) -> bool:
    match body[-1] if body else None:
        case ast.Return() | ast.Raise() | ast.Continue() | ast.Break():
            return True
        case ast.If(body=then, orelse=otherwise):
            return _leaves(then) and _leaves(otherwise)
    return False
