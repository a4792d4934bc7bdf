"""The garbage collector stands still around bulk work, and runs again afterwards."""

import gc

import pytest

from apps.core.collector import collector_paused


def test_it_stands_still_inside_and_runs_again_after_an_error() -> None:
    with pytest.raises(ValueError), collector_paused():
        assert not gc.isenabled()
        raise ValueError
    assert gc.isenabled()


def test_the_outermost_turns_it_on_again() -> None:
    @collector_paused()
    def work() -> bool:
        with collector_paused():
            pass
        return gc.isenabled()

    assert (work(), gc.isenabled()) == (False, True)


def test_whoever_lives_without_it_keeps_it_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
