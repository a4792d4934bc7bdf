"""Amounts in and out of 分, and in words (AT-20)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.money import MAX_FEN, MoneyError, format_yuan, in_words, parse_yuan, plain_yuan, to_fen

AMOUNTS = st.integers(0, MAX_FEN - 1)


@pytest.mark.parametrize(
    "yuan, fen",
    [
        ("1.005", 101),
        ("1.004999", 100),
        ("0.005", 1),
        ("-0.005", -1),
        ("-1.005", -101),
        ("269.26027", 26926),
        ("897.52527", 89753),
        ("1E+3", 100_000),
    ],
)
def test_half_a_fen_rounds_up(yuan, fen):
    assert to_fen(Decimal(yuan)) == fen


def test_a_float_is_no_money():
    with pytest.raises(TypeError):
        to_fen(1.005)


@pytest.mark.parametrize(
    "text, fen",
    [
        ("1234.50", 123450),
        ("1234.5", 123450),
        ("1234", 123400),
        ("1,234.50", 123450),
        ("¥1,234.50", 123450),
        ("￥ 1234.50", 123450),
        ("1234.50元", 123450),
        ("¥1,234,567.89 元", 123456789),
        ("１，２３４．５０元", 123450),
        ("1 234.50", 123450),
        ("'1234.50", 123450),
        ("1\u00a0234.50\u200b", 123450),
        ("0", 0),
        ("0.01", 1),
        ("007.10", 710),
        ("9999999999999.99", MAX_FEN - 1),
    ],
)
def test_amounts_as_people_write_them(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    "text, code",
    [
        ("1.234", "E_DECIMALS"),
        ("1,000.000", "E_DECIMALS"),
        ("", "E_AMOUNT"),
        ("-1", "E_AMOUNT"),
        ("+1", "E_AMOUNT"),
        ("壹仟", "E_AMOUNT"),
        ("1e5", "E_AMOUNT"),
        ("12,34.50", "E_AMOUNT"),
        ("1,2345", "E_AMOUNT"),
        ("1.2.3", "E_AMOUNT"),
        ("12.", "E_AMOUNT"),
        ("1 2", "E_AMOUNT"),
        ("NaN", "E_AMOUNT"),
        ("1_000", "E_AMOUNT"),
        ("#REF!", "E_AMOUNT"),
        ("元", "E_AMOUNT"),
        ("٣", "E_AMOUNT"),
        ("10000000000000", "E_AMOUNT"),
    ],
)
def test_what_is_no_amount(text, code):
    with pytest.raises(MoneyError) as caught:
        parse_yuan(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "fen, plain, shown",
    [(123450, "1234.50", "1,234.50"), (0, "0.00", "0.00"), (5, "0.05", "0.05"), (-123450, "-1234.50", "-1,234.50")],
)
def test_yuan_for_files_and_for_people(fen, plain, shown):
    assert plain_yuan(fen) == plain
    assert format_yuan(fen) == shown


@given(AMOUNTS)
def test_every_amount_survives_the_way_out_and_in(fen):
    assert parse_yuan(plain_yuan(fen)) == parse_yuan(format_yuan(fen)) == to_fen(Decimal(plain_yuan(fen))) == fen


@pytest.mark.parametrize(
    "fen, words",
    [
        (100450, "壹仟零肆元伍角整"),
        (1000005, "壹万元零伍分"),
        (30, "叁角整"),
        (10_000_000_000, "壹亿元整"),
        (101010, "壹仟零壹拾元壹角整"),
        (0, "零元整"),
        (5, "伍分"),
        (25, "贰角伍分"),
        (1050, "壹拾元伍角整"),
        (32504, "叁佰贰拾伍元零肆分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (168032, "壹仟陆佰捌拾元叁角贰分"),
        (1_000_005_000, "壹仟万零伍拾元整"),
        (10_001_000_000, "壹亿零壹万元整"),
        (10_000_005_000, "壹亿零伍拾元整"),
        (10_500_000, "壹拾万伍仟元整"),
        (123_456_789_012_345, "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
        (100_000_000_000_000, "壹万亿元整"),
    ],
)
def test_amounts_in_words(fen, words):
    assert in_words(fen) == words


def test_no_words_for_less_than_nothing():
    with pytest.raises(ValueError):
        in_words(-1)


@given(AMOUNTS, AMOUNTS)
def test_words_are_never_ambiguous_nor_stutter(one, other):
    words = in_words(one)
    assert "零零" not in words
    assert (words == in_words(other)) is (one == other)
