"""Each deed on a batch takes effect once per key: sent twice, at once, with another body, after a refusal (P3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, IllegalMove, InvalidInput, KeyReused
from apps.core.invariants import faults
from apps.core.models import IdempotencyRecord, Parameter
from apps.daifutong.contracts import BatchAnswer
from apps.daifutong.models import Batch
from apps.daifutong.services.batch_authorise import batch_authorise
from apps.daifutong.services.batch_cancel import batch_cancel
from apps.daifutong.services.batch_check import batch_check
from apps.daifutong.services.batch_reject import batch_reject
from apps.daifutong.services.batch_release import batch_release
from apps.daifutong.services.batch_submit import batch_submit
from apps.daifutong.services.batch_withdraw import batch_withdraw
from fixtures import reference

from .cast import House, build_house, fund, work
from .test_races import at_once

# verb: the service, who does it, where the batch is then, what the audit says
DEEDS = {
    "submit": (batch_submit, "maker", "SUBMITTED", "submitted"),
    "withdraw": (batch_withdraw, "maker", "PARSED", "withdrawn"),
    "cancel": (batch_cancel, "maker", "CANCELLED", "cancelled"),
    "check": (batch_check, "checker", "CHECKED", "checked"),
    "authorise": (batch_authorise, "authoriser", "SCHEDULED", "authorised"),
    "reject": (batch_reject, "checker", "REJECTED", "rejected"),
    "release": (batch_release, "maker", "DISBURSING", "released"),
}


@pytest.fixture
def books(db: None) -> Iterator[None]:
    open_books()
    yield
    assert list(faults()) == []


@pytest.fixture
def committed_books(transactional_db: None) -> Iterator[None]:
    """For threads, which see only what is committed."""
    open_books()
    yield
    assert list(faults()) == []


def open_books() -> None:
    """Every batch needs an authoriser here, so that a check is not the last word."""
    reference.load()
    Parameter.objects.filter(key="daifutong.tier_one_limit").update(value="100")


@dataclass
class Staged:
    """A batch that waits for one deed."""

    verb: str
    house: House
    batch_id: UUID
    said: dict[str, Any]

    def do(self, key: str, **other: Any) -> BatchAnswer:
        service, role, _, _ = DEEDS[self.verb]
        actor = self.house.as_(role, step_up=True)
        return service(**{"batch_id": self.batch_id, **self.said, **other}, key=key, actor=actor, now=self.house.now)

    def state(self) -> str:
        return Batch.objects.system("test").get(pk=self.batch_id).state

    def deeds(self) -> int:
        action = f"daifutong.batch.{DEEDS[self.verb][3]}"
        return AuditRow.objects.system("test").filter(action=action, subject_id=self.batch_id).count()


def staged(verb: str, house: House, amount: str = "5000.00") -> Staged:
    batch_id = house.upload(house.file([amount])).batch_id
    if verb in ("submit", "cancel"):
        return Staged(verb, house, batch_id, {"warnings_confirmed": True} if verb == "submit" else {})
    house.submit(batch_id)
    digest = house.digest(batch_id)
    if verb in ("authorise", "release"):
        house.check(batch_id)
    if verb == "release":
        house.authorise(batch_id)
        work()  # P10: the money comes only now
        with transaction.atomic():
            fund(house.payer_ledger_id, 1_000_000)
    if verb in ("check", "authorise"):
        house.confirm(DEEDS[verb][1], digest)
    said = {
        "check": {"digest": digest},
        "authorise": {"digest": digest},
        "reject": {"digest": digest, "reason": "重做"},
    }
    return Staged(verb, house, batch_id, said.get(verb, {}))


def house_for(verb: str) -> House:
    return build_house(funds=100 if verb == "release" else 100_000_000)


@pytest.mark.parametrize("verb", DEEDS)
def test_a_deed_sent_again_gets_the_stored_answer_whatever_has_happened_since(books: None, verb: str) -> None:
    batch = staged(verb, house_for(verb))
    first = batch.do("k")
    assert (first.state, batch.state()) == (DEEDS[verb][2],) * 2
    work()
    again = batch.do("k")
    assert again == first
    assert batch.deeds() == 1
    with pytest.raises(IllegalMove):
        batch.do("another key")


@pytest.mark.parametrize("verb", DEEDS)
def test_its_key_with_another_body_is_refused(books: None, verb: str) -> None:
    house = house_for(verb)
    batch = staged(verb, house)
    batch.do("k")
    other = house.upload(house.file(["7000.00"])).batch_id
    changes: list[dict[str, Any]] = [{"batch_id": other}]
    changes += [{"digest": "0" * 64}] if "digest" in batch.said else []
    changes += [{"reason": "别的"}] if "reason" in batch.said else []
    for change in changes:
        with pytest.raises(KeyReused):
            batch.do("k", **change)
    assert (batch.state(), batch.deeds()) == (DEEDS[verb][2], 1)


@pytest.mark.parametrize("verb", DEEDS)
def test_sent_twice_at_once_it_is_done_once(committed_books: None, verb: str) -> None:
    batch = staged(verb, house_for(verb))
    ends = at_once(*[lambda: batch.do("k") for _ in range(3)])
    assert set(ends) <= {"BUSY", "done"}
    assert "done" in ends
    assert batch.deeds() == 1
    assert IdempotencyRecord.objects.filter(route=f"daifutong.batch_{verb}", key="k").count() == 1


@pytest.mark.parametrize("verb", DEEDS)
def test_without_a_key_nothing_is_done_and_a_refusal_keeps_no_key(books: None, verb: str) -> None:
    batch = staged(verb, house_for(verb))
    before = batch.state()
    with pytest.raises(InvalidInput, match="KEY_MISSING"):
        batch.do("")
    if "digest" in batch.said:
        with pytest.raises(Conflict, match="STALE"):
            batch.do("k", digest="0" * 64)
    assert (batch.state(), batch.deeds()) == (before, 0)
    assert batch.do("k").state == DEEDS[verb][2]
