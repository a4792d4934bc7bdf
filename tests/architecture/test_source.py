"""What the import contracts cannot see, read off the source: size, names, money, transactions, signals."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.audit.choices import NOTE_LABELS

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "apps"
FILE_LINES, FUNCTION_LINES = 400, 50
SIZED = ("*.py", "*.sql", "*.html", "*.css", "*.js")
PLACES = ("apps", "efincloud", "devtool", "fixtures", "tests", "templates", "static", "frontend")


def python(*places: str) -> Iterator[Path]:
    for place in places:
        yield from (
            p for p in (ROOT / place).rglob("*.py") if "migrations" not in p.parts and "node_modules" not in p.parts
        )


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_of(node: ast.expr) -> str:
    return ast.unparse(node)


def shown(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def test_no_file_is_longer_than_400_lines() -> None:
    files = [p for place in PLACES for kind in SIZED for p in (ROOT / place).rglob(kind)]
    ours = [p for p in files if not {"migrations", "node_modules", "vendor"} & set(p.parts)]
    assert len(ours) > 200, "this test must look at the whole house"
    assert [f"{p.relative_to(ROOT)}" for p in ours if len(p.read_text().splitlines()) > FILE_LINES] == []


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{shown(path, node)} {node.name}"
        for path in python("apps", "efincloud", "devtool", "fixtures", "tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_no_file_is_called_utils() -> None:
    assert [p for p in python(*PLACES) if p.stem in ("utils", "helpers", "misc", "common")] == []


SECONDS = ("SECONDS", "sleep", "timeout")  # a line that waits may hold a fraction of a second; money never waits


def test_no_float_in_the_apps() -> None:
    """Money is 分. A float is a literal like 0.5, a call of float(), or a FloatField."""
    found = []
    for path in python("apps"):
        lines = path.read_text().splitlines()
        for node in ast.walk(tree(path)):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
            called = isinstance(node, ast.Call) and name_of(node.func) == "float"
            if literal or called or (isinstance(node, ast.Attribute) and node.attr == "FloatField"):
                line = lines[node.lineno - 1]  # type: ignore[attr-defined]
                if not any(word in line for word in SECONDS):
                    found.append(f"{shown(path, node)} {line.strip()}")
    assert found == []


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def test_no_get_model_and_no_signals() -> None:
    """Rows are changed by services, not by signals. Django's own login signal is heard in identity alone."""
    bad = [
        shown(path, call)
        for path in python("apps")
        for call in calls(path)
        if name_of(call.func).endswith(("apps.get_model", "post_save.connect", "pre_save.connect", "Signal"))
        or (name_of(call.func) == "receiver" and "save" in ast.unparse(call))
    ]
    assert bad == []


def test_services_send_no_celery_message_and_read_no_clock() -> None:
    bad = [
        f"{shown(path, call)} {name_of(call.func)}"
        for path in python("apps")
        if "services" in path.parts
        for call in calls(path)
        if name_of(call.func).endswith(
            (".delay", ".apply_async", "send_task", "timezone.now", "datetime.now", "date.today")
        )
    ]
    assert bad == []


ENTRIES = ("web", "rest", "tasks.py", "subscribers", "subscribers.py", "consumers.py", "management")


def entry_files() -> list[Path]:
    return [p for p in python("apps") if set(ENTRIES) & {*p.parts, p.name} and p.parts[-3:-1] != ("core", "http")]


WRITES = (
    ".save", ".create", ".bulk_create", ".bulk_update", ".get_or_create", ".update_or_create", ".delete",
    "objects.filter", "transaction.atomic", "lock_rows", "audit.record", "jobs.add", "jobs.unpark", "outbox.publish",
)  # fmt: skip


def test_entry_points_do_not_save_or_open_transactions() -> None:
    bad = [
        f"{shown(path, call)} {name_of(call.func)}"
        for path in entry_files()
        for call in calls(path)
        if name_of(call.func).endswith(WRITES) or name_of(call.func) == "publish"
    ]
    assert [place for place in bad if "core/management" not in place] == []


RECORDS = re.compile(r"record|_write$|_move$|^move|_end$|_close$")
ACTION = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+")


@pytest.mark.parametrize("app", sorted(p.name for p in APPS.iterdir() if (p / "services").is_dir()))
def test_services_take_keywords_only(app: str) -> None:
    """`actor` and `now` come by name, so that no call can swap two ids."""
    bad = [
        f"{shown(path, node)} {node.name}"
        for path in python(f"apps/{app}/services")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and any(name_of(d).endswith("use_case") for d in node.decorator_list)
        if node.args.args and not node.name.startswith("_")
    ]
    assert bad == []


def test_every_audited_action_has_a_sentence(django_apps: None) -> None:
    """Whatever a service hands on as `app.noun.past`: to the trail itself, or to what its app records and moves by."""
    from apps.audit.selectors import words

    literal = {
        text.value
        for path in python("apps")
        if "/services/" in str(path)
        for call in calls(path)
        if RECORDS.search(name_of(call.func).split(".")[-1])
        for text in [*call.args, *(word.value for word in call.keywords if word.arg == "action")]
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and ACTION.fullmatch(text.value)
    }
    assert len(literal) > 120
    assert sorted(literal - set(words("AUDIT_ACTIONS"))) == []


@pytest.fixture
def django_apps() -> None:
    """Django is set up by the plugin; the name says why the test asks for it."""


def test_every_note_of_an_audited_action_has_a_label() -> None:
    """What is noted beside an action is read by people: in their words."""
    bad = {
        f"{shown(path, key)} {key.value}"
        for path in python("apps")
        for noted in (word for call in calls(path) for word in call.keywords if word.arg == "detail")
        for table in ast.walk(noted.value)
        if isinstance(table, ast.Dict)
        for key in table.keys
        if isinstance(key, ast.Constant) and key.value not in NOTE_LABELS
    }
    assert bad == set()
