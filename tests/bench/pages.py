"""What a page weighs and what Lighthouse says of it, against the goals of the house.

    ./dev bench pages [--runs N] [--only weight|lighthouse] [--page mobile:home …]

W  the first load of every page, each file as gzip sends it: document, styles, scripts, pictures.
L  Lighthouse as on a phone (slow 4G and a slow processor, simulated), median of N runs, on every page of the employees.

The demo's strip is on every page and counts. Performance is judged by a processor: on a busy machine it says less.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from statistics import median

import django
from django.core.management import call_command
from django.db import connection, connections

from devtool import assets
from devtool.places import ROOT

WEIGHTS = {"mobile": 60, "office": 150, "console": 150}  # KB, all of it; the console as the office
SCRIPTS = 25  # KB, on mobile before the first touch
SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100}
LIGHTHOUSE = ("--output=json", "--quiet", "--disable-storage-reset", f"--only-categories={','.join(SCORES)}")
TRIES = 3  # on a busy machine the browser now and then loses a trace
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
DOOR = "{}:sign_in"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench pages")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse on each page")
    parser.add_argument("--only", choices=("weight", "lighthouse"))
    parser.add_argument("--page", nargs="+", default=(), help="only these")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    assets.ensure(ROOT)
    django.setup()
    from tests.journeys.stack import running_house

    with tempfile.TemporaryDirectory() as folder, running_house(Path(folder), story()) as house:
        if options.only != "lighthouse":
            weigh(house.url, options.page)
        if options.only != "weight":
            judge(house.url, options.runs, options.page)


def story() -> str:
    """The small demo in this bench's database; gives its name."""
    call_command("migrate", verbosity=0)
    call_command("load_demo", "--small", verbosity=0)
    name: str = connection.settings_dict["NAME"]
    connections.close_all()  # it is copied, which takes that nobody is in it
    return name


def walk(house: str, surface: str, port: int = 0) -> Iterator[tuple[str, str, Callable[[str], bytes]]]:
    """Every page that the first people of the gallery reach, as (name, address, how to fetch something as they do)."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.browser import DESK, Person
    from tests.journeys.conftest import CHROMIUM, QUIET
    from tests.journeys.gallery import PEOPLE, pages_of, stroll

    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        arguments = [*QUIET, f"--remote-debugging-port={port}"] if port else QUIET
        launch = playwright.chromium.launch_persistent_context
        context = launch(profile, executable_path=CHROMIUM, args=arguments, viewport=DESK)  # type: ignore[arg-type]

        def fetch(path: str) -> bytes:
            return context.request.get(house + path).body()

        yield DOOR.format(surface), f"/{surface}/sign-in/", fetch
        left = pages_of(surface)
        for login in PEOPLE[surface]:
            visitor = Person(context, house, "")
            visitor.become(login, surface)
            for name in stroll(visitor, surface, left.copy()):
                if name in left:
                    left.remove(name)
                    yield name, visitor.page.url.removeprefix(house), fetch
        context.close()


def weigh(house: str, only: Collection[str]) -> None:
    from tests.bench._harness import emit_alone

    for surface, goal in WEIGHTS.items():
        sizes: dict[str, int] = {}
        for name, path, fetch in walk(house, surface):
            if only and name not in only:
                continue
            document = fetch(path)
            files = set(LINKED.findall(document.decode()))
            sizes |= {file: len(gzip.compress(fetch(file))) for file in files - sizes.keys()}
            total = len(gzip.compress(document)) + sum(sizes[file] for file in files)
            emit_alone(f"W {name}", "first load, gzip", "KB", total / 1024, at_most=goal)
            if surface == "mobile":
                scripts = sum(sizes[file] for file in files if file.endswith(".js"))
                emit_alone(f"WJ {name}", "scripts of it", "KB", scripts / 1024, at_most=SCRIPTS)


def judge(house: str, runs: int, only: Collection[str]) -> None:
    from devtool.supervisor import free_port
    from tests.bench._harness import emit_alone

    port = free_port()
    for name, path, fetch in walk(house, "mobile", port):
        if only and name not in only:
            continue
        fetch(path)  # its template is compiled at the first visit
        found = [lighthouse(house + path, port) for _ in range(runs)]
        for category, goal in SCORES.items():
            score = median(scores[category] for scores in found)
            emit_alone(f"L {name}", f"Lighthouse {category}, median of {runs}", "of 100", score, at_least=goal)


def lighthouse(url: str, port: int) -> dict[str, float]:
    """One run in the browser that listens on the port, with the session that it has. Says what costs a full score."""
    from tests.bench._harness import say
    from tests.journeys.browser import node_file

    node = shutil.which("node")
    assert node, "Lighthouse needs node 20 on PATH"
    program = [node, str(node_file("lighthouse/cli/index.js")), url, f"--port={port}", *LIGHTHOUSE]
    for _ in range(TRIES):
        done = subprocess.run(program, capture_output=True, text=True, timeout=180)
        if done.returncode == 0:
            break
    else:
        raise RuntimeError(done.stderr[-2000:])
    report = json.loads(done.stdout)
    lost = [f"{audit['title']} {audit.get('details', {}).get('items', '')}" for audit in report["audits"].values()
            if audit["scoreDisplayMode"] == "binary" and audit["score"] == 0]  # fmt: skip
    say(f"{url}: {'; '.join(lost)[:2000] or 'nothing lost'}")
    return {name: 100 * category["score"] for name, category in report["categories"].items()}


if __name__ == "__main__":
    main()
