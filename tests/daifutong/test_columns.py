"""A file whose header does not say which column is which is asked about once, and then known (PY-2)."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from apps.core.errors import Conflict
from apps.core.files import FileRefused, read_table
from apps.daifutong.contracts import ImportAnswer
from apps.daifutong.models import ColumnTemplate, Row
from apps.daifutong.rules.payroll_question import ColumnsAsked, Question, question_of
from apps.daifutong.services.batch_import import batch_import
from apps.members.models import Enterprise

from .cast import House

MINE = [("emp_no", 0), ("name", 1), ("account", 2), ("amount", 4)]


def lines(house: House, *amounts: str) -> list[str]:
    return [f"{c.emp_no},{c.name},{c.card},9,{fen}" for c, fen in zip(house.staff, amounts, strict=False)]


def bare(house: House, *amounts: str) -> bytes:
    return ("\n".join(lines(house, *amounts)) + "\n").encode()


def strange(house: House, *amounts: str) -> bytes:
    return ("\n".join(["甲,乙,丙,丁,戊", *lines(house, *amounts)]) + "\n").encode()


def gross(house: House, *amounts: str) -> bytes:
    return ("\n".join(["工号,姓名,银行卡号,天数,应发工资", *lines(house, *amounts)]) + "\n").encode()


def send(house: House, content: bytes, columns: Sequence[tuple[str, int]] = ()) -> ImportAnswer:
    return batch_import(
        content=content,
        filename="工资.csv",
        pay_period="2026-02",
        title="2026年2月工资",
        payer_account_id=house.payer_id,
        columns=columns,
        key=house.key(),
        actor=house.as_("maker"),
        now=house.now,
    )


def asked(house: House, content: bytes, columns: Sequence[tuple[str, int]] = ()) -> ColumnsAsked:
    with pytest.raises(ColumnsAsked) as question:
        send(house, content, columns)
    return question.value


@pytest.mark.parametrize("kind", [bare, strange, gross])
def test_it_is_asked_once_and_the_next_file_of_its_kind_is_known(house: House, kind: type) -> None:
    first = asked(house, kind(house, "5000.00", "6000.00"))
    assert first.code == ("F_AMOUNT_AMBIGUOUS" if kind is gross else "F_HEADER")
    answer = send(house, kind(house, "5000.00", "6000.00"), MINE)
    assert (answer.state, answer.row_count, answer.total_fen) == ("PARSED", 2, 1_100_000)
    again = send(house, kind(house, "5000.00", "6100.00", "7000.00"))
    assert (again.state, again.row_count, again.total_fen) == ("PARSED", 3, 1_810_000)
    template = ColumnTemplate.objects.system("test").get()
    assert (template.enterprise_id, template.places) == (house.enterprise_id, dict(MINE))


def test_what_is_shown_helps_and_shows_no_account(house: House) -> None:
    question = asked(house, strange(house, "5000.00")).question
    assert question.header_row == 1
    assert [(c.letters, c.title, c.guess) for c in question.columns] == [
        ("A", "甲", ""), ("B", "乙", "name"), ("C", "丙", "account"), ("D", "丁", ""), ("E", "戊", "")
    ]  # fmt: skip
    assert house.staff[0].card not in str(question)
    (shown,) = question.columns[2].samples
    assert shown.strip("*") == house.staff[0].card[-4:]


def test_the_last_word_counts(house: House) -> None:
    send(house, bare(house, "5000.00"), MINE)
    other = bare(house, "6000.00")
    send(house, other)
    wrong = [("name", 1), ("account", 2), ("amount", 3)]
    ColumnTemplate.objects.system("test").update(places=dict(wrong))
    assert send(house, bare(house, "8000.00")).total_fen == 900
    send(house, bare(house, "9000.00"), MINE)
    assert ColumnTemplate.objects.system("test").get().places == dict(MINE)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (MINE[1:3], "金额"),
        ([*MINE, ("amount", 3)], "同一项"),
        ([*MINE[:3], ("amount", 99)], "有误"),
        ([*MINE, ("sums", 3)], "有误"),
    ],
)
def test_an_answer_that_is_not_whole_is_asked_again(house: House, columns: list[tuple[str, int]], said: str) -> None:
    again = asked(house, bare(house, "5000.00"), columns)
    assert said in again.message
    assert ColumnTemplate.objects.system("test").count() == 0


def test_an_answer_to_a_file_that_says_it_all_is_not_needed(house: House) -> None:
    assert send(house, house.file(["5000.00"]), [("name", 0), ("account", 1), ("amount", 2)]).total_fen == 500_000
    assert ColumnTemplate.objects.system("test").count() == 0


def test_the_neighbours_template_is_theirs(house: House, neighbour: House) -> None:
    send(house, bare(house, "5000.00"), MINE)
    asked(neighbour, bare(house, "6000.00"))


def test_a_suspended_enterprise_maps_nothing(house: House) -> None:
    Enterprise.objects.system("test").filter(pk=house.enterprise_id).update(status="SUSPENDED")
    with pytest.raises(Conflict, match="ENTERPRISE_SUSPENDED"):
        send(house, bare(house, "5000.00"), MINE)
    assert (ColumnTemplate.objects.system("test").count(), Row.objects.system("test").count()) == (0, 0)


def test_the_lines_are_read_by_what_was_said(house: House) -> None:
    send(house, bare(house, "5000.00"), MINE)
    row = Row.objects.system("test").get()
    colleague = house.staff[0]
    assert (row.number, row.name, row.account.clear(), row.emp_no, row.amount_fen) == (
        1, colleague.name, colleague.card, colleague.emp_no, 500_000
    )  # fmt: skip
    assert row.person_id == UUID(str(colleague.person_id))


@pytest.mark.parametrize("content", ["甲,乙\n1,2\n", "姓名,金额\n张三,100\n", "\n"])
def test_a_file_without_an_account_is_refused_as_ever(house: House, content: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        send(house, content.encode())
    assert not isinstance(refusal.value, ColumnsAsked)


def signature(text: str) -> str:
    question = question_of(read_table(text.encode(), "a.csv"))
    assert isinstance(question, Question)
    return question.signature


def test_a_kind_of_file_is_told_by_its_header_or_its_width() -> None:
    line = "张三,6217001234567890123,1"
    assert signature(f"甲,乙,丙\n{line}") == signature(f"公司,工资表\n甲,乙,丙\n{line}\n{line}")
    assert signature(f"甲,乙,丙\n{line}") != signature(f"甲,乙,丁\n{line}")
    assert signature(line) == signature(f"{line}\n{line}")
    assert signature(line) != signature(f"{line},9")
