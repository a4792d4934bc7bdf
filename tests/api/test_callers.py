"""Who may call: a signature for exactly this request, a session whose forms come from our own pages, nobody else."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as RedisDown

from apps.audit.models import AuditRow
from apps.core.http import caller
from apps.daifutong.models import Batch
from apps.members.models import OperatorGrant
from fixtures.world import World

from .callers import Person, Program, batch_body

pytestmark = pytest.mark.django_db


def refused(response, status: int, code: str) -> None:
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_nobody_is_asked_to_sign_in(world: World) -> None:
    response = Program().get("/daifutong/batches/")
    refused(response, 401, "SIGN_IN_REQUIRED")
    assert "Efincloud-Signature" in response.headers["WWW-Authenticate"]


def test_a_signature_is_for_one_body_one_method_and_one_address(program: Program) -> None:
    signed = program.credentials("POST", "/api/v1/daifutong/batches/", b'{"title": "3"}')
    for method, path, body in (
        ("POST", "/daifutong/batches/", b'{"title": "4"}'),
        ("POST", "/daifutong/batches/import/", b'{"title": "3"}'),
        ("PUT", "/daifutong/batches/", b'{"title": "3"}'),
    ):
        response = program.send(method, path, body, headers=signed, key="k")
        assert response.status_code in (401, 405)
        if response.status_code == 401:
            refused(response, 401, "SIGN_IN_REQUIRED")
    assert Batch.objects.system("test").filter(title__in=["3", "4"]).count() == 0


def test_the_query_is_signed_too(program: Program) -> None:
    signed = program.credentials("GET", "/api/v1/daifutong/batches/?page=1", b"")
    refused(program.send("GET", "/daifutong/batches/", query={"page": "2"}, headers=signed), 401, "SIGN_IN_REQUIRED")


@pytest.mark.parametrize(("seconds", "status"), [(-290, 200), (-310, 401), (290, 200), (310, 401)])
def test_a_signature_holds_five_minutes(program: Program, seconds: int, status: int) -> None:
    address = "/api/v1/daifutong/batches/"
    signed = program.credentials("GET", address, b"", seconds=seconds)
    assert program.send("GET", "/daifutong/batches/", headers=signed).status_code == status


def test_a_nonce_serves_once(program: Program) -> None:
    signed = program.credentials("GET", "/api/v1/daifutong/batches/", b"")
    assert program.send("GET", "/daifutong/batches/", headers=signed).status_code == 200
    refused(program.send("GET", "/daifutong/batches/", headers=signed), 401, "SIGN_IN_REQUIRED")


@pytest.mark.parametrize(
    "change",
    [
        {"Efincloud-Signature": ""},
        {"Efincloud-Signature": "0" * 64},
        {"Efincloud-Signature": "\xe9" * 64},
        {"Efincloud-Timestamp": "999999999999"},
        {"Efincloud-Timestamp": "now"},
        {"Efincloud-Nonce": "short"},
        {"Efincloud-Nonce": "x" * 65},
        {"Efincloud-Key": "ek_unknown"},
        {"Efincloud-Key": "ek_" + "x" * 4000},
        {"Efincloud-Key": "\xff'; --"},
    ],
)
def test_a_wrong_header_is_always_the_same_refusal(program: Program, change: dict[str, str]) -> None:
    response = program.send("GET", "/daifutong/batches/", headers=change)
    refused(response, 401, "SIGN_IN_REQUIRED")
    assert response.json()["detail"] == "接口签名无效,请核对密钥、时间与签名。"


def test_a_wrong_key_is_not_saved_by_a_session(checker: Person) -> None:
    refused(
        checker.send("GET", "/daifutong/batches/", headers={"Efincloud-Key": "ek_unknown"}), 401, "SIGN_IN_REQUIRED"
    )


def test_without_redis_no_signature_is_taken(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise RedisDown()

    monkeypatch.setattr(type(cache._connections[cache._alias]), "add", down, raising=True)
    refused(program.get("/daifutong/batches/"), 503, "UNAVAILABLE")


def test_without_redis_a_session_still_reads(checker: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise RedisDown()

    monkeypatch.setattr(type(cache._connections[cache._alias]), "add", down, raising=True)
    assert checker.get("/daifutong/batches/").status_code == 200


def test_an_issuer_without_a_role_answers_for_nothing(world: World, program: Program) -> None:
    OperatorGrant.objects.system("test").filter(person_id=world.person("admin")).update(revoked_at=world.now.wall)
    refused(program.get("/daifutong/batches/"), 401, "SIGN_IN_REQUIRED")


def test_another_enterprise_finds_nothing(world: World, program: Program, payer: str) -> None:
    made = program.batch(batch_body(world, payer, ("xiaowen", 850_000)))
    batch = f"/daifutong/batches/{made['batch_id']}/"
    row = program.get(f"{batch}rows/").json()["rows"][0]["id"]
    stranger = Program.of(world, "bedrock_hr")
    assert stranger.get("/daifutong/batches/").json()["total"] == 0
    refused(stranger.get(batch), 404, "NOT_FOUND")
    refused(stranger.get(f"{batch}rows/"), 404, "NOT_FOUND")
    refused(stranger.get(f"/daifutong/rows/{row}/"), 404, "NOT_FOUND")
    refused(stranger.put(f"/daifutong/rows/{row}/", {"name": "x", "amount_fen": 1}), 404, "NOT_FOUND")
    refused(stranger.send("DELETE", f"/daifutong/rows/{row}/"), 404, "NOT_FOUND")
    for deed in ("submit", "withdraw", "cancel", "release"):
        refused(stranger.post(f"{batch}{deed}/"), 404, "NOT_FOUND")
    refused(stranger.post("/daifutong/batches/", batch_body(world, payer, ("xiaowen", 1))), 404, "NOT_FOUND")


def test_a_program_never_approves(world: World, program: Program, payer: str) -> None:
    made = program.batch(batch_body(world, payer, ("xiaowen", 850_000)))
    batch = f"/daifutong/batches/{made['batch_id']}/"
    program.post(f"{batch}submit/", {"warnings_confirmed": True})
    digest = program.get(batch).json()["digest"]
    body = {"digest": digest, "reason": "x", "step_up": {"digest": digest, "pin": world.pin}}
    for deed in ("check", "authorise", "reject"):
        refused(program.post(f"{batch}{deed}/", body), 403, "FORBIDDEN")
    assert Batch.objects.system("test").get(pk=made["batch_id"]).state == "SUBMITTED"
    denied = AuditRow.objects.system("test").filter(action="access.denied", surface="api")
    assert {row.detail["permission"] for row in denied} >= {"daifutong.batch.check", "daifutong.batch.authorise"}


@pytest.mark.parametrize("path", ["/daifutong/payslips/", "/accounts/", "/inbox/", "/devices/"])
def test_a_program_is_no_person(program: Program, path: str) -> None:
    refused(program.get(path), 403, "FORBIDDEN")


def test_a_form_of_another_site_has_no_token(checker: Person) -> None:
    forged = replace(checker, token="b" * 32)
    refused(forged.post("/daifutong/batches/", {}), 403, "CSRF")
    assert forged.get("/daifutong/batches/").status_code == 200, "reading needs none"


def test_a_role_decides_not_the_surface(world: World, db: None) -> None:
    for who, path, status in (
        ("xiaowen", "/daifutong/batches/", 403),
        ("xiaowen", "/accounts/", 200),
        ("checker", "/daifutong/payslips/", 403),
        ("checker", "/daifutong/payers/", 403),
        ("maker", "/daifutong/payers/", 200),
        ("hr", "/members/", 200),
        ("reviewer", "/members/", 403),
        ("xujing", "/accounts/", 200),
        ("xujing", "/daifutong/payslips/", 403),
    ):
        assert Person.of(who).get(path).status_code == status, (who, path)


def test_calls_are_counted(checker: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller, "CALLS_PER_MINUTE", 2)
    answers = [checker.get("/daifutong/batches/") for _ in range(5)]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
