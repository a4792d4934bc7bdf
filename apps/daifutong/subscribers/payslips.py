"""Of payslips: what the employee and the pay specialist hear of each other. Never an amount."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.core import clock
from apps.core.outbox import subscriber
from apps.notify import api as notify

from ..events import PayslipCorrected, PayslipDisputed, PayslipReplied, PayslipWithdrawn, RowBounced
from ..selectors.telling import administrators, batch_names, pay_specialists, payslip_of_line, person_of


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


@subscriber(RowBounced.name, "daifutong.tell_employee_bounced")
def tell_employee_bounced(event: dict[str, Any]) -> None:
    payslip_id = payslip_of_line(UUID(event["batch_id"]), event["number"])
    if payslip_id is not None:
        title = "工资被收款银行退回"
        body = "款项没有入账,已退回单位。请与单位核对收款账户,由单位重新发放。计入这笔工资的收入证明已作废。"
        _tell_employee({"payslip_id": str(payslip_id), "event_id": event["event_id"]}, title, body)


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
