"""Whatever file comes, `check_payroll` answers within 5 seconds and 300 MB, all its processes together."""

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from apps.core.files import Limits
from fixtures.payroll import made_up_lines, payroll_xlsx
from tests.yardstick import slowness

from .files import cells, containers, layouts, texts
from .files.cases import KINDS, Kind
from .files.costs import watch
from .test_check_payroll import NO_DATABASE, ROOT

SECONDS = 5  # of processor time: the clock on the wall depends on the neighbours
MEBIBYTES = 300

assert containers and layouts and texts and cells  # each declares its kinds


def costs(folder: Path, names: list[str]) -> list[dict]:
    """Of every file, in a fresh process of their own whose database does not exist."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.daifutong.files.costs", str(folder)],
        input="\n".join(names),
        cwd=ROOT,
        env=os.environ | NO_DATABASE,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [cost["name"] for cost in found] == names
    return found


# what asks the reader for most: many parts, much text, many rows
HEAVY = {
    "zip_bomb",
    "declares_too_much",
    "ten_thousand_entries",
    "xml_bomb",
    "giant_shared_strings",
    "one_endless_string_shown_everywhere",
    "far_over_rows",
}


def assert_cheap(folder: Path, kinds: list[Kind]) -> None:
    named = {f"{place}-{kind.filename}": kind for place, kind in enumerate(kinds)}
    for name, kind in named.items():
        (folder / name).write_bytes(kind.make())
    left = list(named)
    for _again in range(3):  # a neighbour on the host costs processor seconds as well, but seldom three times
        before = slowness()
        found = costs(folder, left)
        slow = max(before, slowness())
        for cost in found:
            kind = named[cost["name"]]
            assert (cost["exit"], cost["said"]) == (2 if kind.refused else 0, ""), kind.name
            assert cost["mebibytes"] < MEBIBYTES, (kind.name, cost)
        dear = [cost for cost in found if cost["seconds"] >= SECONDS * slow]
        left = [cost["name"] for cost in dear]
        if not dear:
            return
    pytest.fail(f"{dear}, on a machine {slow:.1f} times slower")


def test_the_heaviest_kinds_of_file_do_not_cost_more(tmp_path: Path) -> None:
    heavy = [kind for kind in KINDS if kind.name in HEAVY]
    assert {kind.name for kind in heavy} == HEAVY
    assert_cheap(tmp_path, heavy)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_no_kind_of_file_costs_more(tmp_path: Path, part: int) -> None:
    """In four parts, so that several workers share them."""
    assert_cheap(tmp_path, KINDS[part::4])


@pytest.mark.slow
def test_nor_does_the_largest_that_may_come(tmp_path: Path) -> None:
    """100,000 lines in a file of 30 MB."""
    content = io.BytesIO(payroll_xlsx(made_up_lines(100_000), company="演示公司", month=date(2026, 3, 1)))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/media/logo.png", os.urandom(Limits().file_bytes - len(content.getvalue()) - 4096))
    (tmp_path / "large.xlsx").write_bytes(content.getvalue())
    (cost,) = costs(tmp_path, ["large.xlsx"])
    assert (cost["exit"], cost["said"]) == (0, "")
    assert json.loads((tmp_path / "large.out").read_bytes())["count"] == 100_000
    assert cost["seconds"] < SECONDS, cost
    assert cost["mebibytes"] < MEBIBYTES, cost


def test_the_command_starts_no_server(tmp_path: Path) -> None:
    """From ./dev on: no process but Python's, nothing left in a new home."""
    (tmp_path / "wages.xlsx").write_bytes(payroll_xlsx(made_up_lines(3), company="演示公司", month=date(2026, 3, 1)))
    home = tmp_path / "home"
    home.mkdir()
    with (tmp_path / "out").open("wb") as out:
        command = [sys.executable, "dev", "manage", "check_payroll", str(tmp_path / "wages.xlsx"), "--json"]
        started = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"HOME": str(home)}, stdout=out)
    code, _, family = watch(started.pid)
    assert code == 0
    assert json.loads((tmp_path / "out").read_bytes())["count"] == 3
    assert all(name.startswith("python") for name in family.names), family.names
    assert list(home.iterdir()) == []
