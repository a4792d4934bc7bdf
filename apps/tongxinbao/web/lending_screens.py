"""Issues, orders and loans as the parts that templates draw."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from apps.core.clock import SHANGHAI
from apps.core.money import Fen, format_yuan
from apps.core.parts import Link, Pair

from ..choices import DayCount, IssueState, OrderState
from ..contracts import ExitOffer, LendingIssue, OrderLine
from ..rules.quotes import Quote, quote_of

COMING = (IssueState.LISTED, IssueState.SUBSCRIBING, IssueState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Result:
    """How an order stands, for the component `result`."""

    state: str  # ok, pending, failed
    title: str
    text: str
    amount: Fen
    pairs: tuple[Pair, ...]
    primary: Link
    secondary: Link


def pairs(facts: Iterable[tuple[str, str]]) -> tuple[Pair, ...]:
    return tuple(Pair(label, value) for label, value in facts if value)


def facts_of(issue: LendingIssue) -> tuple[Pair, ...]:
    """What is asked for, what there is of it already, and from whom it comes."""
    room = () if issue.room_fen is None else (Pair("剩余额度", yuan(issue.room_fen)),)
    return (
        Pair("借款人", issue.enterprise_name),
        *limits_of(issue),
        *room,
        Pair("我已认购", yuan(issue.mine_fen)),
        Pair("企业同类借款余额", yuan(issue.outstanding_fen)),
        Pair("手续费", "不向出借人收取"),
        Pair("利息所得税", "由企业代扣 20%"),
        Pair("发行内容摘要", issue.content_hash[:16]),
    )


def exit_pairs(offer: ExitOffer) -> tuple[Pair, ...]:
    """What the loan would bring, were it paid back today."""
    if offer.found is None:
        return ()
    return (
        Pair("归还本金", yuan(offer.found.principal_fen)),
        Pair(
            "利息", yuan(offer.found.interest_fen), note=f"按实际 {offer.found.days} 天,约定年利率 {offer.line.rate}%"
        ),
        Pair("代扣个人所得税", yuan(offer.found.tax_fen)),
        Pair("今天收回实际到账", yuan(offer.found.net_fen)),
    )


def mandate_url(issue: LendingIssue, has_mandate: bool) -> str:
    """The way to one's own mandate, or to signing one while that makes sense; "" where there is none."""
    if has_mandate:
        return reverse("mobile:loan_mandate", args=[issue.line.id])
    may = issue.is_eligible and issue.line.state in COMING
    return reverse("mobile:mandate_sign", args=[issue.line.id]) if may else ""


def limits_of(issue: LendingIssue) -> tuple[Pair, ...]:
    return (
        Pair("起点金额", f"{yuan(issue.min_order_fen)},以 {yuan(issue.step_fen)} 递增"),
        Pair("每人上限", yuan(issue.person_max_fen)),
    )


def quote(issue: LendingIssue, fen: Fen) -> Quote:
    """What so much would bring, reckoned from the day of the close. Raises ScheduleFault for an issue without sense."""
    dates = [day for day in issue.interest_dates if day > issue.value_date]
    return quote_of(fen, issue.rate, DayCount(issue.day_count), issue.value_date, issue.line.maturity_date, dates)


_RESULTS = {
    OrderState.CREATED: ("pending", "正在处理", "请稍后查看结果。"),
    OrderState.HELD: ("ok", "认购成功", "款项已在您本人的账户中冻结,结算后才划转给企业。认购结束前可以撤回。"),
    OrderState.FAILED: ("failed", "认购未成功", ""),
    OrderState.WITHDRAWN: ("ok", "已撤回", "冻结的款项已经解除。"),
    OrderState.RELEASED: ("failed", "认购已解除", ""),
    OrderState.ALLOTTED: ("ok", "认购已确认", "等待银行结算,结算后借款起息。"),
    OrderState.PART_ALLOTTED: ("ok", "认购部分确认", "按比例分配,其余款项在结算时解除冻结。"),
    OrderState.UNALLOTTED: ("failed", "未获分配", "冻结的款项已经解除。"),
    OrderState.SETTLED: ("ok", "已出借", "款项已划转给企业,借款起息。"),
}


def result_of(order: OrderLine) -> Result:
    state, title, text = _RESULTS[OrderState(order.state)]
    if order.outcome_label:
        text = f"原因:{order.outcome_label}。"
    placed = order.placed_at.astimezone(SHANGHAI)
    shown = [
        Pair("借款", order.title),
        Pair("借款人", order.enterprise_name),
        Pair("认购编号", order.reference),
        Pair("付款账户", order.account),
        Pair("提交时间", f"{placed:%Y-%m-%d %H:%M}"),
    ]
    if order.is_entrusted:
        shown.append(Pair("提交方式", "企业按您的授权代为提交"))
    if order.allotted_fen:
        shown.append(Pair("确认金额", yuan(order.allotted_fen)))
    if order.may and order.close_at:
        shown.append(Pair("撤回截止", f"{order.close_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"))
    orders = Link("我的认购", reverse("mobile:order_list"))
    loan = Link("查看出借", reverse("mobile:holding", args=[order.holding_id])) if order.holding_id else None
    return Result(state, title, text, order.amount_fen, tuple(shown), loan or orders, _back(order, loan, orders))


def _back(order: OrderLine, loan: Link | None, orders: Link) -> Link:
    return orders if loan else Link("我的出借", reverse("mobile:holding_list"))


def yuan(fen: int) -> str:
    return f"¥{format_yuan(Fen(fen))}"
