"""Mending lines in place (PY-3, PY-4) and what an edit does to the batch."""

from dataclasses import replace

import pytest

from apps.core.errors import Conflict, IllegalMove
from apps.daifutong.contracts import RowLine
from apps.daifutong.models import Batch, Row
from apps.daifutong.selectors import batch_rows
from apps.daifutong.services.row_amend import row_amend
from apps.daifutong.services.row_drop import row_drop

from .cast import House


def amend(house: House, row: RowLine, **typed: str) -> RowLine:
    words = {"name": row.name, "account": "", "amount": "5000.00", "remark": row.remark} | typed
    return row_amend(row_id=row.id, actor=house.as_("maker"), now=house.now, **words)


def two_bad_lines(house: House) -> tuple[Batch, tuple[RowLine, ...]]:
    people = [replace(house.staff[0], name="张错名"), house.staff[1], house.staff[2]]
    answer = house.upload(house.file(["5000.00", "12.345", "7000.00"], people=people))
    return Batch.objects.system("test").get(pk=answer.batch_id), batch_rows(house.as_("maker"), answer.batch_id).rows


def test_lines_with_errors_come_first(house: House) -> None:
    _, lines = two_bad_lines(house)
    assert [line.number for line in lines] == [2, 3, 4]
    assert [bool(line.errors) for line in lines] == [True, True, False]
    assert lines[1].amount_text == "12.345"


def test_mending_the_last_error_makes_the_batch_ready(house: House) -> None:
    batch, lines = two_bad_lines(house)
    mended = amend(house, lines[0], name=house.staff[0].name)
    assert mended.errors == ()
    batch.refresh_from_db()
    assert (batch.state, batch.error_count, batch.total_fen) == ("HAS_ERRORS", 1, 1_200_000)
    mended = amend(house, lines[1], amount="12.35")
    assert (mended.errors, mended.amount_fen, mended.amount_text) == ((), 1_235, "")
    batch.refresh_from_db()
    assert (batch.state, batch.error_count, batch.total_fen) == ("PARSED", 0, 1_201_235)


def test_an_edit_can_bring_an_error_back(house: House) -> None:
    answer = house.upload(house.file(["5000.00"]))
    (line,) = batch_rows(house.as_("maker"), answer.batch_id).rows
    spoilt = amend(house, line, amount="五千")
    assert [error.code for error in spoilt.errors] == ["E_AMOUNT"]
    assert Batch.objects.system("test").get().state == "HAS_ERRORS"


def test_an_account_typed_over_finds_its_new_owner(house: House) -> None:
    answer = house.upload(house.file(["5000.00"]))
    (line,) = batch_rows(house.as_("maker"), answer.batch_id).rows
    other = house.staff[1]
    mended = amend(house, line, name=other.name, account=other.card)
    assert mended.errors == ()
    row = Row.objects.system("test").get()
    assert (row.account.clear(), row.payee_account_id, row.person_id) == (other.card, other.account_id, other.person_id)


def test_duplicates_follow_the_edits(house: House) -> None:
    twice = [house.staff[0], house.staff[0], house.staff[1]]
    answer = house.upload(house.file(["5000.00", "100.00", "200.00"], people=twice))
    second = Row.objects.system("test").get(number=3)
    assert [warning["code"] for warning in second.warnings if warning["column"] == "account"] == ["W_DUPLICATE"]
    maker = house.as_("maker")
    lines = {line.number: line for line in batch_rows(maker, answer.batch_id).rows}
    row_drop(row_id=lines[2].id, actor=maker, now=house.now)
    second.refresh_from_db()
    assert [warning for warning in second.warnings if warning["column"] == "account"] == []
    amend(house, lines[4], name=twice[0].name, account=twice[0].card, amount="200.00")
    third = Row.objects.system("test").get(number=4)
    assert ("W_DUPLICATE", "账号与第 3 行相同,请确认是否重复发放") in [
        (w["code"], w["message"]) for w in third.warnings
    ]


def test_a_dropped_line_counts_nowhere_and_stays_dropped(house: House) -> None:
    answer = house.upload(house.file(["5000.00", "6000.00"]))
    maker = house.as_("maker")
    first = batch_rows(maker, answer.batch_id).rows[0]
    row_drop(row_id=first.id, actor=maker, now=house.now)
    batch = Batch.objects.system("test").get()
    assert (batch.row_count, batch.total_fen) == (1, 600_000)
    assert [line.number for line in batch_rows(maker, answer.batch_id).rows] == [3]
    assert [line.number for line in batch_rows(maker, answer.batch_id, show="DROPPED").rows] == [2]
    for again in (lambda: row_drop(row_id=first.id, actor=maker, now=house.now), lambda: amend(house, first)):
        with pytest.raises(IllegalMove):
            again()


def test_after_the_submission_no_line_can_be_touched(house: House) -> None:
    answer = house.upload(house.file(["5000.00"]))
    (line,) = batch_rows(house.as_("maker"), answer.batch_id).rows
    house.submit(answer.batch_id)
    for touch in (
        lambda: amend(house, line, amount="9999.00"),
        lambda: row_drop(row_id=line.id, actor=house.as_("maker"), now=house.now),
    ):
        with pytest.raises(Conflict, match="NOT_EDITABLE"):
            touch()
    assert Row.objects.system("test").get().amount_fen == 500_000


def test_lines_are_found_by_name_number_and_last_digits(house: House) -> None:
    answer = house.upload(house.file(["1.00"] * 6))
    maker, last = house.as_("maker"), house.staff[3]
    for find in (last.name[:4], last.emp_no, last.card[-4:]):
        assert last.name in [line.name for line in batch_rows(maker, answer.batch_id, find=find).rows]
    assert batch_rows(maker, answer.batch_id, find="无此人").total == 0
    assert last.card not in repr(batch_rows(maker, answer.batch_id))
