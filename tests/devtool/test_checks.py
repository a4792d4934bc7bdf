"""The checks that ./dev check brings itself: docs, migrations, lock files; and which commands need a server."""

from pathlib import Path

import pytest
from django.db.migrations import DeleteModel, Migration, RunPython, RunSQL

from devtool.checks import addresses_in_locks
from devtool.commands import needs_servers
from devtool.docs import check, expand
from devtool.reversible import one_way


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    files = {
        "apps/ledger/apps.py": "",
        "apps/ledger/api.py": "def post(): ...",
        "apps/ledger/models.py": "class Journal(Model): ...",
        "apps/ledger/rules.py": '"""Rules AC-1 and AC-2."""',
        "apps/ledger/events.py": 'name = "ledger.journal.posted"',
        "apps/ledger/management/commands/verify_money.py": "",
        "apps/members/apps.py": "",
        "devtool/cli.py": 'verb("run", 1)\nverb("manage", 2)\nverb("bench", 3)',
        "tests/bench/payroll.py": "",
        "manage.py": "",
        "dev": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "docs").mkdir()
    return tmp_path


def findings(tree: Path, text: str) -> list[str]:
    (tree / "docs" / "page.md").write_text(text)
    return check(tree)


@pytest.mark.parametrize(
    "true",
    [
        "`apps/ledger/api.py` and `apps/ledger/` and `apps/<app>/apps.py` and `apps/{ledger,members}/apps.py`",
        "`api.py` beside `./dev run --port 8080` and `python manage.py migrate`",
        "`./dev manage verify_money` and `./dev bench payroll --rows 10`",
        "the end of a path will do: `ledger/api.py`, `commands/`",
        "`ledger.Journal`, `ledger.api.post`, `apps.ledger.api`, `ledger.journal.posted`, rule `AC-2`",
        "`http://127.0.0.1:8000/` and `/healthz` and `text/csv` and `A=b/c` and `.venv/bin/python`",
        "```\npip install -r x=y\npython manage.py runserver\n```",
        "outside of backticks nothing/is/judged and no/such.py",
    ],
)
def test_what_a_page_says_truly_passes(tree: Path, true: str) -> None:
    assert findings(tree, true) == []


@pytest.mark.parametrize(
    ("false", "fault"),
    [
        ("`apps/ledger/door.py`", "no such path: apps/ledger/door.py"),
        ("`apps/{ledger,risk}/apps.py`", "no such path: apps/{ledger,risk}/apps.py"),
        ("`apps/<app>/door.py`", "no such path: apps/<app>/door.py"),
        ("`risk/api.py`", "no such path: risk/api.py"),
        ("`ledger.Diary`", "no such name: ledger.Diary"),
        ("`door.py`", "no file of that name: door.py"),
        ("`./dev walk`", "./dev has no command walk"),
        ("`./dev manage verify_all`", "manage.py has no command verify_all"),
        ("`./dev bench race`", "there is no bench race"),
        ("```\npython manage.py verify_all\n```", "manage.py has no command verify_all"),
        ("`AC-9`", "no code or test names the rule AC-9"),
        ("`ledger.api.unpost`", "no such name: ledger.api.unpost"),
        ("`ledger.journal.lost`", "no such name: ledger.journal.lost"),
    ],
)
def test_what_a_page_makes_up_is_found(tree: Path, false: str, fault: str) -> None:
    line = 2 if false.startswith("```") else 1
    assert findings(tree, false) == [f"docs/page.md:{line}: {fault}"]


def test_braces_expand_like_in_a_shell() -> None:
    assert expand("a/{b,c}/{d,e}.py") == ["a/b/d.py", "a/b/e.py", "a/c/d.py", "a/c/e.py"]


def test_a_migration_without_a_way_back_is_found() -> None:
    migration = Migration("0007_words", "ledger")
    migration.operations = [
        RunSQL("CREATE FUNCTION f"),
        RunSQL(*("CREATE FUNCTION f", "DROP FUNCTION f")),
        RunPython(print),
        RunPython(print, reverse_code=RunPython.noop),
        DeleteModel("Journal"),
    ]
    assert list(one_way([migration])) == [
        "ledger.0007_words: Raw SQL operation has no way back",
        "ledger.0007_words: Raw Python operation has no way back",
    ]


def test_an_address_in_a_lock_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("--index-url https://packages.example\ndjango==5.2\n    # via -r x.in\n")
    (tmp_path / "package-lock.json").write_text('{\n"htmx": {\n"resolved": "https://packages.example/h.tgz"}}\n')
    assert addresses_in_locks(tmp_path) == [
        "requirements.txt:1: --index-url https://packages.example",
        'package-lock.json:3: "resolved": "https://packages.example/h.tgz"}}',
    ]


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("check_payroll wages.xlsx --json", False),
        ("check_payroll wages.xlsx --enterprise 91330106MA2CFLDG4R", True),
        ("check_payroll wages.xlsx --enterprise=91330106MA2CFLDG4R", True),
        ("verify_money", True),
        ("verify_money --help", False),
        ("makemigrations --check", False),
        ("", False),
    ],
)
def test_only_what_reads_the_database_waits_for_servers(command: str, needed: bool) -> None:
    assert needs_servers(command.split()) is needed
