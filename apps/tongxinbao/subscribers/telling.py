"""Who hears what of an issue, an order, a payment: members of the issuer for whom it exists, lenders, and operators.

Never an amount. A repeat changes nothing: each notice has a key."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.core import clock
from apps.core.outbox import subscriber
from apps.notify import api as notify

from ..choices import ENTRY, WRITTEN_UP, IssueState, OrderState
from ..events import DuesAhead, ExitReturned, IssueMoved, LoansMade, NoticePublished, OrderMoved, PaidOut
from ..selectors.telling import (
    issue_names,
    lender_told,
    lenders_told,
    operators_told,
    order_names,
    paid_people,
    paper_title,
    people_who_have_ordered,
    people_who_may_lend,
)

ISSUE, ORDER, LOAN, OFFICE = "tongxinbao.issue", "tongxinbao.order", "tongxinbao.loan", "tongxinbao.office"
REASON_SHOWN = 100  # characters: a notice holds 200
# States of which the issuer's operators are told, whoever has brought it there.
OFFICE_STATES = (
    IssueState.DRAFT, IssueState.REJECTED, IssueState.LISTED, IssueState.SUSPENDED, IssueState.CANCELLED,
    IssueState.CLOSED, IssueState.FAILED, IssueState.ACTIVE, IssueState.PARTIALLY_REPAID, IssueState.OVERDUE,
    IssueState.DEFAULTED, IssueState.REPAID,
)  # fmt: skip
# What lenders are told when their loan's issue comes to a state (rows 14a, 15, 18, 20).
LENDERS_HEAR = {
    IssueState.EARLY_REPAYING: ("企业将提前还款", "企业将按合同提前归还借款,利息计算到实际还款日。"),
    IssueState.OVERDUE: ("借款逾期", "企业没有按时付款,借款已经逾期,逾期利息按合同计算。银行不垫付。"),
    IssueState.PARTIALLY_REPAID: ("借款部分偿还", "企业只偿还了部分应付款项,其余已经逾期。银行不垫付。"),
    IssueState.DEFAULTED: ("借款违约", "企业长期没有还款,本行已认定违约,请在借款页面查看材料。银行不垫付。"),
}


@subscriber(IssueMoved.name, "tongxinbao.tell_members")
def tell_members(event: dict[str, Any]) -> None:
    """Once, when the hour has come: not again after a stop."""
    if event["state"] != IssueState.SUBSCRIBING:
        return
    issue_id, now = UUID(event["issue_id"]), clock.read()
    notify.tell_many(
        person_ids=people_who_may_lend(issue_id, now),
        kind=ISSUE,
        title=ENTRY,
        body="您所在的企业向员工借款,现在可以查看借款约定和风险揭示。是否出借由您自愿决定。",
        link=issue_names(issue_id).link,
        key=f"tongxinbao.open:{issue_id}",
        now=now,
    )


@subscriber(IssueMoved.name, "tongxinbao.tell_waiting")
def tell_waiting(event: dict[str, Any]) -> None:
    """Whose money is held learns that the issue has been stopped: it may be taken back."""
    if event["state"] != IssueState.SUSPENDED:
        return
    issue_id = UUID(event["issue_id"])
    notify.tell_many(
        person_ids=people_who_have_ordered(issue_id),
        kind=ORDER,
        title="认购已暂停",
        body="您认购的企业借款已暂停,冻结的款项不变,认购结束前可以撤回。",
        link=reverse("mobile:order_list"),
        key=f"tongxinbao.stop:{event['event_id']}",
        now=clock.read(),
    )


@subscriber(IssueMoved.name, "tongxinbao.tell_lenders")
def tell_lenders(event: dict[str, Any]) -> None:
    state = IssueState(event["state"])
    if state == IssueState.ACTIVE and event["reason"]:  # 14b: the money for an early repayment was not there
        title, body = "提前还款没有进行", "企业的账户余额不足,提前还款没有进行,借款照原约定继续。"
    elif state in LENDERS_HEAR:
        title, body = LENDERS_HEAR[state]
    else:
        return
    _tell_lenders(UUID(event["issue_id"]), title, body, f"tongxinbao.lenders:{event['event_id']}")


@subscriber(IssueMoved.name, "tongxinbao.tell_operators")
def tell_operators(event: dict[str, Any]) -> None:
    if event["state"] not in OFFICE_STATES:
        return
    issue_id, reason = UUID(event["issue_id"]), event["reason"]
    names = issue_names(issue_id)
    notify.tell_many(
        person_ids=operators_told(issue_id),
        kind=OFFICE,
        title="员工借款进展",
        body=f"「{names.title}」:{names.state_label}。" + (f"原因:{reason[:REASON_SHOWN]}" if reason else ""),
        link=names.office_link,
        key=f"tongxinbao.office:{event['event_id']}",
        now=clock.read(),
    )


@subscriber(OrderMoved.name, "tongxinbao.tell_person")
def tell_person(event: dict[str, Any]) -> None:
    """By message too: money of the person's own is free again, or was held by somebody else's hand (TX-11)."""
    order_id = UUID(event["order_id"])
    order = order_names(order_id)
    if order.is_entrusted and event["state"] == OrderState.HELD:
        title, body = "企业代您提交了认购", "企业按您的授权提交了一笔认购,款项已在您的账户中冻结,认购结束前可以撤回。"
    elif event["state"] in (OrderState.RELEASED, OrderState.UNALLOTTED, OrderState.FAILED):
        title = "认购未成功" if event["state"] == OrderState.FAILED else "认购已解除"
        body = f"您对「{order.title}」的认购没有成立" + (f":{order.reason}。" if order.reason else "。")
    else:
        return
    notify.tell(
        person_id=order.person_id, kind=ORDER, title=title, body=body, link=order.link,
        key=f"tongxinbao.order:{order_id}:{event['state']}", now=clock.read(), sms=True,
    )  # fmt: skip


@subscriber(LoansMade.name, "tongxinbao.tell_loans")
def tell_loans(event: dict[str, Any]) -> None:
    issue_id = UUID(event["issue_id"])
    title = issue_names(issue_id).title
    body = f"「{title}」已经结算,借款起息,可以查看借款合同和还本付息日程。"
    _tell_lenders(issue_id, "借款已起息", body, f"tongxinbao.made:{issue_id}")


@subscriber(PaidOut.name, "tongxinbao.tell_paid")
def tell_paid(event: dict[str, Any]) -> None:
    payout_id = UUID(event["payout_id"])
    title, people, _ = paid_people(payout_id)
    notify.tell_many(
        person_ids=people,
        kind=LOAN,
        title="收到还本付息",
        body=f"「{title}」的一笔款项已经入账,可以查看明细和代扣税款。",
        link=reverse("mobile:holding_list"),
        key=f"tongxinbao.paid:{payout_id}",
        now=clock.read(),
    )


@subscriber(PaidOut.name, "tongxinbao.tell_returned")
def tell_returned(event: dict[str, Any]) -> None:
    """Whose account could not take it (the sum waits in the issue's transit, under a case)."""
    payout_id = UUID(event["payout_id"])
    title, _, people = paid_people(payout_id)
    notify.tell_many(
        person_ids=people,
        kind=LOAN,
        title="还本付息未能入账",
        body=f"「{title}」的一笔款项没能存入您的账户,暂由本行保管,请联系银行更换收款账户。",
        link=reverse("mobile:holding_list"),
        key=f"tongxinbao.returned:{payout_id}",
        now=clock.read(),
    )


@subscriber(DuesAhead.name, "tongxinbao.tell_dues")
def tell_dues(event: dict[str, Any]) -> None:
    """The enterprise has to see that the money is there (row 16)."""
    issue_id, due_on = UUID(event["issue_id"]), event["due_on"]
    names = issue_names(issue_id)
    notify.tell_many(
        person_ids=operators_told(issue_id),
        kind=OFFICE,
        title="员工借款即将到期付款",
        body=f"「{names.title}」应于 {due_on} 付款,还有 {event['workdays']} 个工作日,请确保还款账户余额充足。",
        link=names.office_link,
        key=f"tongxinbao.ahead:{issue_id}:{due_on}:{event['workdays']}",
        now=clock.read(),
    )


@subscriber(ExitReturned.name, "tongxinbao.tell_exit")
def tell_exit(event: dict[str, Any]) -> None:
    """Who asked for the money back learns that the enterprise does not agree; who is paid is told of the payment."""
    holding_id = UUID(event["holding_id"])
    notify.tell(
        person_id=lender_told(holding_id), kind=LOAN, title="提前收回没有同意",
        body="企业没有同意您提前收回借款的申请,借款照原约定继续。", link=reverse("mobile:holding", args=[holding_id]),
        key=f"tongxinbao.exit:{event['event_id']}", now=clock.read(),
    )  # fmt: skip


@subscriber(NoticePublished.name, "tongxinbao.tell_notice")
def tell_notice(event: dict[str, Any]) -> None:
    issue_id, paper_id = UUID(event["issue_id"]), UUID(event["paper_id"])
    names = issue_names(issue_id)
    key, title = f"tongxinbao.notice:{paper_id}", paper_title(paper_id)
    if event["kind"] == WRITTEN_UP:
        _tell_lenders(issue_id, title, f"本行记录了「{names.title}」的违约处置情况,请在借款页面查看。", key)
    else:
        body = f"{names.enterprise_name}就「{names.title}」发布了:{title}。"
        _tell_lenders(issue_id, "借款企业发布了公告", body, key)


def _tell_lenders(issue_id: UUID, title: str, body: str, key: str) -> None:
    notify.tell_many(
        person_ids=lenders_told(issue_id), kind=LOAN, title=title, body=body, link=reverse("mobile:holding_list"),
        key=key, now=clock.read(),
    )  # fmt: skip
