"""Everything that goes wrong is a problem document: a status, a code for programs, a sentence in Chinese."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core.http import caller
from fixtures.world import World

from .callers import Person, Program, batch_body

pytestmark = pytest.mark.django_db

HAN = re.compile("[\u4e00-\u9fff]")


def check_problem(response, status: int, code: str) -> dict[str, object]:
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"urn:efincloud:error:{code}")
    assert HAN.search(problem["detail"])
    assert problem["request_id"] == response.headers["X-Request-Id"]
    return problem


def test_an_unknown_address(checker: Person) -> None:
    check_problem(checker.get("/nowhere/"), 404, "NOT_FOUND")
    check_problem(checker.get("/daifutong/batches/01966f0e-0000-7000-8000-000000000000/"), 404, "NOT_FOUND")
    check_problem(checker.get("/daifutong/batches/not-a-uuid/"), 404, "NOT_FOUND")


def test_a_method_that_the_address_has_not(checker: Person) -> None:
    for method in ("PATCH", "OPTIONS", "TRACE", "DELETE", "PUT", "BREW"):
        response = checker.send(method, "/daifutong/batches/")
        check_problem(response, 405, "METHOD_NOT_ALLOWED")
        assert response.headers["Allow"] == "GET, POST, HEAD"


def test_a_body_of_another_type(program: Program) -> None:
    for kind in (
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=b",
        "application/x-www-form-urlencoded",
    ):
        check_problem(
            program.send("POST", "/daifutong/batches/", b"--b--", key="k", content_type=kind), 415, "MEDIA_TYPE"
        )


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}', b"1" * 5000, b""])
def test_a_body_that_is_no_json(program: Program, body: bytes) -> None:
    response = program.send("POST", "/daifutong/batches/", body, key="k")
    assert response.status_code in (400, 422)
    check_problem(response, response.status_code, response.json()["code"])


def test_a_file_form_that_is_none(program: Program, checker: Person) -> None:
    for sender in (program, Person.of("maker")):
        for kind in ("multipart/form-data", "multipart/form-data; boundary=b", "multipart/form-data; boundary=\x7f"):
            response = sender.send("POST", "/daifutong/batches/import/", b"rubbish", key="k", content_type=kind)
            assert response.status_code in (400, 422), kind


def test_an_answer_in_another_format(checker: Person) -> None:
    check_problem(checker.send("GET", "/daifutong/batches/", headers={"Accept": "text/csv"}), 406, "NOT_ACCEPTABLE")


def test_every_wrong_field_is_named(world: World, program: Program, payer: str) -> None:
    body = batch_body(world, payer, ("xiaowen", 1), ("guilan", 1))
    body["lines"][1] |= {"amount_fen": "12.5", "name": "x" * 200}
    body["pay_period"] = "2026-13"
    problem = check_problem(program.post("/daifutong/batches/", body), 422, "INVALID")
    assert set(problem["fields"]) == {"pay_period", "lines.1.amount_fen", "lines.1.name"}


@pytest.mark.parametrize("amount", [1.5, "100", True, None, -1, 10**15, [1], 1e300])
def test_an_amount_is_a_whole_number_of_fen(world: World, program: Program, payer: str, amount: object) -> None:
    body = batch_body(world, payer, ("xiaowen", 1))
    body["lines"][0]["amount_fen"] = amount
    problem = check_problem(program.post("/daifutong/batches/", body), 422, "INVALID")
    assert set(problem["fields"]) == {"lines.0.amount_fen"}


def test_only_so_many_faults_are_told(world: World, program: Program, payer: str) -> None:
    body = batch_body(world, payer, *[("xiaowen", -1)] * 200)
    assert len(check_problem(program.post("/daifutong/batches/", body), 422, "INVALID")["fields"]) == 50


def test_only_so_many_lines_come_as_json(world: World, program: Program, payer: str) -> None:
    body = batch_body(world, payer, ("xiaowen", 1)) | {"lines": [{}] * 10_001}
    problem = check_problem(program.post("/daifutong/batches/", body), 422, "INVALID")
    assert list(problem["fields"]) == ["lines"], "counted before any line is looked at"


@pytest.mark.parametrize("page", ["0", "-1", "x", "10001", "9" * 40, "1.5"])
def test_a_page_is_a_number_within_reason(checker: Person, page: str) -> None:
    assert set(check_problem(checker.get("/daifutong/batches/", page=page), 422, "INVALID")["fields"]) == {"page"}


def test_a_text_with_what_the_database_cannot_hold(world: World, program: Program, payer: str) -> None:
    for text in ("a\u0000b", "\ud800"):
        body = batch_body(world, payer, ("xiaowen", 1), title=text)
        check_problem(program.post("/daifutong/batches/", body), 422, "INVALID")
    check_problem(program.get("/daifutong/batches/", state="%00"), 422, "INVALID")


def test_a_body_that_is_too_long(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    long = json.dumps({"title": "x" * 3_000_000}).encode()
    check_problem(program.send("POST", "/daifutong/batches/", long, key="k"), 413, "TOO_LARGE")
    monkeypatch.setattr(caller, "UPLOAD_BYTES", 100)
    check_problem(
        program.send("POST", "/daifutong/batches/import/", b"x" * 101, key="k", content_type="multipart/form-data"),
        413,
        "TOO_LARGE",
    )


def test_a_file_that_is_no_payroll(world: World, program: Program, payer: str) -> None:
    maker = Person.of("maker")
    file = SimpleUploadedFile("pay.xlsx", b"not a workbook")
    form = {"title": "x", "pay_period": "2026-02", "payer_account_id": payer, "file": file}
    response = maker.client.post(
        "/api/v1/daifutong/batches/import/", form, headers={"X-CSRFToken": maker.token, "Idempotency-Key": "k"}
    )
    assert response.json()["code"].startswith("F_")
    check_problem(response, 422, response.json()["code"])


def test_what_fails_in_the_house_says_nothing_of_it(checker: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("select * from secrets")

    monkeypatch.setattr("apps.daifutong.rest.batches.batches_for_enterprise", broken)
    problem = check_problem(checker.get("/daifutong/batches/"), 500, "INTERNAL")
    assert "secrets" not in json.dumps(problem)
