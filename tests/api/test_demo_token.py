"""manage.py demo_token: what it prints works as it stands."""

import re
import shlex
import subprocess
import sys
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from fixtures.world import World

from .callers import Program

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("demo_token", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("role", ["api_client", "maker"])
def test_a_program_gets_a_key_that_signs(world: World, role: str) -> None:
    said = printed(role)
    found = dict(line.split() for line in said.splitlines() if line.startswith(("key", "secret")))
    program = Program(key_id=found["key"], secret=found["secret"])
    assert program.get("/daifutong/payers/").status_code == 200


def test_the_line_to_try_signs_as_the_api_wants_it(world: World, sent_to_the_application: Any) -> None:
    line = next(line for line in printed("maker").splitlines() if line.startswith("python3"))
    response = sent_to_the_application(shlex.split(line)[2])
    assert response.status_code == 200
    assert "*****" in response.json()["accounts"][0]["masked"]


@pytest.fixture
def sent_to_the_application(tmp_path: Any) -> Any:
    """Runs the line in a Python of its own against a recorder, and sends what was recorded to the application."""
    (tmp_path / "sitecustomize.py").write_text(
        "import io, urllib.request as web\n"
        "def urlopen(request):\n"
        "    return io.BytesIO(repr((request.full_url, dict(request.header_items()))).encode())\n"
        "web.urlopen = urlopen\n"
    )

    def run(program: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            env={"PYTHONPATH": str(tmp_path)},
            check=True,
        )
        url, headers = eval(done.stdout)
        return Client().get(re.sub(r"^http://[^/]+", "", url), headers=headers)

    return run


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("employee", "/api/v1/accounts/", 200),
        ("employee", "/api/v1/daifutong/batches/", 403),
        ("uncertified", "/api/v1/daifutong/payslips/", 403),
        ("checker", "/api/v1/daifutong/batches/", 200),
        ("hr_pay", "/api/v1/members/", 200),
        ("reviewer", "/console/", 200),
    ],
)
def test_a_person_gets_a_session(world: World, role: str, path: str, status: int) -> None:
    line = printed(role).splitlines()[-1]
    words = shlex.split(line)
    client = Client(enforce_csrf_checks=True)
    for pair in words[words.index("-b") + 1].split("; "):
        name, value = pair.split("=", 1)
        client.cookies[name] = value
    assert client.get(path).status_code == status


def test_the_token_lets_a_form_through(world: World) -> None:
    words = shlex.split(printed("employee").splitlines()[-1])
    client = Client(enforce_csrf_checks=True)
    for pair in words[words.index("-b") + 1].split("; "):
        name, value = pair.split("=", 1)
        client.cookies[name] = value
    token = words[words.index("-H") + 1].split(": ")[1]
    assert client.put("/api/v1/inbox/read/", headers={"X-CSRFToken": token}).status_code == 204


def test_outside_the_demo_there_is_none(world: World, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="演示"):
        printed("maker")


def test_an_unknown_role_is_told_which_there_are(world: World) -> None:
    with pytest.raises(CommandError, match=r"api_client.*checker"):
        printed("king")
