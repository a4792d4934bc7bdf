"""Of what the sides ask of each other: contracts, wage cards, openings, reclaims. Never an amount."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.approvals.events import RequestLapsed
from apps.core import clock, params
from apps.core.outbox import subscriber
from apps.identity import api as identity
from apps.notify import api as notify

from ..choices import CARD_ALERT_DAYS, CONTRACT_SUBJECT, RECLAIM_SUBJECT, OpeningState, ReclaimState, WageCardState
from ..events import ContractMoved, OpeningMoved, ReclaimMoved, WageCardMoved
from ..selectors.telling import (
    administrators,
    contract_administrators,
    opening_names,
    pay_specialists,
    reclaim_names,
    wagecard_names,
)
from ..services.contract_decide import contract_lapse
from ..services.reclaim_lapse import reclaim_lapse

CONTRACT_NOTES = {
    "OFFERED": ("代付通签约待签署", "银行已审批签约条款,请核对后签署。"),
    "DECLINED": ("代付通签约未通过", "请查看原因,修改后可重新申请。"),
    "SUSPENDED": ("银行暂停了代付通签约", "恢复前不能发起代发,未扣款的批次不会发放,请查看原因并联系开户网点。"),
    "ACTIVE": ("银行恢复了代付通签约", "可以继续发起代发;未扣款的批次请经办人员重新发放。"),
    "ENDED": ("银行终止了代付通签约", "不能再发起代发,未扣款的批次不会发放,请查看原因;可以重新申请签约。"),
}
STRANGER = "如非本人操作,请立即止付账户并联系银行。"
CARD_NOTES = {
    WageCardState.SUBMITTED: ("工资卡变更待确认", f"您提交了新的工资卡,企业确认前工资仍发到原账户。{STRANGER}"),
    WageCardState.CONFIRMED: ("工资卡已确认", f"企业确认了您提交的工资卡,之后的工资发到这个账户。{STRANGER}"),
    WageCardState.REJECTED: ("工资卡未获同意", "企业没有同意您提交的工资卡,工资仍发到原账户,请查看原因。"),
}
OPENING_NOTES = {
    OpeningState.INVITED: ("单位为您预约了开户", "请查看办理时间和地点;开户须由您本人办理和同意。"),
    OpeningState.DECLINED: ("批量开户未受理", "请查看原因。"),
}
RECLAIM_NOTES = {  # whom it is told, and how
    ReclaimState.ASKED: ("checker", "有误发追回待您复核", "请核对后处理。"),
    ReclaimState.WAITS: ("employee", "单位请您退回误发的工资", "是否退回由您决定,请在期限内答复。"),
    ReclaimState.PAID_BACK: ("maker", "误发的工资已退回", "员工已同意,款项已回到付款账户。"),
    ReclaimState.REFUSED: ("maker", "员工没有同意退回", "请查看员工的说明,与员工沟通。"),
    ReclaimState.LAPSED: ("maker", "误发追回已失效", "期限内没有答复或没有复核,款项没有变动。"),
    ReclaimState.SENT_BACK: ("maker", "误发追回未通过复核", "请查看原因。"),
}


@subscriber(ContractMoved.name, "daifutong.tell_administrators")
def tell_administrators(event: dict[str, Any]) -> None:
    contract_id = UUID(event["contract_id"])
    title, body = CONTRACT_NOTES[event["state"]]
    notify.tell_many(
        person_ids=contract_administrators(contract_id),
        kind="daifutong.contract",
        title=title,
        body=body,
        link=reverse("office:payroll_contract"),
        key=f"daifutong.contract:{event['event_id']}",
        now=clock.read(),
    )


@subscriber(RequestLapsed.name, "daifutong.contract_lapse", kind=CONTRACT_SUBJECT)
def take_contract_back(event: dict[str, Any]) -> None:
    contract_lapse(contract_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(WageCardMoved.name, "daifutong.tell_wagecard")
def tell_wagecard(event: dict[str, Any]) -> None:
    """Its person, by a message to the phone as well."""
    if event["state"] not in CARD_NOTES:
        return
    names = wagecard_names(UUID(event["card_id"]))
    title, body = CARD_NOTES[event["state"]]
    notify.tell(
        person_id=names.person_id,
        kind="daifutong.wagecard",
        title=title,
        body=f"{names.enterprise_name}:{body}",
        link=reverse("mobile:wagecards"),
        key=f"daifutong.wagecard:{event['event_id']}",
        sms=True,
        now=clock.read(),
    )


@subscriber(WageCardMoved.name, "daifutong.warn_former_mobile")
def warn_former_mobile(event: dict[str, Any]) -> None:
    """A number that was changed lately hears of a new wage card too: the change may have been a thief's."""
    names, now = wagecard_names(UUID(event["card_id"])), clock.read()
    since = now.wall - timedelta(days=params.get(CARD_ALERT_DAYS, now.business_date))
    former = identity.former_mobile(names.person_id, since)
    if former and event["state"] == WageCardState.SUBMITTED:
        title, body = CARD_NOTES[WageCardState.SUBMITTED]
        notify.send_text(mobile=former, text=f"{title}:{names.enterprise_name}:{body}", now=now)


@subscriber(WageCardMoved.name, "daifutong.tell_wagecard_waits")
def tell_wagecard_waits(event: dict[str, Any]) -> None:
    if event["state"] != WageCardState.SUBMITTED:
        return
    names = wagecard_names(UUID(event["card_id"]))
    specialists = pay_specialists(names.enterprise_id)
    notify.tell_many(
        person_ids=specialists or administrators(names.enterprise_id),
        kind="daifutong.wagecard_waits",
        title="有员工提交了工资卡",
        body=f"{names.name}提交了新的工资卡,"
        + ("请核对后确认。" if specialists else "企业还没有薪酬专员,请指定一人确认。"),
        link=reverse("office:wagecard", args=[event["card_id"]]) if specialists else reverse("office:member_list"),
        key=f"daifutong.wagecard:{event['event_id']}",
        now=clock.read(),
    )


@subscriber(OpeningMoved.name, "daifutong.tell_opening")
def tell_opening(event: dict[str, Any]) -> None:
    if event["state"] not in OPENING_NOTES:
        return
    names = opening_names(UUID(event["opening_id"]))
    invited = event["state"] == OpeningState.INVITED
    title, body = OPENING_NOTES[event["state"]]
    notify.tell_many(
        person_ids=names.people if invited else [names.maker_person_id],
        kind="daifutong.opening" if invited else "daifutong.opening_answer",
        title=title,
        body=f"{names.enterprise_name}:{body}" if invited else body,
        link=reverse("mobile:invitations") if invited else reverse("office:opening", args=[event["opening_id"]]),
        key=f"daifutong.opening:{event['event_id']}",
        now=clock.read(),
    )


@subscriber(ReclaimMoved.name, "daifutong.tell_reclaim")
def tell_reclaim(event: dict[str, Any]) -> None:
    """The checker, the employee or the maker, whose turn it is or who has asked. Never an amount."""
    if event["state"] not in RECLAIM_NOTES:
        return
    side, title, body = RECLAIM_NOTES[event["state"]]
    names = reclaim_names(UUID(event["reclaim_id"]))
    people = {"checker": names.checkers, "employee": [names.person_id], "maker": [names.maker_person_id]}[side]
    notify.tell_many(
        person_ids=people,
        kind="daifutong.reclaim" if side == "employee" else "daifutong.reclaim_answer",
        title=title,
        body=f"{names.enterprise_name if side == 'employee' else names.title}:{body}",
        link=reverse("mobile:reclaim" if side == "employee" else "office:reclaim", args=[event["reclaim_id"]]),
        key=f"daifutong.reclaim:{event['event_id']}",
        now=clock.read(),
    )


@subscriber(RequestLapsed.name, "daifutong.reclaim_lapse", kind=RECLAIM_SUBJECT)
def end_reclaim(event: dict[str, Any]) -> None:
    reclaim_lapse(reclaim_id=UUID(event["subject_id"]), now=clock.read())
