"""Front-end assets: built once, again when a source changes, whole or absent, with the words of what failed."""

from pathlib import Path

import pytest

from devtool import assets
from devtool.words import Refusal

NODE = """#!/bin/sh
[ "$1" = --version ] && { echo v20.1.0; exit; }
echo build >> calls
[ -e broken ] && { echo no such icon; exit 1; }
mkdir -p "$2" && echo "body{}" > "$2/mobile.css"
"""
NPM = """#!/bin/sh
echo "$*" >> calls
rm -rf node_modules && mkdir node_modules
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one template, and a node and an npm that only write down that they were called."""
    root, tools = tmp_path / "checkout", tmp_path / "bin"
    for folder in (root / "templates", root / "static", tools):
        folder.mkdir(parents=True)
    (root / "package-lock.json").write_text("{}")
    (root / "templates/page.html").write_text("<p>")
    for name, script in (("node", NODE), ("npm", NPM)):
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    return root


def calls(root: Path) -> list[str]:
    """What was called since the last time one asked."""
    log = root / "calls"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


INSTALL = "ci --ignore-scripts --no-audit --no-fund"


def test_a_second_call_does_nothing(checkout: Path) -> None:
    assets.ensure(checkout)
    assert calls(checkout) == [INSTALL, "build"]
    assert (checkout / "static/vendor/mobile.css").read_text() == "body{}\n"
    assets.ensure(checkout)
    assert calls(checkout) == []


def test_a_changed_template_is_a_new_build_and_a_changed_lock_new_packages(checkout: Path) -> None:
    assets.ensure(checkout)
    calls(checkout)
    (checkout / "templates/page.html").write_text('<p class="card">')
    assets.ensure(checkout)
    assert calls(checkout) == ["build"]
    (checkout / "package-lock.json").write_text('{"name": "other"}')
    assets.ensure(checkout)
    assert calls(checkout) == [INSTALL, "build"]


def test_the_packages_of_another_folder_are_brought_once(checkout: Path) -> None:
    folder = checkout / "tests/journeys"
    folder.mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}")
    assets.bring_packages(checkout, folder)
    assets.bring_packages(checkout, folder)
    assert calls(folder) == [INSTALL]
    assert calls(checkout) == []


def test_what_a_killed_call_left_is_made_anew(checkout: Path) -> None:
    (checkout / "node_modules/.vendor-new").mkdir(parents=True)  # npm was killed: no stamp
    (checkout / "static/vendor").mkdir()  # and a folder that nobody finished
    assets.ensure(checkout)
    assert calls(checkout) == [INSTALL, "build"]
    (checkout / "static/vendor").rename(checkout / "node_modules/.vendor-old")  # killed between the two renames
    assets.ensure(checkout)
    assert calls(checkout) == ["build"]
    assert sorted(path.name for path in (checkout / "static/vendor").iterdir()) == ["mobile.css", "stamp"]


def test_a_build_that_fails_says_why_and_leaves_the_old_one(checkout: Path) -> None:
    assets.ensure(checkout)
    (checkout / "broken").touch()
    (checkout / "templates/page.html").write_text("<b>")
    with pytest.raises(Refusal, match="no such icon"):
        assets.ensure(checkout)
    assert (checkout / "static/vendor/mobile.css").exists()
    (checkout / "broken").unlink()
    calls(checkout)
    assets.ensure(checkout)
    assert calls(checkout) == ["build"]


@pytest.mark.parametrize(
    ("version", "found"), [("v20.0.0", True), ("v24.19.0", True), ("v18.20.4", False), ("?", False)]
)
def test_a_node_that_is_too_old_is_not_used(checkout: Path, version: str, found: bool) -> None:
    node = checkout.parent / "bin/node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    assert assets._node_on_path() == (node.parent if found else None)


def test_the_lock_names_no_registry_and_pins_exact_versions() -> None:
    root = Path(__file__).resolve().parents[2]
    for lock in (root / "package-lock.json", root / "tests/journeys/package-lock.json"):
        assert '"resolved"' not in lock.read_text()
    package = (root / "package.json").read_text()
    assert "^" not in package and "~" not in package
