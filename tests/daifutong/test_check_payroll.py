"""The contract of `manage.py check_payroll`: one object, two exits, no database, no server, no trace."""

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from fixtures.payroll import PayLine, made_up_lines, payroll_csv, payroll_xlsx

from .files import containers, layouts, sheets, texts

ROOT = Path(__file__).resolve().parents[2]
NO_DATABASE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
MARCH = date(2026, 3, 1)


def check(path: Path, **options: object) -> dict:
    out = StringIO()
    try:
        call_command("check_payroll", str(path), json=True, stdout=out, **options)
    except SystemExit as end:
        assert end.code == 2
        return json.loads(out.getvalue())
    answer = json.loads(out.getvalue())
    assert answer["file_errors"] == []
    return answer


def summary(path: Path) -> str:
    out = StringIO()
    try:
        call_command("check_payroll", str(path), stdout=out)
    except SystemExit as end:
        return f"{end.code} {out.getvalue()}"
    return out.getvalue()


def write(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_the_whole_answer(tmp_path):
    rows = [["二月工资"], sheets.HEADER, ["张•三", sheets.CARD, "¥1,234.50"], ["李四", "6228480402564890017", "12.345"]]
    answer = check(write(tmp_path, "a.xlsx", sheets.xlsx([*rows, ["合计", None, sheets.number("1234.5")]])))
    assert answer == {
        "format": "xlsx",
        "encoding": None,
        "sheet": "工资",
        "count": 2,
        "total": "1234.50",
        "file_errors": [],
        "rows": [
            {"row": 3, "name": "张·三", "account": sheets.CARD, "amount": "1234.50", "errors": [], "warnings": []},
            {
                "row": 4,
                "name": "李四",
                "account": "6228480402564890017",
                "amount": None,
                "errors": [
                    {"code": "E_LUHN", "message": "账号校验位不正确,请核对是否输错", "column": "account"},
                    {"code": "E_DECIMALS", "message": "金额最多两位小数", "column": "amount"},
                ],
                "warnings": [],
            },
        ],
    }


def test_a_refused_file_answers_in_the_same_shape(tmp_path):
    answer = check(write(tmp_path, "locked.xlsx", containers.encrypted()))
    assert answer == {
        "format": "xlsx",
        "encoding": None,
        "sheet": None,
        "count": 0,
        "total": "0.00",
        "file_errors": [{"code": "F_ENCRYPTED", "message": "文件设有打开密码,请取消密码后再上传"}],
        "rows": [],
    }


def test_one_payroll_in_every_encoding_and_format_is_one_payroll(tmp_path):
    """AT-11."""
    answers = [
        check(write(tmp_path, name, data))
        for name, data in (
            ("a.csv", texts.gbk()),
            ("b.csv", texts.utf_8()),
            ("c.csv", texts.bom()),
            ("d.csv", texts.utf_16()),
            ("e.txt", texts.bars()),
            ("f.xlsx", sheets.xlsx(sheets.PAYROLL)),
        )
    ]
    assert [answer["encoding"] for answer in answers] == ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-8", None]
    assert [answer["format"] for answer in answers] == ["csv", "csv", "csv", "csv", "txt", "xlsx"]
    assert all(answer["rows"] == answers[0]["rows"] for answer in answers)
    assert [row["name"] for row in answers[0]["rows"]] == ["张三", "李四"]


def test_rows_count_records_not_lines(tmp_path):
    rows = [["说明", '"第一行\n第二行"', ""], ["", "", ""], sheets.HEADER, sheets.LINE]
    answer = check(write(tmp_path, "a.csv", sheets.csv_text(rows).encode()))
    assert [row["row"] for row in answer["rows"]] == [4]


def test_names_come_out_as_the_bank_compares_them(tmp_path):
    names = [
        "阿卜杜拉•买买提",
        "阿卜杜拉・买买提",
        "阿卜杜拉．买买提",
        "阿卜杜拉·买买提",
        "John  Smith",
        "张　三",
        "𠮷田",
    ]
    rows = [sheets.HEADER, *[[name, sheets.CARD, "1"] for name in names]]
    answer = check(write(tmp_path, "a.csv", sheets.csv_text(rows).encode("gb18030")))
    assert [row["name"] for row in answer["rows"]] == ["阿卜杜拉·买买提"] * 4 + ["John Smith", "张三", "𠮷田"]


def test_several_sheets_are_asked_about_and_can_be_named(tmp_path):
    path = write(tmp_path, "two.xlsx", layouts.two_payroll_sheets())
    assert [error["code"] for error in check(path)["file_errors"]] == ["F_SHEETS"]
    assert check(path, sheet="二月")["sheet"] == "二月"
    assert [error["code"] for error in check(path, sheet="三月")["file_errors"]] == ["F_SHEETS"]


def test_a_wrong_total_still_shows_the_lines(tmp_path):
    answer = check(write(tmp_path, "sum.xlsx", layouts.total_differs()))
    assert [error["code"] for error in answer["file_errors"]] == ["F_TOTAL_MISMATCH"]
    assert (answer["count"], answer["total"], len(answer["rows"])) == (2, "3234.50", 2)


@pytest.mark.parametrize("name", ["nothing.xlsx", ".", "nul\0byte.csv"])
def test_what_is_no_file_is_refused(tmp_path, name):
    assert [error["code"] for error in check(tmp_path / name)["file_errors"]] == ["F_TYPE"]


def test_people_get_a_summary(tmp_path):
    lines = made_up_lines(3)
    bad = PayLine("E9", "坏账号", "6220001234567890", 100)
    text = summary(write(tmp_path, "a.xlsx", payroll_xlsx([*lines, bad], company="演示公司", month=MARCH)))
    assert "共 4 行" in text
    assert "有错误 1 行" in text
    assert "第 8 行:账号校验位不正确" in text
    assert summary(write(tmp_path, "b.xlsx", b"")).startswith("2 这份文件不能使用:\n  文件是空的")


def test_the_demo_file_is_read_with_its_two_planted_mistakes(tmp_path):
    lines = made_up_lines(300)
    wrong_card = lines[41].account[:-1] + str((int(lines[41].account[-1]) + 1) % 10)
    lines[41] = PayLine("E000042", lines[41].name, wrong_card, lines[41].amount)
    lines[99] = PayLine("E000100", lines[99].name, lines[99].account, "叁仟元")
    for name, data in (
        ("a.xlsx", payroll_xlsx(lines, company="演示公司", month=MARCH)),
        ("a.csv", payroll_csv(lines, company="演示公司", month=MARCH)),
    ):
        answer = check(write(tmp_path, name, data))
        wrong = {row["name"]: [error["code"] for error in row["errors"]] for row in answer["rows"] if row["errors"]}
        assert answer["count"] == 300
        assert wrong == {lines[41].name: ["E_LUHN"], lines[99].name: ["E_AMOUNT"]}


@pytest.mark.parametrize("name", ["made.xlsx", "made.csv"])
def test_a_made_payroll_is_faultless_and_always_the_same(tmp_path, name):
    call_command("make_payroll", "250", str(tmp_path / name), stdout=StringIO())
    first = (tmp_path / name).read_bytes()
    answer = check(tmp_path / name)
    total = sum(line.amount for line in made_up_lines(250))
    assert (answer["count"], answer["total"]) == (250, f"{total // 100}.{total % 100:02d}")
    assert not any(row["errors"] or row["warnings"] for row in answer["rows"])
    call_command("make_payroll", "250", str(tmp_path / name), stdout=StringIO())
    assert (tmp_path / name).read_bytes() == first


def test_a_payroll_of_no_known_format_is_not_made(tmp_path):
    with pytest.raises(CommandError):
        call_command("make_payroll", "1", str(tmp_path / "a.pdf"))


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path):
    path = write(tmp_path, "a.csv", payroll_csv(made_up_lines(5_000), company="演示公司", month=MARCH))
    command = f"{sys.executable} {ROOT / 'manage.py'} check_payroll {path} --json | head -c 100"
    done = subprocess.run(command, shell=True, env=os.environ | NO_DATABASE, capture_output=True, text=True)
    assert (done.stderr, len(done.stdout.encode())) == ("", 100)
