"""A payroll through the API, from a program's list to the employee's payslip."""

import pytest
from django.http import HttpResponse

from apps.approvals.models import Decision
from apps.core.models import Parameter
from apps.daifutong.models import Batch
from fixtures.world import World
from tests.daifutong.cast import work

from .callers import Person, Program, batch_body, lists_read

PARTS = "multipart/form-data; boundary=b"
pytestmark = pytest.mark.django_db


def test_a_program_makes_and_submits_a_person_approves_and_the_employee_reads(
    world: World, program: Program, payer: str, checker: Person
) -> None:
    answer = program.batch(batch_body(world, payer, ("xiaowen", 850_000), ("guilan", 610_050)))
    assert (answer["state"], answer["row_count"], answer["total_fen"]) == ("PARSED", 2, 1_460_050)
    batch = f"/daifutong/batches/{answer['batch_id']}/"

    sent = program.post(f"{batch}submit/", {"warnings_confirmed": True})
    assert (sent.status_code, sent.json()["state"]) == (200, "SUBMITTED")

    shown = checker.get(batch).json()
    assert shown["may"] == ["check", "reject"]
    asked = checker.post(f"{batch}check/", {"digest": shown["digest"]})
    assert (asked.status_code, asked.json()["code"]) == (403, "STEP_UP_REQUIRED")
    assert asked.json()["shown"]["合计"] == "¥14,600.50"
    confirmation = {"digest": asked.json()["digest"], "pin": world.pin}
    agreed = checker.post(f"{batch}check/", {"digest": shown["digest"], "step_up": confirmation})
    assert (agreed.status_code, agreed.json()["state"]) == (200, "SCHEDULED")

    work()

    done = program.get(batch).json()
    assert (done["batch"]["state"], done["progress"]["percent"], done["progress"]["settled"]) == ("DONE", 100, True)
    rows = program.get(f"{batch}rows/", show="PAID").json()["rows"]
    assert [(row["amount_fen"], row["outcome"]) for row in rows] == [(850_000, "P00"), (610_050, "P00")]
    assert all(row["account_masked"].count("*") >= 6 for row in rows)

    reader = Person.of("xiaowen")
    slip = reader.get("/daifutong/payslips/").json()["payslips"][0]
    assert "amount_fen" not in slip
    closed = reader.post(f"/daifutong/payslips/{slip['id']}/view/")
    assert (closed.status_code, closed.json()["code"]) == (403, "STEP_UP_REQUIRED")
    confirmation = {"digest": closed.json()["digest"], "pin": world.pin}
    opened = reader.post(f"/daifutong/payslips/{slip['id']}/view/", {"step_up": confirmation}).json()
    assert opened["amount_fen"] == 850_000
    assert reader.post(f"/daifutong/payslips/{slip['id']}/confirm/").status_code == 204


def test_a_list_of_any_length_is_accepted_and_asked_for(world: World, program: Program, payer: str) -> None:
    """One way for all: 202 with the address of its status, the lines when the job has read it, 202 when repeated."""
    body = batch_body(world, payer, ("xiaowen", 850_000))
    made = program.post("/daifutong/batches/", body, key="k")
    assert (made.status_code, made.json()["state"], made.json()["row_count"]) == (202, "UPLOADED", 0)
    address = made.json()["status_url"].removeprefix("/api/v1")
    waits = program.get(address).json()
    assert (waits["state"], waits["upload"]["phase"], waits["upload"]["is_running"]) == ("UPLOADED", "QUEUED", True)
    assert program.get(f"/daifutong/batches/{made.json()['batch_id']}/rows/").json()["rows"] == []
    stranger = Program.of(world, "bedrock_hr")
    assert stranger.get(address).status_code == 404
    lists_read()
    done = program.get(address).json()
    assert (done["state"], done["row_count"], done["total_fen"], done["upload"]) == ("PARSED", 1, 850_000, None)
    again = program.post("/daifutong/batches/", body, key="k")
    assert (again.status_code, again.json(), again.headers["Idempotent-Replayed"]) == (202, made.json(), "true")
    assert program.post("/daifutong/batches/", body, key="other").json()["code"] == "DUP_BATCH", "known at once"


def test_a_list_that_pays_the_same_wages_again_is_not_imported_and_says_why(
    world: World, program: Program, payer: str
) -> None:
    body = batch_body(world, payer, ("xiaowen", 850_000), ("guilan", 610_050))
    assert program.batch(body)["state"] == "PARSED"
    turned = program.batch(body | {"lines": body["lines"][::-1]})
    assert (turned["state"], turned["row_count"], turned["upload"]["phase"]) == ("CANCELLED", 0, "REFUSED")
    assert (turned["upload"]["code"], turned["upload"]["is_running"]) == ("DUP_BATCH", False)


def test_the_administrator_who_answers_for_the_program_is_its_maker(world: World, program: Program, payer: str) -> None:
    made = program.post("/daifutong/batches/", batch_body(world, payer, ("xiaowen", 100)))
    batch = Batch.objects.system("test").get(pk=made.json()["batch_id"])
    assert batch.maker_person_id == world.person("admin")


def test_a_wrong_line_is_told_and_mended_in_place(world: World, program: Program, payer: str) -> None:
    body = batch_body(world, payer, ("xiaowen", 850_000), ("guilan", 610_000))
    body["lines"][1]["name"] = "王桂蓝"
    made = program.batch(body)
    assert (made["state"], made["error_count"]) == ("HAS_ERRORS", 1)
    batch = f"/daifutong/batches/{made['batch_id']}/"
    (row,) = program.get(f"{batch}rows/", show="errors").json()["rows"]
    assert [(error["code"], error["column"]) for error in row["errors"]] == [("E_NAME", "name")]
    assert program.post(f"{batch}submit/").status_code == 409

    mended = program.put(f"/daifutong/rows/{row['id']}/", {"name": "王桂兰", "amount_fen": 620_000})
    assert (mended.status_code, mended.json()["errors"], mended.json()["amount_fen"]) == (200, [], 620_000)
    first = program.get(f"{batch}rows/").json()["rows"][0]
    assert program.send("DELETE", f"/daifutong/rows/{first['id']}/").status_code == 204
    line = program.get(batch).json()["batch"]
    assert (line["state"], line["row_count"], line["total_fen"]) == ("PARSED", 1, 620_000)


def test_two_lines_for_one_account_are_warned_of(world: World, program: Program, payer: str) -> None:
    made = program.batch(batch_body(world, payer, ("xiaowen", 1), ("xiaowen", 2)))
    assert made["warning_count"] == 1
    refused = program.post(f"/daifutong/batches/{made['batch_id']}/submit/")
    assert (refused.status_code, refused.json()["code"]) == (422, "WARNINGS")


def test_a_file_is_uploaded_signed(world: World, program: Program, payer: str) -> None:
    content = f"姓名,银行卡号,金额\n李晓雯,{world.card('xiaowen')},8500.00\n".encode()
    fields = {"title": "二月工资", "pay_period": "2026-02", "payer_account_id": payer}
    made = program.send(
        "POST", "/daifutong/batches/import/", parts(content, **fields), key="file-1", content_type=PARTS
    )
    assert (made.status_code, made.json()["total_fen"]) == (201, 850_000)


def sent_file(program: Program, payer: str, content: bytes, key: str) -> HttpResponse:
    fields = {"title": "二月工资", "pay_period": "2026-02", "payer_account_id": payer}
    return program.send("POST", "/daifutong/batches/import/", parts(content, **fields), key=key, content_type=PARTS)


def test_a_large_file_is_accepted_and_asked_for(world: World, program: Program, payer: str) -> None:
    """202 for the first request and for its repetition, whatever has become of the batch meanwhile."""
    Parameter.objects.filter(key="daifutong.large_kb").update(value="0")
    content = f"姓名,银行卡号,金额\n李晓雯,{world.card('xiaowen')},8500.00\n".encode()
    made = sent_file(program, payer, content, "k")
    assert (made.status_code, made.json()["state"], made.json()["row_count"]) == (202, "UPLOADED", 0)
    batch = f"/daifutong/batches/{made.json()['batch_id']}/"
    waits = program.get(batch).json()["upload"]
    assert (waits["phase"], waits["percent"], waits["is_running"]) == ("QUEUED", 0, True)
    work()
    done = program.get(batch).json()
    assert (done["upload"], done["batch"]["state"], done["batch"]["total_fen"]) == (None, "PARSED", 850_000)
    again = sent_file(program, payer, content, "k")
    assert (again.status_code, again.json(), again.headers["Idempotent-Replayed"]) == (202, made.json(), "true")


def test_a_program_names_the_columns_of_a_large_file(world: World, program: Program, payer: str) -> None:
    Parameter.objects.filter(key="daifutong.large_kb").update(value="0")
    made = sent_file(program, payer, f"甲,乙,丙\n李晓雯,{world.card('xiaowen')},8500.00\n".encode(), "k")
    work()
    batch = f"/daifutong/batches/{made.json()['batch_id']}/"
    asked = program.get(batch).json()["upload"]
    assert (asked["is_asked"], asked["code"]) == (True, "F_HEADER")
    names = [{"field": field, "place": place} for place, field in enumerate(("name", "account", "amount"))]
    assert program.post(f"{batch}columns/name/", {"columns": names[:1]}).json()["code"] == "E_COLUMNS"
    assert program.post(f"{batch}columns/name/", {"columns": names}).status_code == 200
    work()
    assert program.get(batch).json()["batch"]["total_fen"] == 850_000


def parts(content: bytes, **fields: str) -> bytes:
    """A multipart body with a file and what goes with it."""
    said = [f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="pay.csv"\r\n\r\n'
    return b"".join(said) + head + content + b"\r\n--b--\r\n"


def test_lines_that_are_wrong_alike_are_mended_by_one_answer_and_the_rest_by_a_list(
    world: World, program: Program, payer: str
) -> None:
    body = batch_body(world, payer, ("xiaowen", 850_000), ("guilan", 610_000))
    for line in body["lines"]:
        line["name"] += "-外包"
    batch = f"/daifutong/batches/{program.batch(body)['batch_id']}/"
    (alike,) = program.get(batch).json()["alike"]
    assert (alike["code"], alike["text"], alike["count"], alike["actions"]) == ("E_NAME", "-外包", 2, ["drop", "strip"])
    asked = {name: alike[name] for name in ("code", "column", "text", "count")} | {"action": "strip"}
    done = program.put(f"{batch}rows/amend/", asked)
    assert (done.status_code, done.json()["changed"], done.json()["error_count"]) == (200, 2, 0)
    again = program.put(f"{batch}rows/amend/", asked)
    assert (again.status_code, again.json()["code"]) == (409, "NOTHING")

    line = batch_body(world, payer, ("xiaowen", 900_000))["lines"][0]
    answer = program.put(f"{batch}rows/merge/", {"lines": [line]}).json()
    assert (answer["changed"], answer["absent"], answer["total_fen"]) == (1, 1, 900_000 + 610_000)
    stranger = program.put(f"{batch}rows/merge/", {"lines": [line | {"name": "别人"}]})
    assert (stranger.status_code, stranger.json()["code"]) == (409, "SHEET_LINES")


def test_a_batch_stands_beside_the_one_of_the_period_before(
    world: World, program: Program, payer: str, checker: Person
) -> None:
    kind = {"kind": "SEVERANCE"}
    first = batch_body(world, payer, ("xiaowen", 850_000), ("guilan", 610_000)) | kind | {"pay_period": "2026-01"}
    batch = f"/daifutong/batches/{program.batch(first)['batch_id']}/"
    assert program.get(f"{batch}comparison/").json()["comparison"] is None
    program.post(f"{batch}submit/", {"warnings_confirmed": True})
    digest = checker.get(batch).json()["digest"]
    bound = checker.post(f"{batch}check/", {"digest": digest}).json()["digest"]
    checker.post(f"{batch}check/", {"digest": digest, "step_up": {"digest": bound, "pin": world.pin}})
    work()
    made = program.batch(batch_body(world, payer, ("xiaowen", 8_500_000)) | kind)
    shown = program.get(f"/daifutong/batches/{made['batch_id']}/comparison/").json()
    sums = {part["part"]: (part["count"], part["sum_fen"]) for part in shown["comparison"]["parts"]}
    assert sums == {"outliers": (1, 8_500_000), "joiners": (0, 0), "leavers": (1, -610_000), "changed": (1, 7_650_000)}
    assert (shown["show"], [line["note"] for line in shown["lines"]]) == ("outliers", ["是上期的 10 倍,可能多写了一位"])


def test_a_withdrawn_batch_can_be_cancelled(world: World, program: Program, payer: str) -> None:
    made = program.batch(batch_body(world, payer, ("xiaowen", 850_000)))
    batch = f"/daifutong/batches/{made['batch_id']}/"
    program.post(f"{batch}submit/", {"warnings_confirmed": True})
    assert program.post(f"{batch}withdraw/").status_code == 204
    assert program.post(f"{batch}cancel/").status_code == 204
    assert program.get(batch).json()["batch"]["state"] == "CANCELLED"
    again = program.post(f"{batch}cancel/")
    assert (again.status_code, again.headers["Content-Type"]) == (409, "application/problem+json")


def test_a_wrong_pin_says_so_and_nothing_goes_through(
    world: World, program: Program, payer: str, checker: Person
) -> None:
    made = program.batch(batch_body(world, payer, ("xiaowen", 850_000)))
    batch = f"/daifutong/batches/{made['batch_id']}/"
    program.post(f"{batch}submit/", {"warnings_confirmed": True})
    digest = checker.get(batch).json()["digest"]
    wrong = checker.post(f"{batch}check/", {"digest": digest, "step_up": {"digest": digest, "pin": "000000"}})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "PIN_WRONG")
    assert wrong.json()["digest"] == digest
    assert not Decision.objects.system("test").filter(request__subject_id=made["batch_id"]).exists()
