"""Orders and holdings as the parts that templates draw."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from apps.core.clock import SHANGHAI
from apps.core.money import Fen, format_yuan
from apps.core.parts import Link, Pair

from ..choices.order import ORDER_KIND_LABELS, OrderKind, OrderState
from ..contracts import PositionLine, TradeLine
from ..selectors.trading import TradesWanted

UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

S = OrderState
_STATES = {
    S.CREATED: ("pending", "正在受理", "请稍后刷新查看结果。"),
    S.FAILED: ("failed", "没有成功", ""),
    S.HELD: ("pending", "已受理", "交易日 15:00 后报送登记机构,在此之前可以撤单。"),
    S.CANCELLED: ("ok", "已撤单", "冻结的款项或份额已经解除。"),
    S.RELEASED: ("failed", "已解除", ""),
    S.SENT_TA: ("pending", "等待确认", "已报送登记机构,确认后通知您。"),
    S.CONFIRMED: ("ok", "已确认", "款项到账后通知您。"),
    S.PART: ("ok", "部分确认", "未确认部分按您的选择办理。"),
    S.REJECTED: ("failed", "未确认", ""),
    S.DONE: ("ok", "已完成", ""),
}


@dataclass(frozen=True, slots=True)
class Result:
    """How an order stands, for the component `result`."""

    state: str  # ok, pending, failed
    title: str
    text: str
    amount: Fen | None
    pairs: tuple[Pair, ...]
    primary: Link
    secondary: Link


def result_of(trade: TradeLine) -> Result:
    state, title, text = _STATES[OrderState(trade.state)]
    if trade.outcome_label:
        text = f"原因:{trade.outcome_label}。"
    if trade.is_reservation and trade.state == S.HELD:
        text = "款项已冻结,额度已保留。销售开始时重新核对适当性并转为申购,在此之前可以随时撤单。"
    if trade.kind == OrderKind.QUICK and trade.state in (S.HELD, S.SENT_TA):
        state, title, text = "ok", "款项已到账", "份额由银行垫付赎回,当日不计收益。"
    return Result(
        state,
        f"{trade.kind_label}{title}",
        text,
        trade.amount_fen if trade.amount_fen is not None else trade.filled_fen,
        tuple(_pairs(trade)),
        Link("我的理财", reverse("mobile:wealth_home")),
        Link("交易记录", reverse("mobile:trade_list")),
    )


def _pairs(trade: TradeLine) -> list[Pair]:
    said = [
        Pair("产品", trade.product, reverse("mobile:product", args=[trade.product_id])),
        Pair("交易编号", trade.reference),
        Pair("付款账户" if trade.kind == OrderKind.PURCHASE else "到账账户", trade.account),
        Pair("提交时间", f"{trade.ordered_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        Pair("预计交易日(T)" if trade.is_reservation else "交易日(T)", f"{trade.trade_date:%Y-%m-%d}"),
        Pair("确认日", f"{trade.confirm_date:%Y-%m-%d}"),
    ]
    if trade.source is not None:
        said.insert(
            1, Pair("来源", trade.source.label, reverse("mobile:instruction", args=[trade.source.instruction_id]))
        )
        if trade.source.journal_id is not None:
            place = [trade.account_id, trade.source.journal_id, trade.source.leg]
            said.insert(2, Pair("对应的工资", "查看入账", reverse("mobile:entry", args=place)))
    if trade.target:
        said[0] = Pair("转出产品", trade.product, reverse("mobile:product", args=[trade.product_id]))
        said[2] = Pair("转入产品", trade.target)
    if trade.units is not None:
        said.insert(1, Pair("申请份额", f"{trade.units:,.2f} 份"))
    if trade.cash_date is not None:
        said.append(Pair("到账日", f"{trade.cash_date:%Y-%m-%d}"))
    if trade.nav is not None and trade.filled_units is not None and trade.filled_fen is not None:
        said += [
            Pair("确认净值", f"{trade.nav}"),
            Pair("确认份额", f"{trade.filled_units:,.2f} 份"),
            Pair("确认金额", f"¥{format_yuan(trade.filled_fen)}"),
            Pair("手续费", f"¥{format_yuan(trade.fee_fen or Fen(0))}"),
        ]
    if trade.target_nav is not None and trade.target_units is not None:
        said += [
            Pair("转入净值", f"{trade.target_nav}"),
            Pair("转入份额", f"{trade.target_units:,.2f} 份"),
            Pair("转入申购费", f"¥{format_yuan(trade.target_fee_fen or Fen(0))}"),
        ]
    if "cancel" in trade.may and not trade.is_reservation:
        said.append(Pair("撤单截止", f"{trade.cut_off_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"))
    return said


SHOW_LABELS = {"open": "在途", "done": "已完成", "ended": "未成交"}


def wanted_of(asked: Mapping[str, str]) -> TradesWanted:
    """What is not understood is not asked for."""
    kind, show, product = asked.get("kind", ""), asked.get("show", ""), asked.get("product", "")
    return TradesWanted(
        kind=kind if kind in tuple(OrderKind) else "",
        show=show if show in SHOW_LABELS else "",
        product=UUID(product) if UUID_TEXT.fullmatch(product) else None,
    )


def trade_chips(wanted: TradesWanted) -> tuple[Link, ...]:
    """All, by state, by kind; the product stays as it is."""
    here = reverse("mobile:trade_list")
    kept = {"product": str(wanted.product)} if wanted.product else {}
    ways = [
        ("全部", {}),
        *((label, {"show": name}) for name, label in SHOW_LABELS.items()),
        *((label, {"kind": str(kind)}) for kind, label in ORDER_KIND_LABELS.items()),
    ]
    now = {name: value for name, value in (("kind", wanted.kind), ("show", wanted.show)) if value}
    return tuple(
        Link(label, f"{here}?{said}" if (said := urlencode(way | kept)) else here, active=way == now)
        for label, way in ways
    )


def facts_of(line: PositionLine) -> tuple[Pair, ...]:
    said = [
        Pair("持有份额", f"{line.units:,.2f} 份"),
        Pair("可用份额", f"{line.free:,.2f} 份"),
        Pair("持有成本", f"¥{format_yuan(line.cost_fen)}"),
        Pair("风险等级", line.rating_label),
    ]
    if line.aside:
        said.insert(2, Pair("赎回在途", f"{line.aside:,.2f} 份"))
    if line.dividend_fen:
        said.append(Pair("现金分红", f"¥{format_yuan(line.dividend_fen)}", note="已计入持有损益"))
    if line.nav is not None and line.priced_on is not None:
        said.append(Pair("最新净值", f"{line.nav}({line.priced_on:%m-%d})"))
    return tuple(said)
