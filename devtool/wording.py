"""The wording check: the words of deposits and wealth products never stand beside an issue of 同心宝 (TX-4, TX-8).

Judged are its templates, every string of its Python, the agreements that its people sign, and its part of the story.
The words are those that an issuer's disclosures are held against (apps/tongxinbao/rules/words.py).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from apps.tongxinbao.rules.words import banned_in

TEXTS = ("templates/**/tongxinbao/**/*.html", "fixtures/reference/agreements/loan_*.txt", "apps/tongxinbao/README.md")
PYTHON = ("apps/tongxinbao/**/*.py", "fixtures/*tongxinbao*.py")
THE_WORDS = "apps/tongxinbao/rules/words.py"


def faults(root: Path) -> list[str]:
    """`file:line: word` for each banned word, in the order of the files."""
    found = []
    for path in _files(root, TEXTS):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found += [f"{path.relative_to(root)}:{number}: {word}" for word in banned_in(line)]
    for path in _files(root, PYTHON):
        if path != root / THE_WORDS:
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
