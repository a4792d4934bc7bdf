"""The vectors of domain rules §1.1, and what people really type (AT-01)."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn as stdnum_luhn
from stdnum.cn import uscc as stdnum_uscc

from apps.core.identifiers import (
    IdentifierError,
    card_digits,
    check_card_number,
    check_cnaps,
    check_id_number,
    check_mobile,
    check_uscc,
    half_width,
    luhn_valid,
    normalise_name,
    same_name,
    strip_invisible,
)
from fixtures import generators
from tests.yardstick import slowness

TODAY = date(2026, 3, 2)
PAN = "6228480402564890018"


def refused(check, *args) -> str:
    with pytest.raises(IdentifierError) as caught:
        check(*args)
    assert str(args[0]) not in caught.value.message
    assert caught.value.message == str(caught.value) != ""
    return caught.value.code


@pytest.mark.parametrize(
    "code", ["91310115MA0000TE6G", "91310115MA1K4XYT2Y", "914403001922038216", "91350100M000100Y43"]
)
def test_uscc_vectors_are_valid_in_any_spelling(code):
    assert check_uscc(code).text == code
    assert check_uscc(f" '{code.lower()}\u200b").text == code
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert check_uscc(full_width).text == code


@pytest.mark.parametrize(
    "code",
    [
        "91310115MA0000TE6H",
        "91310115MA0000TE6",
        "91310115MA0000TE6GG",
        *(f"91310115M{letter}0000TE6G" for letter in "IOZSV"),
        "913101A5MA0000TE6G",
        "",
    ],
)
def test_uscc_vectors_are_refused(code):
    with pytest.raises(IdentifierError) as caught:
        check_uscc(code)
    assert caught.value.code == "E_USCC"


def test_uscc_of_a_rural_collective_starts_with_a_letter():
    body = "N2350100M000100Y4"
    valid = [body + c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if _accepts(check_uscc, body + c)]
    assert len(valid) == 1


def test_uscc_with_a_wrong_inner_code_is_only_a_warning():
    assert check_uscc(generators.uscc_code(7)).warning is None
    legacy = "91310115MA0000TE7"
    found = check_uscc(legacy + stdnum_uscc.calc_check_digit(legacy))
    assert found.warning == "统一社会信用代码中的主体标识码校验位不符,请人工核实"


@pytest.mark.parametrize(
    "number, birth_date, female",
    [
        ("11010519491231002X", date(1949, 12, 31), True),
        ("310115199001010010", date(1990, 1, 1), False),
        ("310101198506150024", date(1985, 6, 15), True),
        ("810000199001010019", date(1990, 1, 1), False),
        ("91015619900101001X", date(1990, 1, 1), False),
    ],
)
def test_id_number_vectors(number, birth_date, female):
    found = check_id_number(number.lower(), TODAY)
    assert (found.text, found.birth_date, found.female) == (number, birth_date, female)


def test_id_number_of_an_abolished_region_stays_valid():
    body = "51232319800101001"  # 四川省万县地区, gone since 1997
    assert check_id_number(body + _id_check(body), TODAY).birth_date == date(1980, 1, 1)


@pytest.mark.parametrize(
    "number, code",
    [
        ("440524188001010014", "ID_AGE"),
        ("110105194912310021", "E_ID"),  # check digit
        ("110105491231002", "E_ID"),  # 15 digits
        ("11010519491231002", "E_ID"),
        ("1101051949123100２XX", "E_ID"),
        ("11010519900230001" + "0", "E_ID"),
        ("一一010519491231002X", "E_ID"),
    ],
)
def test_id_number_refusals(number, code):
    assert refused(check_id_number, number, TODAY) == code


def test_id_number_with_a_date_that_does_not_exist_or_lies_ahead():
    for body in ("11010519900230001", "11010520260303001", "11010519901301001"):
        assert refused(check_id_number, body + _id_check(body), TODAY) == "E_ID"


def test_age_is_counted_to_the_day():
    on_birthday = generators.id_number(date(1905, 3, 2), female=True)
    assert check_id_number(on_birthday, date(2026, 3, 1)).birth_date == date(1905, 3, 2)
    assert refused(check_id_number, on_birthday, date(2026, 3, 2)) == "ID_AGE"


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 13812345678",
        "0086-138 1234 5678",
        "１３８１２３４５６７８",
    ],
)
def test_mobile_in_any_spelling(typed):
    assert check_mobile(typed) == "13812345678"


@pytest.mark.parametrize("typed", ["12812345678", "1381234567", "138123456789", "8613812345678x", "", "01012345678"])
def test_mobile_refusals(typed):
    with pytest.raises(IdentifierError) as caught:
        check_mobile(typed)
    assert caught.value.code == "E_MOBILE"


@pytest.mark.parametrize("card", ["6220001234567898", PAN, "6210000000000000009"])
def test_card_vectors_and_each_changed_digit(card):
    assert check_card_number(card) == card
    for place in range(len(card)):
        for digit in "0123456789".replace(card[place], ""):
            assert refused(check_card_number, card[:place] + digit + card[place + 1 :]) == "E_LUHN"


def test_card_in_any_spelling():
    assert check_card_number("'6228 4804 0256 4890 018\u00a0") == PAN
    assert check_card_number("６２２８４８０４０２５６４８９００１８") == PAN


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "622848040256",
        "62284804025648900180",
        "6228480402564890O18",
        "6.22848E+18",
        "六二二八",
        "6228-4804-0256-4890",
    ],
)
def test_what_is_no_card_number(typed):
    with pytest.raises(IdentifierError) as caught:
        check_card_number(typed)
    assert caught.value.code == "E_ACCOUNT"


def test_digits_alone_for_accounts_whose_registry_decides():
    assert card_digits("6228480402564890019") == "6228480402564890019"
    assert refused(card_digits, "622848040256") == "E_ACCOUNT"


@given(st.text("0123456789", min_size=1, max_size=25))
def test_luhn_agrees_with_another_implementation(digits):
    assert luhn_valid(digits) == stdnum_luhn.is_valid(digits)


def test_a_hundred_thousand_cards_are_quick():
    cards = [generators.card_number(serial) for serial in range(100_000)]
    started = time.process_time()
    for card in cards:
        check_card_number(card)
    spent = time.process_time() - started
    assert spent < 0.15 * slowness()


@pytest.mark.parametrize("code", ["322290000011", "102100099996", "308584000013"])
def test_cnaps_vectors(code):
    assert check_cnaps(f" {code} ") == code


@pytest.mark.parametrize("code", ["322290000012", "32229000001", "3222900000110", "32229000001X", ""])
def test_cnaps_refusals(code):
    with pytest.raises(IdentifierError) as caught:
        check_cnaps(code)
    assert caught.value.code == "E_CNAPS"


def test_half_width_changes_only_what_has_a_twin():
    assert half_width("ＡＢＣ１２３，．（）\u3000张三") == "ABC123,.() 张三"


@pytest.mark.parametrize(
    "typed, clean",
    [
        ("'0012", "0012"),
        ("\u200b张\u200b三\u00a0", "张三"),
        ("\ufeff 账号", "账号"),
        ("' 12", "12"),
        ("O'Neil", "O'Neil"),
    ],
)
def test_strip_invisible(typed, clean):
    assert strip_invisible(typed) == clean


@pytest.mark.parametrize("dot", "·•・．‧.･")
def test_every_dot_of_a_name_is_one_dot(dot):
    assert normalise_name(f"阿依古丽 {dot} 买买提") == "阿依古丽·买买提"


@pytest.mark.parametrize(
    "a, b, same",
    [
        ("张 三", "张三", True),
        ("张\u3000三", "张三", True),
        ("张三", "张三丰", False),
        ("JOHN  Smith", "john\u00a0smith", True),
        ("John Smith", "JohnSmith", False),
        ("𠮷田", " 𠮷 田", True),
        ("𠮷田", "吉田", False),
        ("㼆", "㼆\u200b", True),
        ("Ｌｉ Ｌｅｉ", "Li Lei", True),
    ],
)
def test_same_name(a, b, same):
    assert same_name(a, b) is same


@given(st.text(max_size=40))
def test_normalising_a_name_twice_changes_nothing(text):
    once = normalise_name(text)
    assert normalise_name(once) == once


@given(st.text(max_size=30))
def test_no_text_gets_anything_but_an_answer_or_a_refusal(text):
    for check in (check_uscc, check_mobile, check_card_number, check_cnaps, lambda t: check_id_number(t, TODAY)):
        _accepts(check, text)


@given(st.integers(0, 99_999_999), st.dates(date(1910, 1, 1), TODAY), st.booleans(), st.integers(0, 499))
def test_generated_identifiers_are_valid(serial, birth_date, female, sequence):
    assert check_uscc(generators.uscc_code(serial)).warning is None
    found = check_id_number(generators.id_number(birth_date, female=female, sequence=sequence), TODAY)
    assert (found.birth_date, found.female) == (birth_date, female)
    assert len(check_card_number(generators.card_number(serial))) == 19
    assert len(check_card_number(generators.card_number(serial, bin_prefix=generators.OTHER_BIN, length=16))) == 16
    assert check_mobile(generators.mobile(serial))


def test_a_serial_that_does_not_fit_is_refused():
    with pytest.raises(ValueError):
        generators.mobile(100_000_000)


def _id_check(body: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def _accepts(check, text) -> bool:
    try:
        check(text)
    except IdentifierError:
        return False
    return True
