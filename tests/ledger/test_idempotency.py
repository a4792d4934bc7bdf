"""One key, one effect: sent again, with another body, at once, after a rollback or a crash: every verb."""

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.core.ids import new_id
from apps.ledger import api as ledger

from .books import (
    TOMORROW,
    TRANSIT,
    batch,
    everything,
    faults,
    funded,
    opened,
    placed,
    posted,
    refused,
    reversed_,
    rows,
)

pytestmark = pytest.mark.django_db(transaction=True)

Verb = Callable[..., Any]


class Stage:
    """What the verbs move: two accounts with money, an empty one, a journal to reverse, and a hold to take from."""

    def __init__(self) -> None:
        self.payer, self.transit, self.payee = funded(100), funded(100, TRANSIT), opened()
        self.old = posted((self.payer, -1), (self.payee, 1)).journal_id
        self.hold, self.order = placed(self.payer, 20).hold_id, new_id()

    def take(self, fen: int, **more: object) -> ledger.Posted:
        out_of = {"holds": {self.payer: self.hold}, "release_rest": False}
        return posted((self.payer, -fen), (self.payee, fen), key="k", **out_of, **more)

    def verbs(self) -> dict[str, tuple[Verb, Verb]]:
        """Each verb under the key "k", and the same with another body."""
        return {
            "post": (
                lambda **more: posted((self.payer, -5), (self.payee, 5), key="k", **more),
                lambda **more: posted((self.payer, -6), (self.payee, 6), key="k", **more),
            ),
            "batch": (
                lambda **more: batch(self.transit, (self.payee, 5), key="k", **more),
                lambda **more: batch(self.transit, (self.payer, 5), key="k", **more),
            ),
            "reverse": (
                lambda **more: reversed_(self.old, key="k", **more),
                lambda **more: posted((self.payer, 1), (self.payee, -1), key="k", **more),
            ),
            "reverse in part": (
                lambda **more: reversed_(self.old, key="k", parts={1: 1, 2: 1}, **more),
                lambda **more: posted((self.payer, 1), (self.payee, -1), key="k", **more),
            ),
            "hold": (
                lambda **more: placed(self.payer, 5, key="k", subject_id=self.order, **more),
                lambda **more: placed(self.payer, 6, key="k", subject_id=self.order, **more),
            ),
            "take from a hold": (lambda **more: self.take(5, **more), lambda **more: self.take(6, **more)),
        }


VERBS = ("post", "batch", "reverse", "reverse in part", "hold", "take from a hold")


def made(answer: Any) -> UUID:
    """What a verb made: a journal, or a hold."""
    return answer.hold_id if isinstance(answer, ledger.Held) else answer.journal_id


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize("verb", VERBS)
def test_sent_again_it_gives_the_stored_journal_and_moves_nothing(stage: Stage, verb: str) -> None:
    send, _ = stage.verbs()[verb]
    first = send()
    after = everything()
    again = send(now=TOMORROW)  # also on a later day
    assert (made(again), first.is_replay, again.is_replay) == (made(first), False, True)
    assert everything() == after


@pytest.mark.parametrize("verb", VERBS)
def test_with_another_body_it_is_refused(stage: Stage, verb: str) -> None:
    send, send_other = stage.verbs()[verb]
    send()
    with refused("LEDGER_KEY_REUSED", ledger.LedgerKeyReused):
        send_other()


@pytest.mark.parametrize(
    "changed", [{"kind": "other"}, {"summary": "另一个"}, {"batch_id": UUID(int=1)}, {"approval_id": UUID(int=1)}]
)
def test_the_body_is_more_than_the_legs(stage: Stage, changed: dict[str, object]) -> None:
    send, _ = stage.verbs()["post"]
    send()
    with refused("LEDGER_KEY_REUSED"):
        send(**changed)


def test_a_line_is_part_of_the_body(stage: Stage) -> None:
    lines = {"lines": [(stage.payee, 5, UUID(int=1))]}
    batch(stage.transit, (stage.payee, 5), key="k")
    with refused("LEDGER_KEY_REUSED"):
        batch(stage.transit, (stage.payee, 5), key="k", **lines)


@pytest.mark.parametrize("verb", VERBS)
def test_after_a_rollback_the_key_is_free(stage: Stage, verb: str) -> None:
    send, _ = stage.verbs()[verb]
    before = everything()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        raise ZeroDivisionError
    assert everything() == before
    assert not send().is_replay


@pytest.mark.parametrize("verb", VERBS)
def test_after_a_killed_backend_the_key_is_free_and_sent_again_it_is_done_once(stage: Stage, verb: str) -> None:
    """The backend dies with the posting written and not committed; the sender does not know, and sends again."""
    send, _ = stage.verbs()[verb]
    before = everything()

    def dies() -> None:
        try:
            with transaction.atomic():
                send()
                rows("SELECT pg_terminate_backend(pg_backend_pid())")
        except Exception:  # whatever the driver makes of a lost connection
            connection.close()

    killed = threading.Thread(target=dies)
    killed.start()
    killed.join()
    assert everything() == before
    first, again = send(), send()
    assert (first.is_replay, again.is_replay) == (False, True)
    assert faults() == []


@pytest.mark.parametrize("verb", VERBS)
def test_sent_at_once_by_many_one_posts_and_the_others_get_its_journal(stage: Stage, verb: str) -> None:
    send, _ = stage.verbs()[verb]
    answers: list[Any] = []
    start = threading.Barrier(6)

    def sender() -> None:
        start.wait()
        answers.append(send())
        connection.close()

    threads = [threading.Thread(target=sender) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({made(answer) for answer in answers}) == 1
    assert sorted(answer.is_replay for answer in answers) == [False] + [True] * 5
    assert faults() == []


def test_the_second_sender_waits_for_the_first_and_posts_itself_when_that_fails(stage: Stage) -> None:
    send, _ = stage.verbs()["post"]
    waiting, answers = threading.Event(), []

    def second() -> None:
        waiting.set()
        answers.append(send())
        connection.close()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send()
        thread = threading.Thread(target=second)
        thread.start()
        waiting.wait()
        while not rows("SELECT 1 FROM pg_locks WHERE NOT granted"):
            time.sleep(0.005)
        raise ZeroDivisionError
    thread.join()
    assert [answer.is_replay for answer in answers] == [False]
    assert ledger.balance(stage.payee) == 6
