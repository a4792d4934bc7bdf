"""The garbage collector stands still around bulk work, and runs again afterwards."""

import gc
import weakref

import pytest

from apps.core.collector import BETWEEN_LOOKS, collector_paused, collector_settled


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


def test_settled_it_looks_at_what_is_there_no_more_and_still_finds_what_comes() -> None:
    before = gc.get_threshold()
    try:
        collector_settled()
        assert gc.get_freeze_count() > 10_000
        assert gc.get_threshold()[0] == BETWEEN_LOOKS
        fresh = Cycle()
        gone = weakref.ref(fresh)
        del fresh
        gc.collect()
        assert gone() is None
    finally:
        gc.set_threshold(*before)


class Cycle:
    def __init__(self) -> None:
        self.own = self
