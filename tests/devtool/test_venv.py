"""The environment: made once, stamped, made anew when it was half made, moved, or its files changed."""

import subprocess
import sys
from pathlib import Path

import pytest

from devtool.venv import PRODUCT, Environment
from devtool.words import Refusal


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    for name in PRODUCT:
        (tmp_path / name).write_text("# nothing is needed\n")
    return Environment(tmp_path)


def test_only_what_changed_is_installed_again(environment: Environment) -> None:
    environment.stamps.mkdir(parents=True)
    assert environment._missing(PRODUCT) == list(PRODUCT)
    for name in PRODUCT:
        (environment.stamps / name).write_text(environment._stamp(name))
    assert environment._missing(PRODUCT) == []
    (environment.root / PRODUCT[1]).write_text("# changed\n")
    assert environment._missing(PRODUCT) == [PRODUCT[1]]
    environment.unfinished.touch()
    assert environment._missing(PRODUCT) == list(PRODUCT)


@pytest.mark.slow
def test_made_from_nothing_then_let_be(environment: Environment) -> None:
    environment.ensure(*PRODUCT)
    asked = [str(environment.python), "-c", "import sys; print(sys.prefix)"]
    assert subprocess.run(asked, capture_output=True, text=True).stdout.strip() == str(environment.folder)
    made = environment.python.lstat().st_ctime_ns
    environment.ensure(*PRODUCT)
    assert environment.python.lstat().st_ctime_ns == made
    assert not environment.unfinished.exists()


@pytest.mark.slow
def test_one_that_was_killed_half_made_is_made_anew(environment: Environment) -> None:
    (environment.bin).mkdir(parents=True)
    environment.python.symlink_to("/nowhere/python")
    environment.unfinished.touch()
    environment.ensure(*PRODUCT)
    assert environment._works()
    assert environment._missing(PRODUCT) == []


@pytest.mark.slow
def test_one_killed_while_pip_wrote_does_not_keep_half_a_package(environment: Environment) -> None:
    environment.ensure(*PRODUCT)
    half = environment.site_packages / "half_a_package"
    half.mkdir()
    environment.unfinished.touch()
    environment.ensure(*PRODUCT)
    assert not half.exists()


@pytest.mark.slow
def test_a_sound_one_of_another_origin_is_kept(environment: Environment) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(environment.folder)], check=True)
    (environment.folder / "mine").touch()
    environment.ensure(*PRODUCT)
    assert (environment.folder / "mine").exists()


@pytest.mark.slow
def test_a_package_without_its_hash_is_refused_with_the_words_of_pip(environment: Environment) -> None:
    (environment.root / PRODUCT[0]).write_text("django==5.2\n")
    with pytest.raises(Refusal, match="--require-hashes mode"):
        environment.ensure(*PRODUCT)
    assert not environment.unfinished.exists()
