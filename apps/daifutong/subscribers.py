"""What the payroll does when something has happened: tell people (never an amount), and take in what a bank answered.

Each handler runs in a transaction that also ends its job; a repeat changes nothing.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.approvals.events import RequestLapsed
from apps.core import clock, params
from apps.core.events import DayOpened
from apps.core.outbox import subscriber
from apps.corebank.events import PaymentDoubted, PaymentResolved, PaymentStuck, PaymentUnsent
from apps.identity import api as identity
from apps.notify import api as notify

from .choices import (
    BATCH_SUBJECT,
    CARD_ALERT_DAYS,
    CONTRACT_SUBJECT,
    RECLAIM_SUBJECT,
    OpeningState,
    ReclaimState,
    WageCardState,
)
from .events import (
    BatchFinished,
    BatchHeldBack,
    BatchRejected,
    BatchSubmitted,
    ContractMoved,
    OpeningMoved,
    PayslipCorrected,
    PayslipDisputed,
    PayslipReplied,
    PayslipWithdrawn,
    ReclaimMoved,
    ReturnsMoved,
    RowsPaid,
    WageCardMoved,
)
from .selectors.telling import (
    administrators,
    batch_link,
    batch_names,
    batch_of_line,
    contract_administrators,
    next_step,
    opening_names,
    pay_specialists,
    people_paid,
    person_of,
    reclaim_names,
    wagecard_names,
)
from .services.batch_lapse import batch_lapse
from .services.contract_decide import contract_lapse
from .services.fee_charge import fees_state
from .services.pay_day_open import pay_day_open, pay_days_remind
from .services.reclaim_lapse import reclaim_lapse, reclaims_lapse
from .services.row_resolve import row_doubt, row_resolve, row_stuck, row_unsent

MAKER_NOTES = {
    "DONE": ("代发已完成", "全部成功。"),
    "PART_FAILED": ("代发部分失败", "请查看失败原因和款项退回情况。"),
    "HELD": ("代发退回款暂存银行", "付款账户目前不能收款,失败明细的款项暂存银行,账户恢复后自动退回。"),
    "RETURNED": ("代发退回款已入账", "暂存银行的失败明细款项已转入企业账户。"),
    "UNSENT": ("代发跨行明细尚未送出", "跨行通道暂时不可用,系统继续尝试,请勿重复代发。"),
    "IN_DOUBT": ("代发有状态未知明细", "银行正在查询跨行结果,款项暂留银行,请勿重复代发。"),
    "P10": ("代发未扣款", "付款账户余额不足,未发生任何扣款,补足后可再次发放。"),
    "P12": ("代发未扣款", "超过签约的每日限额,未发生任何扣款,请次日再次发放,或由企业管理员变更签约。"),
    "P11": ("代发未扣款", "付款账户当前不能付款,未发生任何扣款,请联系开户网点。"),
    "REJECTED": ("代发批次被退回", "请查看退回原因,修改后重新提交。"),
}

CONTRACT_NOTES = {
    "OFFERED": ("代付通签约待签署", "银行已审批签约条款,请核对后签署。"),
    "DECLINED": ("代付通签约未通过", "请查看原因,修改后可重新申请。"),
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


@subscriber(RowsPaid.name, "daifutong.tell_employees")
def tell_employees(event: dict[str, Any]) -> None:
    batch_id = UUID(event["batch_id"])
    names = batch_names(batch_id)
    notify.tell_many(
        person_ids=people_paid(batch_id, event["first"], event["last"]),
        kind="daifutong.payslip",
        title="工资已到账",
        body=f"{names.enterprise_name} {names.pay_period} 工资已发放,请查看工资条。",
        link=reverse("mobile:payslip_list"),
        key=f"daifutong.payslip:{batch_id}",
        now=clock.read(),
    )


@subscriber(BatchSubmitted.name, "daifutong.tell_approvers")
def tell_approvers(event: dict[str, Any]) -> None:
    batch_id = UUID(event["batch_id"])
    step = next_step(batch_id, event["step"])
    if step is None:
        return
    again = event.get("again", "")
    notify.tell_many(
        person_ids=step.people,
        kind="daifutong.batch",
        title="代发日临近,批次仍待您审批" if again else "有代发批次待您审批",
        body=f"{batch_names(batch_id).title}:请核对后处理。",
        link=batch_link(batch_id),
        key=f"daifutong.approval:{step.approval_id}:{event['step']}{again}",
        now=clock.read(),
    )


@subscriber(PayslipDisputed.name, "daifutong.tell_pay_specialists")
def tell_pay_specialists(event: dict[str, Any]) -> None:
    batch_id, number = UUID(event["batch_id"]), event["number"]
    names = batch_names(batch_id)
    specialists = pay_specialists(names.enterprise_id)
    notify.tell_many(
        person_ids=specialists or administrators(names.enterprise_id),
        kind="daifutong.dispute",
        title="员工对工资条有异议",
        body=f"{names.title}第 {number} 行的员工对工资条提出异议,"
        + ("请核对后答复。" if specialists else "企业还没有薪酬专员,请指定一人答复。"),
        link=reverse("office:payslip_disputes" if specialists else "office:member_list"),
        key=f"daifutong.dispute:{batch_id}:{number}:{event['at']}",
        now=clock.read(),
    )


@subscriber(PayslipReplied.name, "daifutong.tell_employee_replied")
def tell_employee_replied(event: dict[str, Any]) -> None:
    payslip_id = UUID(event["payslip_id"])
    notify.tell(
        person_id=person_of(payslip_id),
        kind="daifutong.payslip",
        title="企业答复了您的工资条异议",
        body="请打开工资条查看答复。",
        link=reverse("mobile:payslip_detail", args=[payslip_id]),
        key=f"daifutong.reply:{payslip_id}:{event['at']}",
        now=clock.read(),
    )


@subscriber(PayslipWithdrawn.name, "daifutong.tell_employee_withdrawn")
def tell_employee_withdrawn(event: dict[str, Any]) -> None:
    _tell_employee(event, "企业撤回了一张工资条", "已到账的款项不变,请打开工资条查看原因。")


@subscriber(PayslipCorrected.name, "daifutong.tell_employee_corrected")
def tell_employee_corrected(event: dict[str, Any]) -> None:
    _tell_employee(event, "企业更正了一张工资条", "请打开工资条核对更正后的内容。")


def _tell_employee(event: dict[str, Any], title: str, body: str) -> None:
    """Once for each happening: a payslip may be withdrawn, or corrected, a second time."""
    payslip_id = UUID(event["payslip_id"])
    notify.tell(
        person_id=person_of(payslip_id),
        kind="daifutong.payslip",
        title=title,
        body=body,
        link=reverse("mobile:payslip_detail", args=[payslip_id]),
        key=f"daifutong.payslip:{event['event_id']}",
        now=clock.read(),
    )


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


@subscriber(BatchFinished.name, "daifutong.tell_maker_finished")
def tell_maker_finished(event: dict[str, Any]) -> None:
    _tell_maker(event, event["state"])


@subscriber(ReturnsMoved.name, "daifutong.tell_maker_returns")
def tell_maker_returns(event: dict[str, Any]) -> None:
    _tell_maker(event, event["state"])


@subscriber(BatchHeldBack.name, "daifutong.tell_maker_held_back")
def tell_maker_held_back(event: dict[str, Any]) -> None:
    _tell_maker(event, event["outcome"])


@subscriber(BatchRejected.name, "daifutong.tell_maker_rejected")
def tell_maker_rejected(event: dict[str, Any]) -> None:
    _tell_maker(event, "REJECTED")


@subscriber(PaymentDoubted.name, "daifutong.row_doubt")
def doubt_row(event: dict[str, Any]) -> None:
    row_doubt(line_ref=event["reference"], now=clock.read())


@subscriber(PaymentUnsent.name, "daifutong.row_unsent")
def escalate_unsent(event: dict[str, Any]) -> None:
    row_unsent(line_ref=event["reference"], now=clock.read())


@subscriber(PaymentUnsent.name, "daifutong.tell_maker_unsent")
def tell_maker_unsent(event: dict[str, Any]) -> None:
    batch_id = batch_of_line(event["reference"])
    if batch_id is not None:
        once_a_batch = {"batch_id": str(batch_id), "event_id": f"{batch_id}:UNSENT"}
        _tell_maker(once_a_batch, "UNSENT")


@subscriber(RequestLapsed.name, "daifutong.batch_lapse")
def take_batch_back(event: dict[str, Any]) -> None:
    if event["kind"] == BATCH_SUBJECT:
        batch_lapse(batch_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(RequestLapsed.name, "daifutong.contract_lapse")
def take_contract_back(event: dict[str, Any]) -> None:
    if event["kind"] == CONTRACT_SUBJECT:
        contract_lapse(contract_id=UUID(event["subject_id"]), now=clock.read())


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


@subscriber(RequestLapsed.name, "daifutong.reclaim_lapse")
def end_reclaim(event: dict[str, Any]) -> None:
    if event["kind"] == RECLAIM_SUBJECT:
        reclaim_lapse(reclaim_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(PaymentStuck.name, "daifutong.row_stuck")
def escalate_row(event: dict[str, Any]) -> None:
    row_stuck(line_ref=event["reference"], now=clock.read())


@subscriber(PaymentResolved.name, "daifutong.row_resolve")
def resolve_row(event: dict[str, Any]) -> None:
    row_resolve(line_ref=event["reference"], code=event["code"], now=clock.read())


def _tell_maker(event: dict[str, Any], word: str) -> None:
    """Once for each happening: a batch may be rejected, or held back, a second time."""
    names = batch_names(UUID(event["batch_id"]))
    title, body = MAKER_NOTES[word]
    notify.tell(
        person_id=names.maker_person_id,
        kind="daifutong.batch",
        title=title,
        body=f"{names.title}:{body}",
        link=reverse("office:batch_detail", args=[event["batch_id"]]),
        key=f"daifutong.batch:{event['event_id']}",
        now=clock.read(),
    )


@subscriber(DayOpened.name, "daifutong.pay_day")
def open_pay_day(event: dict[str, Any]) -> None:
    pay_day_open(day=date.fromisoformat(event["business_date"]))


@subscriber(DayOpened.name, "daifutong.fees")
def state_fees(event: dict[str, Any]) -> None:
    fees_state(day=date.fromisoformat(event["business_date"]), now=clock.read())


@subscriber(DayOpened.name, "daifutong.pay_days_remind")
def remind_of_pay_days(event: dict[str, Any]) -> None:
    pay_days_remind(day=date.fromisoformat(event["business_date"]), now=clock.read())


@subscriber(DayOpened.name, "daifutong.reclaims_lapse")
def end_reclaims(event: dict[str, Any]) -> None:
    reclaims_lapse(day=date.fromisoformat(event["business_date"]), now=clock.read())
