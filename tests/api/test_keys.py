"""One key, one effect, one answer: what a program that got no reply may rely on."""

import pytest

from apps.core.http import api
from apps.core.models import IdempotencyRecord
from apps.daifutong.models import Batch
from fixtures.world import World

from .callers import Person, Program, batch_body

pytestmark = pytest.mark.django_db


def batches() -> int:
    return Batch.objects.system("test").count()


def test_the_same_request_again_gets_the_same_answer(world: World, program: Program, payer: str) -> None:
    body, before = batch_body(world, payer, ("xiaowen", 850_000)), batches()
    first = program.post("/daifutong/batches/", body, key="pay-2026-02")
    again = program.post("/daifutong/batches/", body, key="pay-2026-02")
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert batches() == before + 1


def test_the_same_key_with_another_body_is_refused(world: World, program: Program, payer: str) -> None:
    program.post("/daifutong/batches/", batch_body(world, payer, ("xiaowen", 850_000)), key="one")
    other = program.post("/daifutong/batches/", batch_body(world, payer, ("xiaowen", 850_001)), key="one")
    assert (other.status_code, other.json()["code"]) == (422, "KEY_REUSED")


def test_the_same_key_for_another_batch_is_refused(world: World, program: Program, payer: str) -> None:
    ids = [program.batch(batch_body(world, payer, ("xiaowen", fen)))["batch_id"] for fen in (100, 200)]
    codes = [program.post(f"/daifutong/batches/{one}/cancel/", key="cancel").status_code for one in ids]
    assert codes == [204, 422]
    states = dict(Batch.objects.system("test").filter(pk__in=ids).values_list("pk", "state"))
    assert sorted(states.values()) == ["CANCELLED", "PARSED"]


def test_a_move_of_a_lifecycle_is_replayed_too(world: World, program: Program, payer: str) -> None:
    made = program.batch(batch_body(world, payer, ("xiaowen", 850_000)))
    deed = f"/daifutong/batches/{made['batch_id']}/submit/"
    sent = [program.post(deed, {"warnings_confirmed": True}, key="submit") for _ in range(2)]
    assert [answer.json()["state"] for answer in sent] == ["SUBMITTED", "SUBMITTED"]
    assert program.post(deed, {"warnings_confirmed": True}, key="another").status_code == 409


@pytest.mark.parametrize("key", ["", " ", "x" * 81, "中文"])
def test_a_post_with_an_effect_needs_a_key(world: World, program: Program, payer: str, key: str) -> None:
    before = batches()
    answer = program.send(
        "POST", "/daifutong/batches/", b"{}", headers={"Idempotency-Key": key.encode().decode("latin1")}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "KEY_MISSING")
    assert batches() == before


def test_a_refusal_does_not_burn_the_key(world: World, program: Program, payer: str) -> None:
    wrong = batch_body(world, payer, ("xiaowen", 850_000)) | {"pay_period": "2026-13"}
    assert program.post("/daifutong/batches/", wrong, key="again").status_code == 422
    assert (
        program.post("/daifutong/batches/", batch_body(world, payer, ("xiaowen", 850_000)), key="again").status_code
        == 202
    )


def test_the_pin_is_no_part_of_what_is_compared(world: World, program: Program, payer: str, checker: Person) -> None:
    made = program.batch(batch_body(world, payer, ("xiaowen", 850_000)))
    batch = f"/daifutong/batches/{made['batch_id']}/"
    program.post(f"{batch}submit/", {"warnings_confirmed": True})
    digest = checker.get(batch).json()["digest"]
    asked = checker.post(f"{batch}check/", {"digest": digest}, key="check")
    assert asked.json()["code"] == "STEP_UP_REQUIRED"
    body = {"digest": digest, "step_up": {"digest": digest, "pin": world.pin}}
    assert checker.post(f"{batch}check/", body, key="check").json()["state"] == "SCHEDULED"
    again = checker.post(f"{batch}check/", body, key="check")
    assert (again.json()["state"], again.headers["Idempotent-Replayed"]) == ("SCHEDULED", "true")
    assert world.pin not in str(list(IdempotencyRecord.objects.values_list("answer", flat=True)))


def test_an_opened_payslip_is_kept_nowhere() -> None:
    from apps.daifutong.rest.payslips import PayslipViewing

    assert not PayslipViewing.post.entry.is_keyed


def test_limits_are_named() -> None:
    assert (api.KEY_LENGTH, api.MAX_PAGE, api.FAULTS_SHOWN) == (80, 10_000, 50)
