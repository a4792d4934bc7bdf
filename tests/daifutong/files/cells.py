"""Cells that are not what they seem. Each file has the bad cell in row 2 and a good line in row 3."""

from .cases import KINDS, Kind
from .sheets import (
    CARD,
    HEADER,
    LINE,
    OTHER_LINE,
    STYLES,
    Xml,
    book,
    formula,
    number,
    pack,
    sheet_xml,
    xlsx,
)
from .xls import Sheet, calculated, error, xls


def line(name: str, *cells: object, header: tuple[str, ...] = (), **expected: object) -> None:
    """One kind whose row 2 is a good line with `cells` = (name, account, amount, more …) in its place; "" keeps it."""
    filled = [cell if cell != "" else good for cell, good in zip(cells, LINE, strict=False)] + list(cells[3:])
    rows = [[*HEADER, *header], filled, OTHER_LINE]
    KINDS.append(Kind(name, f"{name}.xlsx", lambda: book_of(rows), **expected))  # type: ignore[arg-type]


def book_of(rows: list) -> bytes:
    return pack(book(("工资", "visible", sheet_xml(rows)), styles=STYLES))


def amount(name: str, cell: object, total: str = "2000.00", **expected: object) -> None:
    line(f"amount_{name}", "", "", cell, total=total, **expected)


READ = "3234.50"
amount("formula", formula("D2-E2", "1234.5"), READ, warnings={2: "W_FORMULA"})
amount("cached_differs", formula("1+1", "1234.5"), READ, warnings={2: "W_FORMULA"})
amount("formula_of_text", formula('"1,234.50"&"元"', "1,234.50元", "str"), READ, warnings={2: "W_FORMULA"})
amount("formula_not_calculated", formula("D2-E2", None), errors={2: "E_FORMULA"})
amount("formula_that_failed", formula("D2/0", "#DIV/0!", "e"), errors={2: "E_AMOUNT"}, warnings={2: "W_FORMULA"})
amount("ref", Xml('t="e"', "<v>#REF!</v>"), errors={2: "E_AMOUNT"})
amount("number", number("1234.5"), READ)
amount("number_17_digits", number("1234.5000000000001"), READ)
amount("number_in_own_format", number("1234.5", 3), READ)
amount("full_width", "１，２３４．５０", READ)
amount("thousands", "1,234.50", READ)
amount("yuan_sign", "¥1,234.50", READ)
amount("full_width_yuan_sign", "￥1234.5", READ)
amount("suffix", "1234.50元", READ)
amount("nbsp", "\u00a01234.50\u200b", READ)
amount("apostrophe", "'1234.50", READ)
amount("zero", number("0"), errors={2: "E_AMOUNT"})
amount("zero_text", "0.00", errors={2: "E_AMOUNT"})
amount("negative", number("-5"), errors={2: "E_AMOUNT"})
amount("negative_text", "-5.00", errors={2: "E_AMOUNT"}, says="大于 0")
amount("in_brackets", "(5.00)", errors={2: "E_AMOUNT"})
amount("3_decimals", number("1234.567"), errors={2: "E_DECIMALS"}, says="两位小数")
amount("3_decimals_text", "1234.567", errors={2: "E_DECIMALS"})
amount("chinese", "壹仟", errors={2: "E_AMOUNT"})
amount("wrong_groups", "12,34.50", errors={2: "E_AMOUNT"})
amount("exponent", "1E3", errors={2: "E_AMOUNT"})
amount("date", number("46054", 1), errors={2: "E_AMOUNT"}, says="日期")
amount("date_of_own_format", number("46054", 2), errors={2: "E_AMOUNT"}, says="日期")
amount("logical", Xml('t="b"', "<v>1</v>"), errors={2: "E_AMOUNT"})
amount("enormous", number("1E+30"), errors={2: "E_AMOUNT"})
amount("absurd", number("1E+999999"), errors={2: "E_AMOUNT"})
amount("blank", None, errors={2: "E_AMOUNT"}, says="为空")

line("account_scientific", "", "6.22848E+18", "", errors={2: "E_PAN_PRECISION"}, says="文本")
line("account_number_19", "", number("6.2284804025648896E+18"), "", errors={2: "E_PAN_PRECISION"})
line("account_number_written_out", "", number("6228480402564890018"), "", errors={2: "E_PAN_PRECISION"})
line("account_rounded_text", "", "6228480402564880000", "", errors={2: "E_LUHN"}, says="丢失")
line("account_lost_zero", "", number("622000123456"), "", errors={2: "E_ACCOUNT"}, warnings={2: "W_NUMERIC_ACCOUNT"})
line("account_short_number", "", number("4111111111111"), "", warnings={2: "W_NUMERIC_ACCOUNT"}, errors={2: "E_LUHN"})
line("account_13_digits", "", number("4222222222222"), "", warnings={2: "W_NUMERIC_ACCOUNT"})
line("account_full_width", "", "６２２０００１２３４５６７８９８", "")
line("account_grouped", "", "6220 0012 3456 7898", "")
line("account_invisible", "", "\u200b'6220001234567898\u00a0", "")
line("account_typed_wrong", "", "6220001234567899", "", errors={2: "E_LUHN"}, says="校验位")
line("account_letters", "", "622000123456789O", "", errors={2: "E_ACCOUNT"})
line("account_too_short", "", "622000123456", "", errors={2: "E_ACCOUNT"}, says="13")
line("account_blank", "", None, "", errors={2: "E_ACCOUNT"})
line("account_ref", "", Xml('t="e"', "<v>#N/A</v>"), "", errors={2: "E_ACCOUNT"}, says="#N/A")
line("account_formula", "", formula('"622"&"x"', CARD, "str"), "", warnings={2: "W_FORMULA"})

line("name_blank", None, "", "", errors={2: "E_NAME"})
line("name_invisible", "\u200b\u00a0", "", "", errors={2: "E_NAME"})
line(
    "name_hyperlink",
    formula('HYPERLINK("http://example.com","张三")', "张三", "str"),
    "",
    "",
    warnings={2: "W_FORMULA"},
)
line("name_hyperlink_text", '=HYPERLINK("http://example.com")', "", "", errors={2: "E_NAME"})
line("name_number", number("5"), "", "", errors={2: "E_NAME"})
line("name_error", Xml('t="e"', "<v>#NAME?</v>"), "", "", errors={2: "E_NAME"})
line("name_bell", "张_x0007_三", "", "", errors={2: "E_CONTROL_CHAR"})
line("name_turned_round", "张\u202e三", "", "", errors={2: "E_CONTROL_CHAR"})
line("name_private_character", "张\ue863", "", "", errors={2: "E_NAME"})
line("name_rare", "\U00020bb7\U0003134a䶮", "", "")
line("name_dotted", "阿卜杜拉•买买提", "", "")
line("name_latin", "John  SMITH", "", "")
line("name_spaced", "李　四", "", "")

ID = "11010519491231002X"
line("id_good", "", "", "", ID, header=("身份证号",))
line("id_bad", "", "", "", "110105194912310021", header=("身份证号",), errors={2: "E_ID"})
line("id_15", "", "", "", "110105491231002", header=("身份证号",), errors={2: "E_ID"}, says="15 位")
line("id_number", "", "", "", number("1.10105194912310E+17"), header=("证件号码",), errors={2: "E_ID"}, says="文本")
line("id_blank", "", "", "", None, header=("身份证号",))

TWICE = [HEADER, LINE, [LINE[0], CARD, "2000"]]
KINDS.append(Kind("person_twice", "twice.xlsx", lambda: xlsx(TWICE), warnings={3: "W_DUPLICATE"}, says="第 2 行"))
KINDS.append(
    Kind(
        "xls_cells",
        "cells.xls",
        lambda: xls(Sheet("工资", [HEADER, ["张三", CARD, calculated(1234.5)], ["李四", OTHER_LINE[1], error(0x17)]])),
        total="1234.50",
        warnings={2: "W_FORMULA"},
        errors={3: "E_AMOUNT"},
        says="#REF!",
    )
)
KINDS.append(
    Kind(
        "xls_card_as_number",
        "card.xls",
        lambda: xls(Sheet("工资", [HEADER, ["张三", 6228480402564890018, 1234.5], OTHER_LINE])),
        errors={2: "E_PAN_PRECISION"},
    )
)
