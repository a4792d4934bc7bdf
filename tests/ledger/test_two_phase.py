"""The two-phase table: how each verb answers to a hold in each of its conditions, 45 cells.

An answer is "ok", "replay" or the code of the refusal, and behind a stroke what is left on the account and what of it
is held. Accounts begin with 100, holds are of 60, a part is 20.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from apps.core.errors import AppError
from apps.ledger import api as ledger
from apps.ledger.api import HoldKind
from apps.ledger.models import Account
from apps.ledger.services.hold_place import holds_expire

from .books import NOW, TOMORROW, TRANSIT, everything, faults, funded, opened, placed, posted
from .test_holds import released, taken

pytestmark = pytest.mark.django_db
SOON = NOW.business_at + timedelta(hours=1)

Condition = Callable[[UUID], UUID]  # brings an account into it, and gives the hold in question
Verb = Callable[[UUID, UUID, UUID], object]  # account, hold, and where the money goes


def fresh(account: UUID) -> UUID:
    return placed(account, 60, expires_at=SOON).hold_id


def taken_in_part(account: UUID) -> UUID:
    hold = fresh(account)
    taken(hold, account, 20, release_rest=False)
    return hold


def taken_whole(account: UUID) -> UUID:
    hold = fresh(account)
    taken(hold, account, 60)
    return hold


def given_back(account: UUID) -> UUID:
    hold = fresh(account)
    released(hold)
    return hold


def run_out(account: UUID) -> UUID:
    """Over, and swept."""
    hold = fresh(account)
    with transaction.atomic():
        holds_expire(now=TOMORROW)
    return hold


def overridden(account: UUID) -> UUID:
    hold = fresh(account)
    placed(account, 10, kind=HoldKind.JUDICIAL_AMOUNT)
    return hold


def stopped(account: UUID) -> UUID:
    """Under an emergency stop that came later."""
    hold = fresh(account)
    placed(account, None, kind=HoldKind.STOP_PAYMENT)
    return hold


def a_freeze(account: UUID) -> UUID:
    """Of more than there is: 100 caught of 150."""
    return placed(account, 150, kind=HoldKind.JUDICIAL_AMOUNT, expires_at=SOON).hold_id


def a_freeze_in_the_queue(account: UUID) -> UUID:
    """Behind one that has caught all."""
    placed(account, None, kind=HoldKind.JUDICIAL_FULL)
    return placed(account, 60, kind=HoldKind.JUDICIAL_AMOUNT, expires_at=SOON).hold_id


def sixty(account: UUID, hold: UUID, sink: UUID) -> object:
    return taken(hold, account, 60, to=sink)


def a_part(account: UUID, hold: UUID, sink: UUID) -> object:
    return taken(hold, account, 20, to=sink, release_rest=False)


def too_much(account: UUID, hold: UUID, sink: UUID) -> object:
    return taken(hold, account, 101, to=sink, release_rest=False)


def release(account: UUID, hold: UUID, sink: UUID) -> object:
    return "replay" if released(hold) else "ok"


def sweep(account: UUID, hold: UUID, sink: UUID) -> object:
    with transaction.atomic():
        return "ok" if hold in holds_expire(now=TOMORROW) else "nothing"


VERBS: tuple[Verb, ...] = (sixty, a_part, too_much, release, sweep)
ENDED, SHORT, FROZEN = "LEDGER_HOLD_ENDED", "LEDGER_HOLD_SHORT", "LEDGER_FROZEN"
TABLE: dict[Condition, tuple[str, ...]] = {
    # condition               sixty        a part       too much          release         sweep
    fresh:                  ("ok 40/0",   "ok 80/40",  f"{SHORT} 100/60", "ok 100/0",     "ok 100/0"),
    taken_in_part:          (f"{SHORT} 80/40", "ok 60/20", f"{SHORT} 80/40", "ok 80/0",   "ok 80/0"),
    taken_whole:            (f"{ENDED} 40/0", f"{ENDED} 40/0", f"{ENDED} 40/0", f"{ENDED} 40/0", "nothing 40/0"),
    given_back:             (f"{ENDED} 100/0", f"{ENDED} 100/0", f"{ENDED} 100/0", "replay 100/0", "nothing 100/0"),
    run_out:                (f"{ENDED} 100/0", f"{ENDED} 100/0", f"{ENDED} 100/0", f"{ENDED} 100/0", "nothing 100/0"),
    overridden:             (f"{ENDED} 100/10", f"{ENDED} 100/10", f"{ENDED} 100/10", f"{ENDED} 100/10",
                             "nothing 100/10"),
    stopped:                (f"{FROZEN} 100/100", f"{FROZEN} 100/100", f"{FROZEN} 100/100", "ok 100/100", "ok 100/100"),
    a_freeze:               ("ok 40/0",   "ok 80/80",  f"{SHORT} 100/100", "ok 100/0",    "ok 100/0"),
    a_freeze_in_the_queue:  (f"{SHORT} 100/100", f"{SHORT} 100/100", f"{SHORT} 100/100", "ok 100/100", "ok 100/100"),
}  # fmt: skip
CELLS = [(condition, verb, wanted) for condition, row in TABLE.items() for verb, wanted in zip(VERBS, row, strict=True)]


@pytest.mark.parametrize(
    ("condition", "verb", "wanted"), CELLS, ids=[f"{c.__name__}-{v.__name__}" for c, v, _ in CELLS]
)
def test_each_verb_in_each_condition(condition: Condition, verb: Verb, wanted: str) -> None:
    account, sink = funded(100), opened(TRANSIT)
    hold = condition(account)
    before = everything()
    try:
        answer = verb(account, hold, sink)
        answer = answer if isinstance(answer, str) else "ok"
    except AppError as refused:
        answer = refused.code
        assert everything() == before
    stands = Account.objects.get(pk=account)
    assert f"{answer} {stands.balance}/{stands.held}" == wanted
    assert faults() == []


def test_the_table_has_forty_five_cells() -> None:
    assert len(CELLS) == 45


def test_what_is_not_held_can_be_spent_in_every_condition() -> None:
    for condition in TABLE:
        account = funded(100)
        condition(account)
        free = ledger.available(account, now=NOW)
        if free:
            posted((account, -free), (funded(1), free))
        assert ledger.available(account, now=NOW) == 0
    assert faults() == []
