"""A home for servers that the tests may break, and a checkout that holds nothing but the tool."""

import shutil
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtool.places import ROOT, Home, throw_away_home
from devtool.process import server_account

PATIENCE = 180  # seconds for what is bound to come: others may use the machine too


@pytest.fixture(scope="session")
def site_packages() -> Path:
    """Where the wheels of the servers are: the environment that runs the tests."""
    return Path(sysconfig.get_path("purelib"))


@pytest.fixture
def home() -> Iterator[Home]:
    home = throw_away_home(server_account(), durable=False)
    yield home
    home.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can enter, unlike those of tmp_path: as root somebody else runs the servers."""
    with tempfile.TemporaryDirectory(prefix="dev-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def checkout(open_folder: Path) -> Path:
    """The tool alone in a folder of its own: as far as it gets before it needs packages."""
    checkout = open_folder / "checkout"
    shutil.copytree(ROOT / "devtool", checkout / "devtool", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "dev", checkout)
    return checkout


@pytest.fixture(autouse=True)
def no_given_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests start servers of their own, whatever the test run was given."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
