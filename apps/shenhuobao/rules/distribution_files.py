"""The transfer agent's file of dividends and maturities: read as what it says, checked against itself (WM-12).

Plain Python. Whether a line is what we reckon is asked line by line, elsewhere: here the file is believed whole or not
at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from ..choices import DividendMode
from ..choices.distribution import DISTRIBUTION_KIND_LABELS, DistributionKind
from .agent_files import Malformed, file_decimal, file_lines, file_text, file_whole, head_faults
from .dividends import PER_UNIT_PLACES

Wanted = tuple[str, str]  # product, kind


@dataclass(frozen=True, slots=True)
class DividendSaid:
    """What the agent has announced of a product."""

    record_on: date
    ex_on: date
    per_unit: Decimal


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """What one holder is due of one distribution: money, or units."""

    product: str
    kind: DistributionKind
    holder: str
    mode: DividendMode
    units: Decimal
    nav: Decimal
    cash_fen: int
    added: Decimal

    @property
    def of(self) -> Wanted:
        return self.product, self.kind


def read_dividend(said: Mapping[str, Any]) -> DividendSaid:
    """Raises Malformed."""
    try:
        record_on, ex_on = (date.fromisoformat(file_text(said, name)) for name in ("record_on", "ex_on"))
    except ValueError:
        raise Malformed("分红公告的日期无法识别") from None
    found = DividendSaid(record_on, ex_on, file_decimal(said, "per_unit", PER_UNIT_PLACES))
    if found.per_unit <= 0 or found.record_on > found.ex_on:
        raise Malformed("分红公告的日期或每份分红不合理")
    return found


def read_distributions(content: Mapping[str, Any]) -> tuple[PayoutLine, ...]:
    """Raises Malformed."""
    return tuple(_payout(line) for line in file_lines(content))


def _payout(line: Mapping[str, Any]) -> PayoutLine:
    try:
        kind, mode = DistributionKind(file_text(line, "kind")), DividendMode(file_text(line, "mode"))
    except ValueError:
        raise Malformed("分派的种类或方式无法识别") from None
    found = PayoutLine(
        product=file_text(line, "product"),
        kind=kind,
        holder=file_text(line, "holder"),
        mode=mode,
        units=file_decimal(line, "units", 2),
        nav=file_decimal(line, "nav", 4),
        cash_fen=file_whole(line, "cash"),
        added=file_decimal(line, "added", 2),
    )
    if found.units <= 0 or found.nav <= 0 or found.added < 0 or (found.added and found.cash_fen):
        raise Malformed(f"持有人 {found.holder[:8]} 的份额、净值或金额不合理")
    return found


def distribution_faults(
    content: Mapping[str, Any], lines: Collection[PayoutLine], day: date, wanted: Collection[Wanted]
) -> list[str]:
    """What is wrong with the payouts of an ex-date; `wanted` are the distributions that were asked for."""
    faults = head_faults(content, day, len(lines))
    known = [(*line.of, line.holder) for line in lines]
    faults += [
        f"产品 {product} 的持有人 {holder[:8]} 出现多次"
        for product, _, holder in sorted({one for one in known if known.count(one) > 1})
    ]
    faults += [
        f"没有请求产品 {product} 的{DISTRIBUTION_KIND_LABELS[DistributionKind(kind)]}"
        for product, kind in sorted({line.of for line in lines} - set(wanted))
    ]
    total = sum(line.cash_fen for line in lines)
    if content.get("total") != total:
        faults.append(f"金额合计 {content.get('total')} 分,逐笔相加 {total} 分")
    return faults
