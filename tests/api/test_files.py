"""Files by the API: the bytes of the pages, the same permissions and records, problems when something is wrong."""

import csv
import zipfile
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from apps.audit.models import AuditRow
from apps.core.files import read_table
from apps.core.http.files import XLSX
from apps.daifutong.models import Row
from fixtures.world import World
from tests.daifutong.cast import work

from .callers import Caller, Person, Program, batch_body

pytestmark = pytest.mark.django_db


def content_of(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def upload(caller: Caller, path: str, name: str, content: bytes, **fields: str) -> HttpResponse:
    body = encode_multipart(BOUNDARY, fields | {"file": SimpleUploadedFile(name, content)})
    return caller.send("POST", path, body, key=name, content_type=MULTIPART_CONTENT)


def paid(world: World, program: Program, payer: str, checker: Person) -> str:
    """The address of a batch that was made, checked and paid."""
    made = program.batch(batch_body(world, payer, ("xiaowen", 850_000), ("guilan", 610_050)))
    batch = f"/daifutong/batches/{made['batch_id']}/"
    program.post(f"{batch}submit/", {"warnings_confirmed": True})
    digest = checker.get(batch).json()["digest"]
    bound = checker.post(f"{batch}check/", {"digest": digest}).json()["digest"]
    checker.post(f"{batch}check/", {"digest": digest, "step_up": {"digest": bound, "pin": world.pin}})
    work()
    return batch


def lines_of(content: bytes) -> list[list[str]]:
    return [
        ["" if cell is None else str(cell) for cell in row.cells]
        for row in read_table(content, "a.xlsx").sheets[0].rows
    ]


def as_csv(lines: list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def recorded(action: str) -> int:
    return AuditRow.objects.system("test").filter(action=action).count()


def test_receipts_come_as_pdf_and_all_of_them_as_zip_each_on_record(
    world: World, program: Program, payer: str, checker: Person
) -> None:
    batch = paid(world, program, payer, checker)
    whole = program.post(f"{batch}receipt/file/")
    assert (whole.status_code, whole["Content-Type"], whole.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert whole["Content-Disposition"].startswith('attachment; filename="receipt-')
    row = program.get(f"{batch}rows/").json()["rows"][0]["id"]
    prints = recorded("daifutong.row.printed")
    for _ in range(2):
        assert program.post(f"{batch}rows/{row}/receipt/file/").content[:5] == b"%PDF-"
    assert recorded("daifutong.row.printed") == prints + 2, "each is a print, without a key"
    pack = program.post(f"{batch}receipts/1/print/")
    assert (pack.status_code, pack["Content-Type"]) == (200, "application/zip")
    assert len(zipfile.ZipFile(BytesIO(content_of(pack))).namelist()) == 3
    gone = program.post(f"{batch}receipts/9/print/")
    assert (gone.status_code, gone["Content-Type"]) == (422, "application/problem+json")
    stranger = Program.of(world, "bedrock_hr")
    for path in ("receipt/file/", f"rows/{row}/receipt/file/", "receipts/1/print/"):
        assert stranger.post(f"{batch}{path}").status_code == 404


def test_an_answer_may_be_asked_for_by_its_kind_and_a_refusal_is_a_problem_all_the_same(
    world: World, program: Program, payer: str, checker: Person
) -> None:
    batch = paid(world, program, payer, checker)
    asked = program.send("POST", f"{batch}receipt/file/", b"{}", key="k", headers={"Accept": "application/pdf"})
    assert (asked.status_code, asked["Content-Type"]) == (200, "application/pdf")
    made = program.batch(batch_body(world, payer, ("xiaowen", 1)))
    early = program.send(
        "POST", f"/daifutong/batches/{made['batch_id']}/receipt/file/", b"{}", key="k",
        headers={"Accept": "application/pdf"},
    )  # fmt: skip
    assert (early.status_code, early["Content-Type"]) == (409, "application/problem+json")
    other = program.send("POST", f"{batch}receipt/file/", b"{}", key="k", headers={"Accept": "text/csv"})
    assert other.status_code == 406


def test_the_sheet_of_faults_goes_out_and_comes_back_mended(world: World, program: Program, payer: str) -> None:
    template = program.get("/daifutong/batches/template/")
    assert template["Content-Type"] == XLSX
    assert lines_of(template.content)[0][1] == "姓名"
    body = batch_body(world, payer, ("xiaowen", 850_000), ("guilan", 610_000))
    body["lines"][1]["name"] = "王桂蓝"
    made = program.batch(body)
    batch = f"/daifutong/batches/{made['batch_id']}/"
    exports = recorded("daifutong.rows.exported")
    sheet = program.post(f"{batch}rows/export/")
    assert (sheet.status_code, sheet["Content-Type"]) == (200, XLSX)
    assert recorded("daifutong.rows.exported") == exports + 1
    mended = as_csv(lines_of(sheet.content)).replace("王桂蓝".encode(), "王桂兰".encode())
    answer = upload(program, f"{batch}rows/sheet/", "mended.csv", mended)
    assert (answer.status_code, answer.json()["changed"], answer.json()["error_count"]) == (200, 1, 0)
    assert Row.objects.system("test").filter(batch_id=made["batch_id"], name="王桂兰").exists()
    rubbish = upload(program, f"{batch}rows/sheet/", "x.xlsx", b"rubbish")
    assert (rubbish.status_code, rubbish["Content-Type"]) == (422, "application/problem+json")


def test_vouchers_and_the_archive_of_a_year(world: World, program: Program, payer: str, checker: Person) -> None:
    batch, maker, pay = paid(world, program, payer, checker), Person.of("maker"), Person.of("hr")
    month = maker.post("/daifutong/vouchers/export/", {"month": "2026-02"})
    assert (month.status_code, month["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert maker.post(f"{batch}export/").content.count(b"\n") > 1
    assert program.post(f"{batch}export/").status_code == 403, "as on the pages: no program"
    year = pay.post("/daifutong/archives/export/", {"year": 2026})
    assert (year.status_code, year["Content-Type"]) == (200, "application/zip")
    assert "批次.xlsx" in zipfile.ZipFile(BytesIO(content_of(year))).namelist()
    assert maker.post("/daifutong/archives/export/", {"year": 2026}).status_code == 403
    assert (recorded("daifutong.voucher.exported"), recorded("daifutong.archive.exported")) == (1, 1)
    nothing = pay.post("/daifutong/archives/export/", {"year": 2001})
    assert nothing["Content-Type"] == "application/problem+json"


def confirmed(reader: Person, world: World, path: str, body: dict[str, Any]) -> HttpResponse:
    closed = reader.post(path, body)
    assert (closed.status_code, closed.json()["code"]) == (403, "STEP_UP_REQUIRED")
    return reader.post(path, body | {"step_up": {"digest": closed.json()["digest"], "pin": world.pin}})


def test_a_person_takes_a_proof_and_a_receipt_after_step_up_and_nobody_else(
    world: World, program: Program, payer: str, checker: Person
) -> None:
    paid(world, program, payer, checker)
    reader = Person.of("xiaowen")
    asked = {"kind": "RECORD", "months": 6, "purpose": "LOAN", "recipient": "某银行"}
    asked["enterprise_id"] = str(world.morningstar)
    proof = confirmed(reader, world, "/daifutong/wage-proofs/", asked).json()["proof"]["id"]
    taken = confirmed(reader, world, f"/daifutong/wage-proofs/{proof}/open/", {})
    assert (taken.status_code, taken["Content-Type"], taken.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert Person.of("guilan").post(f"/daifutong/wage-proofs/{proof}/open/", {}).status_code == 404
    slip = reader.get("/daifutong/payslips/").json()["payslips"][0]["id"]
    copy = confirmed(reader, world, f"/daifutong/payslips/{slip}/receipt/file/", {})
    assert (copy.status_code, copy["Content-Type"]) == (200, "application/pdf")


def test_a_roster_is_uploaded_looked_at_mended_and_confirmed(world: World) -> None:
    hr = Person.of("hr")
    assert hr.get("/roster/template/")["Content-Type"] == XLSX
    person = "新来的,890101199105180025,ZZ01,1990000,研发部,2026-02-01,劳动合同"
    lines = f"姓名,身份证号,工号,手机号,部门,入职日期,合同类型\n{person}"
    made = upload(hr, "/roster/upload/", "roster.csv", lines.encode())
    assert made.status_code == 201, made.json()
    place = f"/roster/uploads/{made.json()['id']}/"
    shown = hr.get(place).json()
    assert (shown["row_count"], shown["counts"]["errors"], shown["may_import"]) == (1, 1, False)
    assert hr.get(place, show="errors").json()["rows"][0]["outcome"] == "errors"
    head, line = lines_of(hr.get(f"{place}faults/").content)
    line[head.index("手机号")] = "19900008888"
    assert upload(hr, f"{place}merge/", "mended.csv", as_csv([head, line])).json() == {"changed": 1}
    assert Person.of("foreign_hr").get(place).status_code == 404
    assert Person.of("checker").get(place).status_code == 403
    assert hr.post(f"{place}discard/").status_code == 204
    assert hr.post(f"{place}import/", {"digest": "0" * 64}).status_code == 409
