"""The files of the transfer agent (登记机构): read as what they say, checked against themselves and what was asked.

Plain Python. A file is believed whole or not at all: `faults` of a checked one are empty (WM-14).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ..choices.order import OrderState

RESULTS = {"CONFIRMED": OrderState.CONFIRMED, "PART": OrderState.PART, "REJECTED": OrderState.REJECTED}


@dataclass(frozen=True, slots=True)
class PriceLine:
    product: str
    nav: Decimal
    income_per_10k: Decimal | None
    dividend: Mapping[str, Any] | None = None  # as announced, not read yet
    units: Decimal | None = None  # of all holders at the end of the day


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    """What became of an order: `fen` is the gross sum, `fee_fen` of it the fee, at `nav` for `units`."""

    order: str
    result: OrderState
    nav: Decimal | None
    fen: int
    fee_fen: int
    units: Decimal
    code: str
    into: "IntoLine | None" = None


@dataclass(frozen=True, slots=True)
class IntoLine:
    """The second leg of a conversion: what the first one brought buys at `nav`, the fee outside it."""

    nav: Decimal
    fee_fen: int
    units: Decimal


class Malformed(Exception):
    """The file cannot be read; the sentence says where."""


def read_prices(content: Mapping[str, Any]) -> tuple[PriceLine, ...]:
    """Raises Malformed."""
    lines = tuple(
        PriceLine(
            file_text(line, "product"),
            file_decimal(line, "nav", 4),
            None if line.get("income_per_10k") is None else file_decimal(line, "income_per_10k", 4),
            file_part(line, "dividend"),
            None if line.get("units") is None else file_decimal(line, "units", 2),
        )
        for line in file_lines(content)
    )
    if any(line.nav <= 0 or (line.units is not None and line.units < 0) for line in lines):
        raise Malformed("单位净值必须大于零,总份额不能为负")
    return lines


def price_faults(
    content: Mapping[str, Any], lines: Collection[PriceLine], day: date, wanted: Collection[str]
) -> list[str]:
    """What is wrong with the prices of a day; `wanted` are the codes that were asked for."""
    faults = head_faults(content, day, len(lines))
    known = [line.product for line in lines]
    faults += [f"产品 {code} 出现多次" for code in sorted({code for code in known if known.count(code) > 1})]
    faults += [f"缺少产品 {code}" for code in sorted(set(wanted) - set(known))]
    faults += [f"不认识产品 {code}" for code in sorted(set(known) - set(wanted))]
    return faults


def read_confirmations(content: Mapping[str, Any]) -> tuple[ConfirmationLine, ...]:
    """Raises Malformed."""
    return tuple(_confirmation(line) for line in file_lines(content))


def _confirmation(line: Mapping[str, Any]) -> ConfirmationLine:
    result = RESULTS.get(file_text(line, "result"))
    if result is None:
        raise Malformed(f"第 {line.get('order')} 笔的结果无法识别")
    is_filled = result != OrderState.REJECTED
    found = ConfirmationLine(
        order=file_text(line, "order"),
        result=result,
        nav=file_decimal(line, "nav", 4) if is_filled else None,
        fen=file_whole(line, "amount") if is_filled else 0,
        fee_fen=file_whole(line, "fee") if is_filled else 0,
        units=file_decimal(line, "units", 2) if is_filled else Decimal(0),
        code=str(line.get("code", ""))[:20],
        into=_into(line) if is_filled else None,
    )
    if found.fee_fen > found.fen or found.units < 0 or (found.nav is not None and found.nav <= 0):
        raise Malformed(f"第 {found.order} 笔的金额、费用或份额不合理")
    return found


def _into(line: Mapping[str, Any]) -> IntoLine | None:
    said = file_part(line, "into")
    if said is None:
        return None
    found = IntoLine(file_decimal(said, "nav", 4), file_whole(said, "fee"), file_decimal(said, "units", 2))
    if found.nav <= 0 or found.units < 0:
        raise Malformed(f"第 {line.get('order')} 笔转入的净值或份额不合理")
    return found


def confirmation_faults(
    content: Mapping[str, Any], lines: Collection[ConfirmationLine], day: date, asked: Collection[str]
) -> list[str]:
    """What is wrong with the confirmations of a trade date; `asked` are the references that were sent."""
    faults = head_faults(content, day, len(lines))
    known = [line.order for line in lines]
    faults += [f"委托 {one} 出现多次" for one in sorted({one for one in known if known.count(one) > 1})]
    faults += [f"缺少委托 {one}" for one in sorted(set(asked) - set(known))]
    faults += [f"不认识委托 {one}" for one in sorted(set(known) - set(asked))]
    total = sum(line.fen for line in lines)
    if content.get("total") != total:
        faults.append(f"金额合计 {content.get('total')} 分,逐笔相加 {total} 分")
    return faults


def head_faults(content: Mapping[str, Any], day: date, count: int) -> list[str]:
    """Of the day and the count that every file begins with."""
    faults = []
    if content.get("day") != day.isoformat():
        faults.append(f"文件日期 {content.get('day')},应为 {day.isoformat()}")
    if content.get("count") != count:
        faults.append(f"笔数 {content.get('count')},实有 {count}")
    return faults


def file_lines(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Raises Malformed, as the readers of one value below."""
    lines = content.get("lines")
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise Malformed("文件没有明细")
    return lines


def file_text(line: Mapping[str, Any], name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str) or not value or len(value) > 40:
        raise Malformed(f"{name} 缺失")
    return value


def file_whole(line: Mapping[str, Any], name: str) -> int:
    value = line.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**62:
        raise Malformed(f"{name} 不是分的整数")
    return value


def file_decimal(line: Mapping[str, Any], name: str, places: int) -> Decimal:
    try:
        value = Decimal(str(line.get(name)))
    except InvalidOperation:
        raise Malformed(f"{name} 不是数字") from None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -places or abs(value) >= 10**14:
        raise Malformed(f"{name} 超出范围")
    return value


def file_part(line: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    value = line.get(name)
    if value is not None and not isinstance(value, dict):
        raise Malformed(f"{name} 无法识别")
    return value
