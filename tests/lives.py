"""A lifecycle against a table written by hand: every from × to × actor, and every move from every state."""

import ast
from collections.abc import Iterable
from itertools import product

import pytest

from apps.core.errors import IllegalMove
from apps.core.lifecycle import Lifecycle


def expected(table: str) -> set[tuple[str, str, str]]:
    """The moves of lines like `PARSED → SUBMITTED 经办`; nothing before the arrow is a birth."""
    moves = set()
    for line in table.strip("\n").splitlines():
        source, _, rest = line.partition("→")
        target, actor = rest.split()
        moves.add((source.strip(), target, actor))
    return moves


def only_the_table_holds(life: Lifecycle, table: str, states: Iterable[str], actors: Iterable[str]) -> int:
    """Asserts that of all from × to × actor exactly the table's are moves; gives how many were tried."""
    states, actors, wanted = tuple(states), tuple(actors), expected(table)
    allowed = {(move.source, move.target, move.actor) for move in life.moves}
    triples = list(product(("", *states), states, actors))
    for triple in triples:
        assert (triple in allowed) == (triple in wanted), triple
    assert allowed <= set(triples), allowed - set(triples)
    assert set(life.states) == set(states)
    return len(triples)


def other_states_refuse(life: Lifecycle, states: Iterable[str]) -> None:
    for name, source in product({move.name for move in life.moves}, ("", *states)):
        if any(move.name == name and move.source == source for move in life.moves):
            assert life.check(source, name).source == source
        else:
            with pytest.raises(IllegalMove, match="ILLEGAL_MOVE"):
                life.check(source, name)


def texts_of(tree: ast.Module) -> list[str]:
    """Every string of a module but what its docstrings say."""
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    said = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [text for text in strings if text not in said]


def states_written(tree: ast.Module) -> list[str]:
    """What is assigned to a `.state`, or given to an `.update(state=…)`."""
    written = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            written += [ast.unparse(word.value) for word in node.keywords if word.arg == "state"]
        if isinstance(node, ast.Assign):
            for target, value in _pairs(node):
                if isinstance(target, ast.Attribute) and target.attr == "state":
                    written.append(ast.unparse(value))
    return written


def _pairs(node: ast.Assign) -> list[tuple[ast.expr, ast.expr]]:
    (target,) = node.targets
    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
        return list(zip(target.elts, node.value.elts, strict=True))
    return [(target, node.value)]
