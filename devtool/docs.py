"""The docs check: every path, command, rule and dotted name that a page puts in backticks must exist.

Judged are `inline code` and the lines of fenced blocks. What looks like none of the four kinds is let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

PAGES = ("README.md", "README.zh-CN.md", "docs/**/*.md", "apps/*/README.md")
FENCE = re.compile(r"^\s*(```|~~~)")
INLINE = re.compile(r"`([^`\n]+)`")
RULE = re.compile(r"\b[A-Z]{2}-\d{1,2}\b")
ENDINGS = "py|md|html|css|js|json|toml|ini|txt|in|sql|csv|xlsx|xls|sh|yml|yaml|png|svg"
FILE_NAME = re.compile(rf"^\.?[\w-]+(\.[\w-]+)*\.({ENDINGS})$")
PATH = re.compile(r"^\.?[\w.{},*<>-]+(/[\w.{},*<>-]*)+$")
DOTTED = re.compile(r"^[a-z_]+(\.[A-Za-z_]\w*)+$")
DEV = re.compile(r"(?:^|\s)\./dev\s+([a-z]+)(?:\s+([\w:-]+))?")
MANAGE = re.compile(r"manage\.py\s+([a-z_]+)")
MADE_LATER = (".venv", ".run", "node_modules", "static/vendor", "staticfiles", "media")  # git-ignored
DJANGO_COMMANDS = {
    *("check", "collectstatic", "createsuperuser", "dbshell", "help", "makemigrations", "migrate"),
    *("runserver", "shell", "showmigrations", "spectacular", "sqlmigrate", "test"),
}
NOT_PATHS = re.compile(r"://|^(application|text|image|multipart)/|^and/or$")


class Tree:
    """What exists in the checkout, read once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def apps(self) -> set[str]:
        return {path.parent.name for path in self.root.glob("apps/*/apps.py")}

    @cached_property
    def source(self) -> str:
        """All Python of the product and its tests, for names and rules that must occur somewhere."""
        files = [path for top in ("apps", "fixtures", "tests") for path in sorted(self.root.glob(f"{top}/**/*.py"))]
        return "\n".join(path.read_text() for path in files)

    @cached_property
    def rules(self) -> set[str]:
        return set(RULE.findall(self.source))

    @cached_property
    def dev_commands(self) -> set[str]:
        return set(re.findall(r'verb\("(\w+)"', (self.root / "devtool" / "cli.py").read_text()))

    @cached_property
    def management_commands(self) -> set[str]:
        return DJANGO_COMMANDS | {path.stem for path in self.root.glob("apps/*/management/commands/*.py")}

    @cached_property
    def paths(self) -> list[str]:
        """Every file and folder (with a slash at its end) of the checkout, each with a slash before it."""
        tops = [path for path in self.root.iterdir() if path.name not in (*MADE_LATER, ".git")]
        found = [path for top in tops for path in ([top, *top.rglob("*")] if top.is_dir() else [top])]
        return [f"/{path.relative_to(self.root)}{'/' * path.is_dir()}" for path in found]

    def has_path(self, text: str) -> bool:
        """Whether the path, or its end, is there; braces and <placeholders> are expanded."""
        if text.startswith(MADE_LATER):
            return True
        wanted = [re.sub(r"<[^>]+>", "*", one) for one in expand(text)]
        return all(any(fnmatchcase(path.rstrip("/"), f"*/{one.rstrip('/')}") for path in self.paths) for one in wanted)

    def has_name(self, dotted: str) -> bool:
        """Whether it is a module of ours, a word in one, a class of an app, or stands as a string in the source."""
        app, *parts = dotted.removeprefix("apps.").split(".")
        place = self.root / "apps" / app
        if not parts or re.fullmatch(r"[A-Z]\w+", parts[0]):
            return not parts or any(f"class {parts[0]}(" in file.read_text() for file in place.rglob("*.py"))
        while parts and (place / parts[0]).is_dir():
            place = place / parts.pop(0)
        if parts and (place / f"{parts[0]}.py").exists():
            place = place / f"{parts.pop(0)}.py"
        module = place if place.is_file() else place / "__init__.py"
        held = not parts or (module.exists() and re.search(rf"\b{parts[0]}\b", module.read_text()))
        return bool(held) or f'"{dotted}"' in self.source


def expand(pattern: str) -> list[str]:
    """`a/{b,c}.py` → `a/b.py`, `a/c.py`."""
    match = re.search(r"\{([^{}]*)\}", pattern)
    if not match:
        return [pattern]
    choices = match.group(1).split(",")
    return [done for one in choices for done in expand(pattern[: match.start()] + one + pattern[match.end() :])]


def check(root: Path) -> list[str]:
    """`page:line: what is wrong`, one for each thing that a page names and that does not exist."""
    tree = Tree(root)
    found = []
    for page in sorted({page for pattern in PAGES for page in root.glob(pattern)}):
        for number, code in pieces(page.read_text()):
            found += [f"{page.relative_to(root)}:{number}: {fault}" for fault in faults(tree, code)]
    return found


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """(line number, code) of every inline code and of every line in a fence."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if FENCE.match(line):
            fenced = not fenced
        elif fenced:
            yield number, line
        else:
            for code in INLINE.findall(line):
                yield number, code


def faults(tree: Tree, code: str) -> Iterator[str]:
    for verb, word in DEV.findall(code):
        if verb not in tree.dev_commands:
            yield f"./dev has no command {verb}"
        elif verb == "manage" and word.islower() and word not in tree.management_commands:
            yield f"manage.py has no command {word}"
        elif verb == "bench" and word.islower() and not (tree.root / f"tests/bench/{word}.py").exists():
            yield f"there is no bench {word}"
    for word in MANAGE.findall(code):
        if word not in tree.management_commands:
            yield f"manage.py has no command {word}"
    for rule in RULE.findall(code):
        if rule not in tree.rules:
            yield f"no code or test names the rule {rule}"
    for word in code.split():
        yield from name_faults(tree, word.strip("\"'(),;:").split("::")[0])


def name_faults(tree: Tree, word: str) -> Iterator[str]:
    if NOT_PATHS.search(word) or word.startswith(("/", "-")) or "=" in word or "…" in word:
        return  # addresses, options and assignments
    if PATH.match(word):
        if not tree.has_path(word.removeprefix("./")):
            yield f"no such path: {word}"
    elif FILE_NAME.match(word):
        if not tree.has_path(word):
            yield f"no file of that name: {word}"
    elif DOTTED.match(word) and word.partition(".")[0] in {*tree.apps, "apps"} and not tree.has_name(word):
        yield f"no such name: {word}"
