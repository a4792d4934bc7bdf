"""Transfers as the parts that templates draw."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from apps.core.clock import SHANGHAI
from apps.core.errors import AppError
from apps.core.parts import Link, Pair

from ..choices import Direction, TransferState
from ..contracts import TransferView

# What can be done about a refusal: code → (words, address, query).
_FIXES = {
    "BALANCE_SHORT": ("去转入", "mobile:transfer_new", "?direction=IN"),
    "MANDATE_STOPPED": ("去签署授权", "mobile:card", ""),
    "CARD_STATE": ("去完成绑定", "mobile:card", ""),
    "CARD_SINGLE": ("查看授权", "mobile:card", ""),
    "CARD_DAY": ("查看授权", "mobile:card", ""),
    "LIMIT_DAY": ("查看额度", "mobile:account_limits", ""),
    "LIMIT_YEAR": ("查看额度", "mobile:account_limits", ""),
    "NEW_DEVICE": ("确认本机", "mobile:device_list", ""),
    "PASSKEY_NEEDED": ("添加通行密钥", "mobile:passkey_new", ""),
    "ACCOUNT_STATUS": ("账户管理", "mobile:account_manage", ""),
}


@dataclass(frozen=True, slots=True)
class Result:
    """How a transfer stands, for the component `result`."""

    state: str  # ok, pending, failed
    title: str
    text: str
    pairs: tuple[Pair, ...]
    primary: Link
    secondary: Link


def fix_of(error: AppError, sent: dict[str, Any]) -> Link | None:
    """The way to what mends a refusal; None where there is none."""
    known = _FIXES.get(error.code)
    if known is None:
        return None
    label, route, query = known
    place = {"mobile:card": "card_id", "mobile:account_limits": "account_id", "mobile:account_manage": "account_id"}
    args = [sent[place[route]]] if route in place else []
    return Link(label, reverse(route, args=args) + query)


def direction_tabs(chosen: Direction) -> tuple[Link, ...]:
    address = reverse("mobile:transfer_new")
    return tuple(
        Link(label, f"{address}?direction={key}", active=key == chosen)
        for key, label in ((Direction.IN, "转入"), (Direction.OUT, "转出"))
    )


def result_of(transfer: TransferView) -> Result:
    again = Link("再转一笔", f"{reverse('mobile:transfer_new')}?direction={transfer.direction}")
    account = Link("查看账户", reverse("mobile:account_entries", args=[transfer.account_id]))
    refresh = Link("刷新结果", reverse("mobile:transfer", args=[transfer.id]))
    source, target = transfer.card_label, transfer.account_label
    if transfer.direction == Direction.OUT:
        source, target = target, source
    pairs = (
        Pair("从", source),
        Pair("到", target),
        Pair("发起时间", f"{transfer.asked_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        Pair("流水号", transfer.reference[-12:].upper()),
    )
    label = transfer.direction_label
    match transfer.state:
        case TransferState.SUCCEEDED:
            return Result("ok", f"{label}成功", "", pairs, account, again)
        case TransferState.FAILED:
            back = "款项已退回原账户。" if transfer.direction == Direction.OUT else "没有从您的卡中扣款。"
            return Result("failed", f"{label}失败", f"{transfer.reason}。{back}", pairs, again, account)
        case TransferState.IN_DOUBT:
            text = "对方银行尚未明确答复,系统持续查询,有结果会通知您。请勿重复转账。"
            return Result("pending", "结果查询中", text, pairs, refresh, account)
    return Result("pending", f"{label}处理中", "一般一分钟内完成,有结果会通知您。", pairs, refresh, account)
