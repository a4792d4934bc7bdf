"""Lines that are wrong in the same way are mended, or left out, by one answer."""

from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.daifutong.contracts import Alike, RowsAnswer
from apps.daifutong.models import Batch, Row
from apps.daifutong.selectors import batch_detail
from apps.daifutong.services.rows_amend import rows_amend
from apps.members.models import EmployeeMember

from .cast import House


def upload(house: House, *cells: tuple[str, str]) -> UUID:
    """A batch in which each of the first colleagues has (what stands behind the name, amount)."""
    lines = [
        f'{c.emp_no},{c.name}{tail},{c.card},"{amount}"' for c, (tail, amount) in zip(house.staff, cells, strict=False)
    ]
    return house.upload(("工号,姓名,银行卡号,实发金额\n" + "\n".join(lines) + "\n").encode()).batch_id


def groups(house: House, batch_id: UUID, who: str = "maker") -> tuple[Alike, ...]:
    return batch_detail(house.as_(who), batch_id, house.now).alike


def answer(house: House, batch_id: UUID, alike: Alike, action: str, value: str = "", **more: object) -> RowsAnswer:
    asked = {"code": alike.code, "column": alike.column, "text": alike.text, "count": alike.count} | more
    return rows_amend(batch_id=batch_id, action=action, value=value, actor=house.as_("maker"), now=house.now, **asked)


def test_one_amount_that_cannot_be_read_is_typed_once_for_all(house: House) -> None:
    batch_id = upload(house, ("", "1,000.005"), ("", "1,000.005"), ("", "2000.00"), ("", "1,000.005"), ("", "?"))
    (alike,) = groups(house, batch_id)
    assert (alike.code, alike.column, alike.text, alike.count) == ("E_DECIMALS", "amount", "1,000.005", 3)
    assert alike.actions == ("drop", "replace")
    done = answer(house, batch_id, alike, "replace", "1,000.01")
    assert (done.changed, done.row_count, done.total_fen, done.error_count) == (3, 5, 5_000_03, 1)
    amounts = Row.objects.system("test").filter(batch_id=batch_id).order_by("number").values_list("amount_fen")
    assert [fen for (fen,) in amounts] == [1_000_01, 1_000_01, 2_000_00, 1_000_01, None]
    audit = AuditRow.objects.system("test").get(action="daifutong.rows.amended")
    assert audit.detail["lines"] == "2-3,5"


def test_what_stands_behind_the_names_is_taken_off_and_they_are_checked_again(house: House) -> None:
    batch_id = upload(house, ("-外包", "1000.00"), ("-外包", "2000.00"), ("", "3000.00"))
    (alike,) = groups(house, batch_id)
    assert (alike.code, alike.text, alike.count, alike.actions) == ("E_NAME", "-外包", 2, ("drop", "strip"))
    done = answer(house, batch_id, alike, "strip")
    assert (done.changed, done.error_count, done.total_fen) == (2, 0, 6_000_00)
    rows = Row.objects.system("test").filter(batch_id=batch_id).order_by("number")
    assert [row.name for row in rows] == [c.name for c in house.staff[:3]]
    assert [row.account.clear() for row in rows] == [c.card for c in house.staff[:3]]
    assert Batch.objects.system("test").get(pk=batch_id).state == "PARSED"


def test_leavers_are_left_out_together_and_the_total_follows(house: House) -> None:
    EmployeeMember.objects.system("test").filter(emp_no__in=["A000", "A002"]).update(
        status="LEFT", left_on=house.now.business_date
    )
    batch_id = upload(house, ("", "1000.00"), ("", "2000.00"), ("", "4000.00"))
    (alike,) = groups(house, batch_id)
    assert (alike.code, alike.count, alike.actions) == ("W_LEAVER", 2, ("drop",))
    done = answer(house, batch_id, alike, "drop")
    assert (done.changed, done.row_count, done.total_fen, done.warning_count) == (2, 1, 2_000_00, 0)
    assert AuditRow.objects.system("test").get(action="daifutong.rows.dropped").detail["lines"] == "2,4"
    assert groups(house, batch_id) == ()


def test_an_amount_that_is_wrong_as_well_changes_nothing(house: House) -> None:
    batch_id = upload(house, ("", ""), ("", ""))
    (alike,) = groups(house, batch_id)
    before = list(Row.objects.system("test").order_by("number").values())
    for value in ("", "0", "1.001", "x"):
        with pytest.raises(InvalidInput, match="VALUE"):
            answer(house, batch_id, alike, "replace", value)
    assert list(Row.objects.system("test").order_by("number").values()) == before


@pytest.mark.parametrize(
    ("more", "action", "code"),
    [
        ({"count": 3}, "drop", "CHANGED"),
        ({"text": "别的"}, "drop", "NOTHING"),
        ({"code": "E_LUHN"}, "drop", "NOTHING"),
        ({}, "strip", "ACTION"),
        ({}, "anything", "ACTION"),
    ],
)
def test_only_what_was_shown_may_be_done(house: House, more: dict[str, object], action: str, code: str) -> None:
    batch_id = upload(house, ("", "?"), ("", "?"))
    (alike,) = groups(house, batch_id)
    with pytest.raises((Conflict, InvalidInput), match=code):
        answer(house, batch_id, alike, action, **more)
    assert answer(house, batch_id, alike, "drop").changed == 2
    with pytest.raises(Conflict, match="NOTHING"):
        answer(house, batch_id, alike, "drop")


def test_a_readable_amount_and_an_outlier_are_nobodys_to_set_for_many(house: House) -> None:
    batch_id = upload(house, ("", "5000001.00"), ("", "5000002.00"))
    (alike,) = groups(house, batch_id)
    assert (alike.code, alike.actions) == ("E_LINE_LIMIT", ("drop",))
    with pytest.raises(InvalidInput, match="ACTION"):
        answer(house, batch_id, alike, "replace", "1.00")


def test_after_dropping_the_first_of_two_the_second_is_no_duplicate_any_more(house: House) -> None:
    one, two = house.staff[:2]
    lines = [
        f"X{n},{c.name},{c.card},{amount}"
        for n, (c, amount) in enumerate([(one, "?"), (two, "?"), (one, "5"), (two, "6")])
    ]
    batch_id = house.upload(("工号,姓名,银行卡号,实发金额\n" + "\n".join(lines) + "\n").encode()).batch_id
    unread, twice = groups(house, batch_id)
    assert (unread.code, twice.code, twice.message) == ("E_AMOUNT", "W_DUPLICATE", "账号与前面的行相同")
    assert answer(house, batch_id, unread, "drop").warning_count == 0


def test_others_see_no_groups_and_may_do_nothing(house: House, neighbour: House) -> None:
    batch_id = upload(house, ("", "?"), ("", "?"))
    (alike,) = groups(house, batch_id)
    assert groups(house, batch_id, "checker") == ()
    with pytest.raises(NotFound):
        rows_amend(
            batch_id=batch_id, code=alike.code, column="amount", text="?", action="drop", value="", count=2,
            actor=neighbour.as_("maker"), now=house.now,
        )  # fmt: skip
    answer(house, batch_id, alike, "replace", "7.00")
    house.submit(batch_id)
    with pytest.raises(Conflict, match="NOT_EDITABLE"):
        answer(house, batch_id, alike, "drop")
