"""The wording check: the words of deposits and wealth products never stand beside an issue of 同心宝 (TX-4, TX-8), nor
promises, forecasts and the words of deposits beside a wealth product (WM-6).

Judged are each product's templates, every string of its Python, the agreements that its people sign, and its part of
the story. The words are those that the product's own texts are held against (its rules/words.py).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from apps.shenhuobao.rules.words import banned_in as banned_beside_wealth
from apps.tongxinbao.rules.words import banned_in as banned_beside_loans

Judge = Callable[[str], Iterator[str]]
JUDGES: dict[str, tuple[str, Judge]] = {  # by app: how its agreements are called, its words
    "tongxinbao": ("loan", banned_beside_loans),
    "shenhuobao": ("wealth", banned_beside_wealth),
}


def faults(root: Path) -> list[str]:
    """`file:line: word` for each banned word, product by product, in the order of the files."""
    found = []
    for app, (agreements, banned_in) in JUDGES.items():
        texts = (
            f"templates/**/{app}/**/*.html",
            f"fixtures/reference/agreements/{agreements}_*.txt",
            f"apps/{app}/README.md",
        )
        for path in _files(root, texts):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found += [f"{path.relative_to(root)}:{number}: {word}" for word in banned_in(line)]
        for path in _files(root, (f"apps/{app}/**/*.py", f"fixtures/*{app}*.py")):
            if path != root / f"apps/{app}/rules/words.py":
                for number, text in _strings(path):
                    found += [f"{path.relative_to(root)}:{number}: {word}" for word in banned_in(text)]
    return found


def _files(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in root.glob(pattern)})


def _strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module with its line, those that are written in parts as one."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


if __name__ == "__main__":
    said = faults(Path(__file__).parent.parent)
    print("\n".join(said))
    sys.exit(bool(said))
