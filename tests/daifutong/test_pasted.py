"""A list pasted from a sheet is read like a file (PY-2), and is the same file when it comes again (PY-11)."""

from collections.abc import Sequence

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.core.errors import Conflict
from apps.daifutong.contracts import ImportAnswer
from apps.daifutong.models import Batch, Row
from apps.daifutong.rules.payroll_question import ColumnsAsked
from apps.daifutong.selectors import payer_accounts
from apps.daifutong.services.batch_import import batch_import
from apps.daifutong.web.forms import PASTED, PASTED_LENGTH, BatchForm

from .cast import House


def form(house: House, pasted: str, file: bytes = b"") -> BatchForm:
    sent = {
        "pasted": pasted,
        "title": "二月",
        "kind": "SALARY",
        "pay_period": "2026-02",
        "payer_account_id": str(house.payer_id),
        "idempotency_key": "k",
    }
    files = {"file": SimpleUploadedFile("工资.csv", file)} if file else {}
    return BatchForm(sent, files, accounts=payer_accounts(house.as_("maker")), kinds=("SALARY",), may_hide=False)


def cells(house: House, header: str = "姓名\t卡号\t实发工资") -> str:
    """As a browser sends what Excel has put on the clipboard."""
    lines = [f"{c.name}\t{c.card}\t{n},000.00" for n, c in enumerate(house.staff[:3], 1)]
    return "\r\n".join([header, *lines, ""])


def send(house: House, pasted: str, columns: Sequence[tuple[str, int]] = ()) -> ImportAnswer:
    sent = form(house, pasted)
    assert sent.is_valid(), sent.errors
    content, filename = sent.sent_list()
    return batch_import(
        content=content,
        filename=filename,
        pay_period="2026-02",
        title="2026年2月工资",
        payer_account_id=house.payer_id,
        columns=columns,
        key=house.key(),
        actor=house.as_("maker"),
        now=house.now,
    )


def test_tabs_and_a_header_are_read_and_the_batch_says_where_it_came_from(house: House) -> None:
    answer = send(house, cells(house))
    assert (answer.state, answer.row_count, answer.total_fen) == ("PARSED", 3, 6_000_00)
    assert Batch.objects.system("test").get(pk=answer.batch_id).file_name == PASTED == "粘贴的名单.txt"
    rows = Row.objects.system("test").filter(batch_id=answer.batch_id)
    assert [row.account.clear() for row in rows.order_by("number")] == [c.card for c in house.staff[:3]]


def test_the_same_text_again_is_the_same_file_whatever_ends_its_lines(house: House) -> None:
    send(house, cells(house))
    with pytest.raises(Conflict, match="DUP_BATCH"):
        send(house, cells(house).replace("\r\n", "\n").rstrip())


def test_columns_are_asked_and_remembered_as_for_a_file(house: House) -> None:
    with pytest.raises(ColumnsAsked):
        send(house, cells(house, "甲\t乙\t丙"))
    answer = send(house, cells(house, "甲\t乙\t丙"), [("name", 0), ("account", 1), ("amount", 2)])
    assert (answer.row_count, answer.total_fen) == (3, 6_000_00)
    assert send(house, cells(house, "甲\t乙\t丙").replace("3,000", "4,000")).total_fen == 7_000_00


@pytest.mark.parametrize(
    ("pasted", "file", "said"),
    [
        ("", b"", "请选择文件,或在下面粘贴名单。"),
        (" \r\n", b"", "请选择文件,或在下面粘贴名单。"),
        ("x", b"y", "文件和粘贴只能选一种,请去掉其中一个。"),
        ("x" * (PASTED_LENGTH + 1), b"", "粘贴的内容过长,请保存为文件后上传。"),
    ],
)
def test_what_is_no_list_is_told_so(house: House, pasted: str, file: bytes, said: str) -> None:
    sent = form(house, pasted, file)
    assert not sent.is_valid()
    assert [said] == [message for messages in sent.errors.values() for message in messages]


def test_what_was_pasted_stands_in_the_form_again(house: House) -> None:
    sent = form(house, cells(house))
    sent.add_error(None, "请更正")
    assert house.staff[0].card in str(sent["pasted"])


def test_a_browser_does_not_cut_a_long_text_and_sends_it_as_a_file(house: House) -> None:
    """What the script does with a text beyond the field's length stands in the field's attributes."""
    drawn = str(form(house, "")["pasted"])
    assert "maxlength" not in drawn
    assert f'data-file-from="{PASTED_LENGTH}"' in drawn
    assert f'data-file-name="{PASTED}"' in drawn
