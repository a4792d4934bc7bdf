"""csv and txt in every encoding and with every delimiter."""

from .cases import kind
from .sheets import CARD, HEADER, LINE, OTHER_CARD, OTHER_LINE, PAYROLL, csv_text

FIXED = f"1|{CARD}|张三|1234.50|二月\n2|{OTHER_CARD}|李四|2,000.00|\n"


@kind("gbk.csv")
def gbk() -> bytes:
    return csv_text().encode("gbk")


@kind("plain.csv")
def utf_8() -> bytes:
    return csv_text().encode()


@kind("bom.csv")
def bom() -> bytes:
    return csv_text().encode("utf-8-sig")


@kind("utf16.csv")
def utf_16() -> bytes:
    return csv_text(delimiter="\t").encode("utf-16")


@kind("utf16be.csv")
def utf_16_big_endian() -> bytes:
    return b"\xfe\xff" + csv_text().encode("utf-16-be")


@kind("utf16-bare.csv", refused="F_ENCODING", says="UTF-16")
def utf_16_without_mark() -> bytes:
    return csv_text().encode("utf-16-le")


@kind("mixed.csv", refused="F_ENCODING", says="第 3 行")
def mixed_encodings() -> bytes:
    return csv_text([HEADER, LINE]).encode("gbk") + csv_text([OTHER_LINE]).encode()


@kind("noise.csv", refused="F_ENCODING", says="编码")
def no_encoding_at_all() -> bytes:
    return csv_text().encode() + b"\xff\xff\x80\n"


@kind("tab.csv")
def tabs() -> bytes:
    return csv_text(delimiter="\t").encode()


@kind("semicolon.csv")
def semicolons() -> bytes:
    return csv_text(delimiter=";").encode("gb18030")


@kind("bars.csv")
def bars() -> bytes:
    return csv_text(delimiter="|").encode()


@kind("fixed.txt")
def fixed_order_without_header() -> bytes:
    return FIXED.encode("gbk")


@kind("fixed-header.txt")
def fixed_order_with_header() -> bytes:
    return ("序号|账号|户名|金额|附言\n" + FIXED).encode()


@kind("thousands.csv")
def amounts_with_commas_in_quotes() -> bytes:
    return csv_text([HEADER, ["张三", CARD, '"1,234.50"'], OTHER_LINE]).encode()


@kind("thousands-bare.csv", errors={2: "E_AMOUNT"}, total="2000.00", says="千分位")
def amounts_with_commas_and_no_quotes() -> bytes:
    return csv_text([HEADER, ["张三", CARD, "1,234.50"], OTHER_LINE]).encode()


@kind("padded.csv")
def records_padded_with_blanks() -> bytes:
    return csv_text([HEADER, [*LINE, "", ""], [*OTHER_LINE, " "]]).encode()


@kind("fixed-bars.txt")
def fixed_order_with_bars_at_the_end() -> bytes:
    return FIXED.replace("|二月", "|二月|").encode()


@kind("fixed-commas.txt", errors={2: "E_AMOUNT"}, total="1234.50", says="千分位")
def fixed_order_with_commas_in_an_amount() -> bytes:
    return f"1,{CARD},张三,1234.50,二月\n2,{OTHER_CARD},李四,2,000.00,二月\n".encode()


@kind("quoted.csv")
def newline_in_quotes() -> bytes:
    return csv_text([[*HEADER, "备注"], [*LINE, '"二月\n工资"'], [*OTHER_LINE, ""]]).encode()


@kind("header-break.csv")
def newline_in_header() -> bytes:
    return csv_text([["姓名", "银行卡号", '"实发\n工资(元)"'], LINE, OTHER_LINE]).encode()


@kind("unclosed.csv", refused="F_TYPE", says="引号")
def quote_that_never_closes() -> bytes:
    return csv_text([HEADER, ['"张三', *LINE[1:]], OTHER_LINE]).encode()


@kind("nul.csv", errors={2: "E_CONTROL_CHAR"})
def null_bytes() -> bytes:
    return csv_text([HEADER, ["张\x00三", *LINE[1:]], OTHER_LINE]).encode()


@kind("binary.csv", refused="F_ENCODING")
def mostly_null_bytes() -> bytes:
    return bytes(4096)


@kind("mac.csv")
def carriage_returns_alone() -> bytes:
    return csv_text().replace("\r\n", "\r").encode()


@kind("ragged.csv", errors={3: "E_AMOUNT"}, total="1234.50")
def a_record_too_short() -> bytes:
    return csv_text([HEADER, LINE, OTHER_LINE[:2]]).encode()


@kind("science.csv", errors={2: "E_PAN_PRECISION"})
def card_as_excel_saves_it() -> bytes:
    return csv_text([HEADER, ["张三", "6.22E+18", "1234.50"], OTHER_LINE]).encode("gbk")


@kind("dde.csv", errors={2: "E_NAME"})
def command_as_name() -> bytes:
    return csv_text([HEADER, ["=cmd|' /C calc'!A0", *LINE[1:]], OTHER_LINE]).encode()


@kind("remark.csv")
def command_as_remark_is_text() -> bytes:
    return csv_text([[*HEADER, "备注"], [*LINE, "=cmd|' /C calc'!A0"], [*OTHER_LINE, "@SUM(1)"]]).encode()


@kind("sum.csv")
def totals_and_footers_are_skipped() -> bytes:
    rows = [
        ["演示公司二月工资", "", ""],
        *PAYROLL,
        ["小计", "", "3234.50"],
        ["", "", ""],
        ["合 计", "2 人", "¥3,234.50"],
        ["制表:王会计", "审核:", "签字:"],
        ["复核", "", ""],
    ]
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows).encode()
