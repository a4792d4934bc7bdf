"""A batch beside the one of the period before: who came, who went, whose wage jumped (PY-4, PY-6)."""

from uuid import UUID

import pytest

from apps.core.errors import Forbidden, NotFound, StepUpRequired
from apps.daifutong.contracts import ComparedPage, Comparison
from apps.daifutong.models import Batch, Contract, Row
from apps.daifutong.rules.comparison import jump_said
from apps.daifutong.selectors import batch_comparison, batch_detail, compared_lines
from apps.daifutong.services.batch_check import batch_check
from apps.daifutong.services.row_drop import row_drop
from apps.members.models import EmployeeMember

from .cast import House, work

JANUARY = ["1000.00", "2000.00", "3000.00", "4000.00"]  # the first four; two more come or not


@pytest.fixture
def paid(house: House) -> UUID:
    """The wages of January, paid."""
    batch_id = house.upload(house.file(JANUARY), period="2026-01").batch_id
    house.submit(batch_id)
    house.check(batch_id)
    work()
    return batch_id


def february(house: House, amounts: list[str], people: slice = slice(None)) -> UUID:
    """The wages of February, in a file of their own even where nobody's wage has changed."""
    return house.upload(house.file(amounts, people=house.staff[people]) + b"\n").batch_id


def compared(house: House, batch_id: UUID) -> Comparison:
    found = batch_comparison(house.as_("checker"), batch_id)
    assert found is not None
    return found


def figures(found: Comparison) -> dict[str, tuple[int, int]]:
    return {part.part: (part.count, part.fen) for part in found.parts}


def lines(house: House, batch_id: UUID, show: str = "") -> ComparedPage:
    found = compared_lines(house.as_("checker"), batch_id, show)
    assert found is not None
    return found


def test_joiners_leavers_and_changes_make_up_the_difference(house: House, paid: UUID) -> None:
    batch_id = february(house, ["2000.00", "3500.00", "4000.00", "700.00", "800.00"], slice(1, 6))
    found = compared(house, batch_id)
    assert (found.previous_id, found.previous_count, found.previous_fen) == (paid, 4, 10_000_00)
    assert (found.count, found.more, found.more_fen) == (5, 1, 1_000_00)
    assert figures(found) == {
        "outliers": (0, 0),
        "joiners": (2, 1_500_00),
        "leavers": (1, -1_000_00),
        "changed": (1, 500_00),
    }
    assert sum(fen for _, fen in figures(found).values()) == found.more_fen


def test_each_list_names_people_with_both_amounts(house: House, paid: UUID) -> None:
    staff = house.staff
    EmployeeMember.objects.system("test").filter(person_id=staff[0].person_id).update(
        status="LEFT", left_on=house.now.business_date
    )
    batch_id = february(house, ["3500.00", "392000.00", "700.00"], slice(2, 5))
    said = {
        show: [(c.emp_no, c.name, c.before_fen, c.now_fen, c.note) for c in lines(house, batch_id, show).lines]
        for show in ("outliers", "joiners", "leavers", "changed")
    }
    assert said == {
        "outliers": [("A003", staff[3].name, 4_000_00, 392_000_00, "是上期的 98 倍,可能多写了两位")],
        "joiners": [("A004", staff[4].name, None, 700_00, "在员工名册中")],
        "leavers": [
            ("A001", staff[1].name, 2_000_00, None, "仍在名册,本期没有发放"),
            ("A000", staff[0].name, 1_000_00, None, "已离职"),
        ],
        "changed": [
            ("A003", staff[3].name, 4_000_00, 392_000_00, ""),
            ("A002", staff[2].name, 3_000_00, 3_500_00, ""),
        ],
    }
    assert lines(house, batch_id).show == "outliers"


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (4_000_00, 392_000_00, "是上期的 98 倍,可能多写了两位"),
        (5_000_00, 50_000_00, "是上期的 10 倍,可能多写了一位"),
        (50_000_00, 5_000_00, "只有上期的 1/10,可能少写了一位"),
        (500_000_00, 5_000_00, "只有上期的 1/100,可能少写了两位"),
        (1_000_00, 3_500_00, "是上期的 3.5 倍"),
        (1_000_00, 2_000_00, "超过该员工近 6 个月平均工资的 3 倍"),
        (None, 9_000_00, "超过该员工近 6 个月平均工资的 3 倍"),
    ],
)
def test_a_jump_is_told_in_words(before: int | None, now: int, said: str) -> None:
    assert jump_said(before, now) == said


@pytest.mark.parametrize(("amount", "outliers"), [("3000.00", 0), ("3000.01", 1), ("333.34", 0), ("333.33", 1)])
def test_three_times_is_no_jump_and_a_fen_more_is(house: House, paid: UUID, amount: str, outliers: int) -> None:
    assert compared(house, february(house, [amount, *JANUARY[1:]])).part("outliers").count == outliers


def test_a_person_with_a_new_card_is_the_same_person_and_one_without_is_matched_by_account(
    house: House, paid: UUID
) -> None:
    batch_id = february(house, JANUARY)
    mine = Row.objects.system("test").filter(batch_id=batch_id)
    mine.filter(number=2).update(account_index=b"another card")
    mine.filter(number=3).update(person_id=None)
    assert figures(compared(house, batch_id)) == dict.fromkeys(("outliers", "joiners", "leavers", "changed"), (0, 0))


def test_two_lines_of_one_person_count_together(house: House, paid: UUID) -> None:
    people = [*house.staff[:4], house.staff[0]]
    batch_id = house.upload(house.file([*JANUARY, "500.00"], people=people)).batch_id
    assert figures(compared(house, batch_id))["changed"] == (1, 500_00)


def test_lines_without_an_account_are_each_for_themselves(house: House, paid: UUID) -> None:
    content = house.file(JANUARY) + "X1,甲乙,,1.00\nX2,丙丁,,2.00\n".encode()
    assert figures(compared(house, house.upload(content).batch_id))["joiners"] == (2, 3_00)


def test_a_dropped_line_counts_as_not_there(house: House, paid: UUID) -> None:
    batch_id = february(house, JANUARY)
    row = Row.objects.system("test").filter(batch_id=batch_id).earliest("number")
    row_drop(row_id=row.pk, actor=house.as_("maker"), now=house.now)
    assert figures(compared(house, batch_id))["leavers"] == (1, -1_000_00)


def test_only_a_paid_batch_of_the_same_kind_and_an_earlier_period_counts(house: House, paid: UUID) -> None:
    assert batch_comparison(house.as_("maker"), paid) is None
    house.upload(house.file(["9.00"]), period="2026-02")  # never paid
    batch_id = house.upload(house.file(["8.00"]), period="2026-03").batch_id
    assert compared(house, batch_id).previous_id == paid
    Batch.objects.system("test").filter(pk=batch_id).update(kind="BONUS")
    assert batch_comparison(house.as_("maker"), batch_id) is None


def test_the_approver_sees_it_on_the_batch_and_signs_it(house: House, paid: UUID) -> None:
    batch_id = february(house, ["1000.00", "2000.00", "3000.00", "40000.00"])
    house.submit(batch_id)
    detail = batch_detail(house.as_("checker"), batch_id, house.now)
    assert detail.comparison == compared(house, batch_id)
    with pytest.raises(StepUpRequired) as asked:
        batch_check(
            batch_id=batch_id, digest=house.digest(batch_id), key="k", actor=house.as_("checker", step_up=True),
            now=house.now,
        )  # fmt: skip
    assert asked.value.shown["与上期相比"] == "较 2026-01 +0 笔,+¥36,000.00;金额异常 1 人;金额有变 1 人"
    assert batch_detail(house.as_("maker"), paid, house.now).comparison is None


def test_another_enterprise_sees_nothing(house: House, neighbour: House, paid: UUID) -> None:
    for read in (batch_comparison, compared_lines):
        with pytest.raises(NotFound):
            read(neighbour.as_("maker"), paid)
    theirs = neighbour.upload(neighbour.file(["1.00", "2.00"])).batch_id
    assert batch_comparison(neighbour.as_("maker"), theirs) is None


def test_confidential_wages_stay_among_themselves_and_their_lists_with_whom_the_contract_names(
    house: House, paid: UUID
) -> None:
    batch_id = february(house, JANUARY[:2])
    rows = Batch.objects.system("test")
    rows.filter(pk=batch_id).update(is_confidential=True)
    assert batch_comparison(house.as_("checker"), batch_id) is None, "the batch of January was for everybody"
    rows.filter(pk=paid).update(is_confidential=True)
    assert compared(house, batch_id).part("leavers").count == 2
    with pytest.raises(Forbidden, match="CONFIDENTIAL"):
        compared_lines(house.as_("checker"), batch_id)
    Contract.objects.system("test").update(confidential_person_ids=[str(house.as_("checker").person_id)])
    assert [line.emp_no for line in lines(house, batch_id, "leavers").lines] == ["A003", "A002"]
    rows.filter(pk=batch_id).update(is_confidential=False)
    assert batch_comparison(house.as_("checker"), batch_id) is None
