"""A transfer takes effect once per key: sent again, with another body, after a refusal, after an answer was lost."""

import pytest

from apps.core.errors import Conflict, KeyReused
from apps.core.testing import failpoints
from apps.transfers.models import Transfer

from .stage import IN, OUT, Purse, row

pytestmark = pytest.mark.django_db
FEN = 100_00


def count() -> int:
    return Transfer.objects.system("test").count()


@pytest.mark.parametrize("direction", [IN, OUT])
def test_sent_again_it_gets_the_same_transfer_and_moves_nothing(purse: Purse, direction) -> None:
    card = purse.card()
    first = purse.ask(direction, card, FEN, key="k")
    held = purse.balance()
    assert [purse.ask(direction, card, FEN, key="k") for _ in range(3)] == [first] * 3
    assert (count(), purse.balance(), row(first).amount_fen) == (1, held, FEN)


def test_with_another_body_it_is_refused(purse: Purse) -> None:
    card = purse.card()
    purse.ask(OUT, card, FEN, key="k")
    for other in ((OUT, card, FEN + 1), (IN, card, FEN)):
        with pytest.raises(KeyReused):
            purse.ask(*other, key="k")
    assert count() == 1


def test_a_refusal_leaves_the_key_free(purse: Purse) -> None:
    card = purse.card()
    with pytest.raises(Conflict):
        purse.ask(OUT, card, 36_000_01, key="k")
    purse.ask(OUT, card, FEN, key="k")
    assert count() == 1


def test_a_crash_before_the_commit_leaves_nothing_and_the_key_free(purse: Purse, monkeypatch) -> None:
    def crash(place: str) -> None:
        if place == failpoints.KEY_WRITTEN:
            raise ConnectionError("killed")

    card, held = purse.card(), purse.balance()
    with monkeypatch.context() as broken, pytest.raises(ConnectionError):
        broken.setattr("apps.core.idempotency.failpoints.reach", crash)
        purse.ask(OUT, card, FEN, key="k")
    assert (count(), purse.balance()) == (0, held)
    purse.ask(OUT, card, FEN, key="k")
    assert (count(), purse.balance()) == (1, held - FEN)
