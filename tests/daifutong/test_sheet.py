"""The sheet of faults goes out with red cells and comes back: merged by employee, and never a line more."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from uuid import UUID

import pytest
import xlsxwriter

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, Forbidden, NotFound
from apps.core.files import FileRefused, read_table
from apps.daifutong.contracts import MergeAnswer
from apps.daifutong.models import Batch, Row
from apps.daifutong.services.row_amend import row_amend
from apps.daifutong.services.row_drop import row_drop
from apps.daifutong.services.rows_export import rows_export
from apps.daifutong.services.rows_merge import rows_merge
from apps.daifutong.web.screens import merge_said

from .cast import House

NUMBER, EMP_NO, NAME, CARD, AMOUNT, REMARK, PROBLEM = range(7)
Cells = list[list[object]]


@pytest.fixture
def batch_id(house: House) -> UUID:
    """Four lines: one amount cannot be read, one name is not the holder's, two are right."""
    lines = [
        f'{c.emp_no},{c.name if n != 1 else "甲乙"},{c.card},"{amount}"'
        for n, (c, amount) in enumerate(zip(house.staff, ["1O00.00", "2000.00", "3000.00", "4000.00"], strict=False))
    ]
    return house.upload(("工号,姓名,银行卡号,实发金额\n" + "\n".join(lines) + "\n").encode()).batch_id


def sheet(house: House, batch_id: UUID, show: str = "", who: str = "maker") -> bytes:
    return rows_export(batch_id=batch_id, show=show, actor=house.as_(who), now=house.now)


def cells(content: bytes) -> Cells:
    return [list(row.cells) for row in read_table(content, "a.xlsx").sheets[0].rows]


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("名单")
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                page.write(at, place, cell) if isinstance(cell, int) else page.write_string(at, place, str(cell))
    book.close()
    return out.getvalue()


def back(house: House, batch_id: UUID, rows: Cells, who: str = "maker") -> MergeAnswer:
    return rows_merge(
        batch_id=batch_id, content=workbook(rows), filename="错误清单.xlsx", actor=house.as_(who), now=house.now
    )


def stored(batch_id: UUID) -> list[tuple[int, str, str, int | None]]:
    rows = Row.objects.system("test").filter(batch_id=batch_id).order_by("number")
    return [(row.number, row.name, row.account.clear(), row.amount_fen) for row in rows]


def test_the_lines_with_faults_go_out_with_masked_cards_and_the_download_is_on_record(
    house: House, batch_id: UUID
) -> None:
    content = sheet(house, batch_id)
    header, first, second = cells(content)
    assert header == ["行", "工号", "姓名", "卡号", "实发工资", "附言", "问题"]
    assert [first[NUMBER], first[EMP_NO], first[AMOUNT], first[PROBLEM]] == [
        "2", "A000", "1O00.00", "金额无法识别,请填写如 1234.50 的数字"
    ]  # fmt: skip
    assert (second[NAME], second[AMOUNT]) == ("甲乙", "2000.00")
    assert not any(c.card.encode() in content or c.card in str(cells(content)) for c in house.staff)
    assert str(first[CARD])[-4:] == house.staff[0].card[-4:]
    audit = AuditRow.objects.system("test").get(action="daifutong.rows.exported")
    assert (audit.detail["rows"], audit.detail["sha256"]) == (2, hashlib.sha256(content).hexdigest())
    assert len(cells(sheet(house, batch_id, "all"))) == 5


def test_wrong_cells_are_red_and_say_why(house: House, batch_id: UUID) -> None:
    book = zip_parts(sheet(house, batch_id))
    assert "FFC7CE" in book["xl/styles.xml"]
    comments = book["xl/comments1.xml"]
    assert 'ref="E2"' in comments and 'ref="C3"' in comments, "the amount of the first line, the name of the second"
    assert "户名与账号不符" in comments


def zip_parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}


def test_the_mended_sheet_changes_its_lines_and_leaves_the_others(house: House, batch_id: UUID) -> None:
    rows = cells(sheet(house, batch_id))
    rows[1][AMOUNT], rows[2][NAME] = "1,000.00", house.staff[1].name
    done = back(house, batch_id, rows)
    assert (done.changed, done.same, done.absent, done.mended) == (2, 0, 2, 2)
    assert (done.total_before_fen, done.total_fen, done.error_count) == (9_000_00, 10_000_00, 0)
    assert merge_said(done) == (
        "已更新 2 行;清单里没有的 2 行保持不变;合计由 9,000.00 元变为 10,000.00 元;已没有错误。"
    )
    assert stored(batch_id) == [
        (n, c.name, c.card, fen)
        for n, (c, fen) in enumerate(zip(house.staff, [100_000, 200_000, 300_000, 400_000], strict=False), 2)
    ]
    assert Batch.objects.system("test").get(pk=batch_id).state == "PARSED"
    assert AuditRow.objects.system("test").get(action="daifutong.rows.merged").detail["lines"] == "2-3"


def test_the_same_sheet_again_changes_nothing(house: House, batch_id: UUID) -> None:
    rows = cells(sheet(house, batch_id, "all"))
    rows[1][AMOUNT] = "1000.00"
    back(house, batch_id, rows)
    before = list(Row.objects.system("test").order_by("number").values())
    again = back(house, batch_id, rows)
    assert (again.changed, again.same, again.absent, again.total_fen) == (0, 4, 0, 10_000_00)
    assert list(Row.objects.system("test").order_by("number").values()) == before


def test_employees_are_known_by_number_then_line_then_name_and_account(house: House, batch_id: UUID) -> None:
    one, two, three = house.staff[0], house.staff[2], house.staff[3]
    header = ["行", "工号", "姓名", "卡号", "实发工资"]
    wrong_line = ["5", one.emp_no, one.name, "", "11.00"]  # of another: the employee number is who he is
    by_line = ["4", "", "丙丁", "", "22.00"]
    by_payee = ["", "", three.name, three.card, "33.00"]
    assert back(house, batch_id, [header, wrong_line, by_line, by_payee]).changed == 3
    assert stored(batch_id)[0] == (2, one.name, one.card, 11_00)
    assert stored(batch_id)[2:] == [(4, "丙丁", two.card, 22_00), (5, three.name, three.card, 33_00)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["", "A999", "新人", "6217001234567890123", "1.00"], "不在本批中"),
        (["99", "", "新人", "", "1.00"], "不在本批中"),
        (["5", "", "丁", "", "9.00"], "同一条明细"),
    ],
)
def test_a_row_that_is_no_line_or_one_too_many_refuses_the_whole_sheet(
    house: House, batch_id: UUID, row: list[object], said: str
) -> None:
    before = stored(batch_id)
    fourth = ["5", "A003", house.staff[3].name, "", "4.00"]
    with pytest.raises(Conflict, match=said):
        back(house, batch_id, [["行", "工号", "姓名", "卡号", "实发工资"], fourth, row])
    assert stored(batch_id) == before


def test_a_line_that_was_dropped_does_not_come_back(house: House, batch_id: UUID) -> None:
    rows = cells(sheet(house, batch_id))
    first = Row.objects.system("test").get(batch_id=batch_id, number=2)
    row_drop(row_id=first.pk, actor=house.as_("maker"), now=house.now)
    with pytest.raises(Conflict, match="或已移出"):
        back(house, batch_id, rows)
    assert Batch.objects.system("test").get(pk=batch_id).row_count == 3


def test_the_corrected_file_itself_may_come_back(house: House, batch_id: UUID) -> None:
    content = house.file(["1000.00", "2000.00", "3000.00", "4000.00"])
    done = rows_merge(batch_id=batch_id, content=content, filename="工资.csv", actor=house.as_("maker"), now=house.now)
    assert (done.changed, done.same, done.absent, done.error_count) == (2, 2, 0, 0)
    assert Row.objects.system("test").filter(batch_id=batch_id).count() == 4


def test_a_card_that_excel_has_rounded_is_an_error_and_not_another_card(house: House, batch_id: UUID) -> None:
    rows = cells(sheet(house, batch_id))
    rows[2][CARD] = int(house.staff[1].card)
    back(house, batch_id, rows)
    row = Row.objects.system("test").get(batch_id=batch_id, number=3)

    def mend(account: str) -> set[str]:
        mine = {"row_id": row.pk, "actor": house.as_("maker"), "now": house.now}
        line = row_amend(name=house.staff[1].name, account=account, amount="1.00", remark="", **mine)
        return {error.code for error in line.errors}

    assert "E_PAN_PRECISION" in {error["code"] for error in row.errors}
    assert "E_PAN_PRECISION" in mend(""), "its digits read well and may be another's"
    rows[2][CARD] = ""
    back(house, batch_id, rows)
    row.refresh_from_db()
    assert "E_PAN_PRECISION" in {error["code"] for error in row.errors}
    assert mend(house.staff[1].card) == set()


def test_two_lines_that_get_one_account_are_marked_and_one_that_is_alone_again_is_not(
    house: House, batch_id: UUID
) -> None:
    rows = cells(sheet(house, batch_id, "all"))
    rows[4][CARD] = house.staff[2].card
    back(house, batch_id, rows)

    def doubled() -> list[int]:
        found = Row.objects.system("test").filter(batch_id=batch_id, warnings__contains=[{"code": "W_DUPLICATE"}])
        return list(found.values_list("number", flat=True))

    assert doubled() == [5]
    rows[4][CARD] = house.staff[3].card
    back(house, batch_id, rows)
    assert doubled() == []


def test_it_is_for_the_maker_of_a_batch_that_may_be_edited(house: House, neighbour: House, batch_id: UUID) -> None:
    rows = cells(sheet(house, batch_id))
    with pytest.raises(NotFound):
        sheet(neighbour, batch_id)
    with pytest.raises(NotFound):
        back(neighbour, batch_id, rows)
    with pytest.raises(FileRefused):
        rows_merge(batch_id=batch_id, content=b"x", filename="a.csv", actor=house.as_("maker"), now=house.now)
    Batch.objects.system("test").filter(pk=batch_id).update(is_confidential=True)
    for forbidden in (lambda: sheet(house, batch_id), lambda: back(house, batch_id, rows)):
        with pytest.raises(Forbidden, match="CONFIDENTIAL"):
            forbidden()
    Batch.objects.system("test").filter(pk=batch_id).update(is_confidential=False)
    rows[1][AMOUNT], rows[2][NAME] = "1,000.00", house.staff[1].name
    back(house, batch_id, rows)
    house.submit(batch_id)
    with pytest.raises(Conflict, match="NOT_EDITABLE"):
        back(house, batch_id, rows)
