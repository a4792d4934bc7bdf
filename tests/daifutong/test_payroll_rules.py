"""What a payroll sheet means: its header, its lines, the rows that pay nobody. Without files."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.files import CellError, Formula, Row, Sheet, Table
from apps.core.money import Fen
from apps.daifutong.rules import payroll_line
from apps.daifutong.rules.payroll_contract import PayrollColumns, PayrollFile, PayrollLimits
from apps.daifutong.rules.payroll_file import check_table
from apps.daifutong.rules.payroll_header import AMBIGUOUS_AMOUNTS, SYNONYMS, header_word

TODAY = date(2026, 3, 2)
CARD, OTHER_CARD = "6220001234567898", "6228480402564890018"
HEADER = ["姓名", "账号", "金额"]
LINE, OTHER_LINE = ["张三", CARD, "100"], ["李四", OTHER_CARD, "200"]


def check(*rows: list, kind: str = "xlsx", **given: object) -> PayrollFile:
    sheet = Sheet("工资", [Row(number, list(cells)) for number, cells in enumerate(rows, 1) if cells])
    return check_table(Table(kind, None, (sheet,)), today=TODAY, **given)  # type: ignore[arg-type]


def refusals(file: PayrollFile) -> list[str]:
    return [error.code for error in file.file_errors]


def names(file: PayrollFile) -> list[str]:
    assert file.file_errors == ()
    return [row.name for row in file.rows]


@pytest.mark.parametrize(("field", "word"), [(field, word) for field, words in SYNONYMS.items() for word in words])
def test_every_synonym_is_a_header(field, word):
    titles = {"name": "姓名", "account": "账号", "amount": "金额", field: word}
    file = check(list(titles.values()), ["张三", CARD, "1", "附"])
    assert file.columns.places[field] == list(titles).index(field)


@pytest.mark.parametrize(
    "title", ["*实发金额", "实发\n金额(元)", " 实 发 金 额 ：", "实发金额（元）*", "\u200b实发金额\u00a0"]
)
def test_decorations_of_a_header_do_not_matter(title):
    assert header_word(title) == "实发金额"


@pytest.mark.parametrize("word", AMBIGUOUS_AMOUNTS)
def test_a_gross_amount_alone_is_asked_about_and_a_net_one_wins(word):
    assert refusals(check(["姓名", "账号", word], LINE)) == ["F_AMOUNT_AMBIGUOUS"]
    assert check(["姓名", "账号", word, "实发金额"], [*LINE, "90"]).total == 9000
    assert refusals(check(["姓名", word], LINE)) == ["F_AMOUNT_AMBIGUOUS", "F_HEADER"]


def test_a_header_stands_among_the_first_15_rows():
    title = ["说明"]
    assert check(*[title] * 14, HEADER, LINE).columns.header_row == 15
    assert refusals(check(*[title] * 15, HEADER, LINE)) == ["F_HEADER"]


def test_one_word_is_no_header():
    assert check(["姓名:演示公司"], ["姓名"], HEADER, LINE).columns.header_row == 3


def test_an_enterprise_maps_the_columns_of_a_file_without_header():
    mine = PayrollColumns({"account": 0, "amount": 3, "name": 1}, header_row=1)
    file = check(["A", "B", "C", "D"], [CARD, "张三", "x", "5"], [OTHER_CARD, "李四", "y", "6"], columns=mine)
    assert (names(file), file.total) == (["张三", "李四"], 1100)
    gross = PayrollColumns({"name": 0, "account": 1, "amount": 2}, header_row=1)
    assert check(["姓名", "账号", "应发金额"], LINE, columns=gross).total == 10000


def test_the_fixed_order_is_for_txt_alone():
    lines = [["1", CARD, "张三", "100", "工资"], ["2", OTHER_CARD, "李四", "200"]]
    file = check(*lines, kind="txt")
    assert (names(file), file.rows[0].remark) == (["张三", "李四"], "工资")
    assert refusals(check(*lines, kind="csv")) == ["F_HEADER"]
    assert refusals(check(["张三", "a", "b", "c"], kind="txt")) == ["F_HEADER"]


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", "300"],
        ["合 计：", "2人", Decimal(300)],
        ["总计", None, "¥300.00元"],
        [None, "合计", "300"],
        ["合计:300.00元", None, None],
        ["本月合计(大写)", None, Formula(Decimal(300))],
        ["合计", None, Formula(None)],
        ["小计", None, "100"],
        ["生产部小计", None, "100"],
        ["制表:张三", "审核:李四", None],
        ["复核", None, None],
        ["签字:", None, None],
        ["以上共 2 人", None, None],
        ["\u200b", " ", None],
    ],
)
def test_rows_that_pay_nobody_are_skipped(row):
    if row[0] == "以上共 2 人":
        file = check(["序号", *HEADER], ["1", *LINE], ["2", *OTHER_LINE], [row[0], None, None, None])
    else:
        file = check(HEADER, LINE, OTHER_LINE, row)
    assert (names(file), file.total) == (["张三", "李四"], 30000)


@pytest.mark.parametrize("first", ["审核部", "制表科", "财务部合计组", "小计"])
def test_no_word_hides_a_payment(first):
    file = check(["部门", *HEADER], ["生产部", *LINE], [first, *OTHER_LINE])
    assert names(file) == ["张三", "李四"]


def test_a_line_without_an_account_is_a_line():
    file = check(HEADER, LINE, ["李四", None, "200"], ["王五", "7", None])
    assert names(file) == ["张三", "李四", "王五"]
    assert [error.code for error in file.rows[2].errors] == ["E_ACCOUNT", "E_AMOUNT"]


@pytest.mark.parametrize("declared", ["299.99", "300.01", Decimal(0), Formula(Decimal(299))])
def test_a_total_must_be_the_sum(declared):
    file = check(HEADER, LINE, OTHER_LINE, ["合计", None, declared])
    assert refusals(file) == ["F_TOTAL_MISMATCH"]
    assert (file.count, file.total) == (2, 30000)


def test_a_total_cannot_be_judged_while_an_amount_is_unreadable():
    file = check(HEADER, LINE, ["李四", OTHER_CARD, "贰佰"], ["合计", None, "300"])
    assert (file.file_errors, file.total, file.declared_total) == ((), 10000, 30000)


def test_the_same_account_person_or_staff_number_twice_is_said_once():
    header = [*HEADER, "工号", "身份证号"]
    first = ["张三", CARD, "1", "E1", "11010519491231002X"]
    file = check(header, first, ["张三", OTHER_CARD, "1", "E1", "11010519491231002x"], ["李四", CARD, "1", "E2", ""])
    assert [[(w.code, w.column) for w in row.warnings] for row in file.rows] == [
        [],
        [("W_DUPLICATE", "id_number"), ("W_DUPLICATE", "emp_no")],
        [("W_DUPLICATE", "account")],
    ]
    assert "第 2 行" in file.rows[1].warnings[0].message


def test_limits_of_lines_and_of_a_line():
    assert refusals(check(HEADER, LINE, OTHER_LINE, limits=PayrollLimits(lines=1))) == ["F_LINES"]
    file = check(HEADER, LINE, OTHER_LINE, limits=PayrollLimits(line_amount=Fen(10_000)))
    assert [[error.code for error in row.errors] for row in file.rows] == [[], ["E_AMOUNT"]]


def test_no_message_repeats_an_account_or_an_id():
    number = "110105194912310021"
    file = check(
        [*HEADER, "身份证号"], ["张三", "6220001234567899", "1", number], ["李四", "62200012345X", "1", number]
    )
    said = " ".join(finding.message for row in file.rows for finding in (*row.errors, *row.warnings))
    assert said
    assert "62200012345" not in said
    assert number not in said


TEXTS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["张三", "阿·买", "A b", CARD, "1,234.50", "12.345", "0", "0.00", "-1", "¥5", "２０", "6.2E+18", "'1"]
    ),
)
CELLS = st.one_of(
    TEXTS,
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-10, max_value=10**17),
    st.booleans(),
    st.dates(),
    st.just(CellError("#REF!")),
    st.builds(Formula, TEXTS),
)


@given(cells=st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS, CELLS))
def test_the_short_way_says_what_the_long_way_says(cells):
    limits = PayrollLimits()
    short = payroll_line._usual_line(7, cells, limits)
    long = payroll_line._any_line(7, cells, TODAY, limits)
    assert short in (None, long)
    assert long.row == 7
    assert (long.amount is None) <= bool(long.errors)


@given(
    name=st.text("张三丰王小明", min_size=1, max_size=4),
    serial=st.integers(0, 10**8),
    fen=st.integers(1, 10**9),
    remark=st.sampled_from([None, "二月工资", "B2"]),
)
def test_what_is_usual_takes_the_short_way(name, serial, fen, remark):
    from fixtures.generators import card_number

    account = card_number(serial)
    for amount in (Decimal(fen).scaleb(-2), f"{fen // 100:,}.{fen % 100:02d}"):
        cells = (name, account, amount, remark, None, "E1")
        row = payroll_line._usual_line(2, cells, PayrollLimits())
        assert row == payroll_line._any_line(2, cells, TODAY, PayrollLimits())
        assert (row.name, row.account, row.amount, row.errors) == (name, account, fen, ())
