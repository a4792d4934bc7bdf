from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from apps.core import clock
from apps.identity.rules import limits

from .cast import Cast, make_cast


@pytest.fixture(autouse=True)
def _alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Identity without the tiers above it, and without the wait that hides who is known."""
    settings.ACTOR_LOADER = "tests.identity.cast.actor_of"
    settings.PAGE_FRAME = "tests.identity.cast.frame"
    monkeypatch.setattr(limits, "CODE_ANSWER", timedelta(0))


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """later(seconds=61) moves the wall clock of the house."""
    start = clock.wall()
    moved = timedelta(0)

    def move(**span: float) -> None:
        nonlocal moved
        moved += timedelta(**span)

    monkeypatch.setattr(clock, "wall", lambda: start + moved)
    return move
