"""Every kind of bad file: read right, or refused or flagged by row with a clear Chinese reason; never a traceback."""

import json
import re
import resource
import time
from io import StringIO

import pytest
from django.core.management import call_command

from tests.yardstick import slowness

from .files import cells, containers, layouts, texts
from .files.cases import KINDS, Kind

SECONDS = 5

assert containers and layouts and texts and cells  # each declares its kinds


def check(path) -> tuple[int, dict]:
    """What the command prints and how it ends. The database stays shut: pytest-django refuses it here."""
    out = StringIO()
    code = 0
    try:
        call_command("check_payroll", str(path), json=True, stdout=out)
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


def processor_seconds() -> float:
    """Of this process and the children that it has waited for; the clock on the wall depends on the neighbours."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def codes(row: dict, what: str) -> set[str]:
    return {finding["code"] for finding in row[what]}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_file_gets_its_answer(kind: Kind, tmp_path):
    path = tmp_path / kind.filename
    path.write_bytes(kind.make())
    for _again in range(3):  # a neighbour on the host costs processor seconds as well, but seldom three times
        before = processor_seconds()
        code, answer = check(path)
        spent = processor_seconds() - before
        if spent < SECONDS * slowness():
            break
    else:
        pytest.fail(f"{spent:.1f} s of a processor")
    findings = [*answer["file_errors"], *(f for row in answer["rows"] for f in row["errors"] + row["warnings"])]
    assert all(re.search("[\u4e00-\u9fff]", finding["message"]) for finding in findings)
    if kind.says:
        assert any(kind.says in finding["message"] for finding in findings), findings
    if kind.refused:
        assert code == 2
        assert {error["code"] for error in answer["file_errors"]} == {kind.refused}
    else:
        assert (code, answer["file_errors"]) == (0, [])
        assert (answer["count"], answer["total"]) == (kind.count, kind.total)
        flagged = {
            what: {row["row"]: codes(row, what) for row in answer["rows"] if row[what]}
            for what in ("errors", "warnings")
        }
        assert flagged["errors"] == {row: {code} for row, code in kind.errors.items()}
        assert flagged["warnings"] == {row: {code} for row, code in kind.warnings.items()}


def test_each_kind_has_a_name_of_its_own():
    assert len({kind.name for kind in KINDS}) == len(KINDS)
