"""Of batches and their lines: whose turn it is, what the maker hears (never an amount), what another bank answered."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.approvals.events import RequestLapsed
from apps.core import clock
from apps.core.outbox import subscriber
from apps.corebank.events import PaymentBounced, PaymentDoubted, PaymentResolved, PaymentStuck, PaymentUnsent
from apps.notify import api as notify

from ..choices import BATCH_SUBJECT, LINE_REF
from ..events import BatchFinished, BatchHeldBack, BatchRejected, BatchSubmitted, ReturnsMoved, RowBounced, RowsPaid
from ..selectors.telling import batch_link, batch_names, batch_of_line, next_step, people_paid
from ..services.batch_lapse import batch_lapse
from ..services.row_bounce import row_bounce
from ..services.row_resolve import row_doubt, row_resolve, row_stuck, row_unsent

MAKER_NOTES = {
    "DONE": ("代发已完成", "全部成功。"),
    "PART_FAILED": ("代发部分失败", "请查看失败原因和款项退回情况。"),
    "HELD": ("代发退回款暂存银行", "付款账户目前不能收款,失败明细的款项暂存银行,账户恢复后自动退回。"),
    "RETURNED": ("代发退回款已入账", "暂存银行的失败明细款项已转入企业账户。"),
    "BOUNCED": ("代发跨行明细被退票", "收款银行退回了已发放的明细,请查看款项退回情况;核对收款账户后可重发。"),
    "UNSENT": ("代发跨行明细尚未送出", "跨行通道暂时不可用,系统继续尝试,请勿重复代发。"),
    "IN_DOUBT": ("代发有状态未知明细", "银行正在查询跨行结果,款项暂留银行,请勿重复代发。"),
    "P10": ("代发未扣款", "付款账户余额不足,未发生任何扣款,补足后可再次发放。"),
    "P12": ("代发未扣款", "超过签约的每日限额,未发生任何扣款,请次日再次发放,或由企业管理员变更签约。"),
    "P99": (
        "代发未扣款",
        "代付通签约已终止或暂停,未发生任何扣款,请查看原因,恢复或重新签约后再次发放,或撤销批次。",
    ),
    "P11": ("代发未扣款", "付款账户当前不能付款,未发生任何扣款,请联系开户网点。"),
    "REJECTED": ("代发批次被退回", "请查看退回原因,修改后重新提交。"),
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


@subscriber(BatchFinished.name, "daifutong.tell_maker_finished")
def tell_maker_finished(event: dict[str, Any]) -> None:
    _tell_maker(event, event["state"])


@subscriber(ReturnsMoved.name, "daifutong.tell_maker_returns")
def tell_maker_returns(event: dict[str, Any]) -> None:
    _tell_maker(event, event["state"])


@subscriber(RowBounced.name, "daifutong.tell_maker_bounced")
def tell_maker_bounced(event: dict[str, Any]) -> None:
    _tell_maker(event, "BOUNCED")


@subscriber(BatchHeldBack.name, "daifutong.tell_maker_held_back")
def tell_maker_held_back(event: dict[str, Any]) -> None:
    _tell_maker(event, event["outcome"])


@subscriber(BatchRejected.name, "daifutong.tell_maker_rejected")
def tell_maker_rejected(event: dict[str, Any]) -> None:
    _tell_maker(event, "REJECTED")


@subscriber(PaymentUnsent.name, "daifutong.tell_maker_unsent", reference=LINE_REF)
def tell_maker_unsent(event: dict[str, Any]) -> None:
    batch_id = batch_of_line(event["reference"])
    if batch_id is not None:
        once_a_batch = {"batch_id": str(batch_id), "event_id": f"{batch_id}:UNSENT"}
        _tell_maker(once_a_batch, "UNSENT")


@subscriber(RequestLapsed.name, "daifutong.batch_lapse", kind=BATCH_SUBJECT)
def take_batch_back(event: dict[str, Any]) -> None:
    batch_lapse(batch_id=UUID(event["subject_id"]), now=clock.read())


@subscriber(PaymentDoubted.name, "daifutong.row_doubt", reference=LINE_REF)
def doubt_row(event: dict[str, Any]) -> None:
    row_doubt(line_ref=event["reference"], now=clock.read())


@subscriber(PaymentBounced.name, "daifutong.row_bounce", reference=LINE_REF)
def bounce_row(event: dict[str, Any]) -> None:
    row_bounce(line_ref=event["reference"], now=clock.read())


@subscriber(PaymentUnsent.name, "daifutong.row_unsent", reference=LINE_REF)
def escalate_unsent(event: dict[str, Any]) -> None:
    row_unsent(line_ref=event["reference"], now=clock.read())


@subscriber(PaymentStuck.name, "daifutong.row_stuck", reference=LINE_REF)
def escalate_row(event: dict[str, Any]) -> None:
    row_stuck(line_ref=event["reference"], now=clock.read())


@subscriber(PaymentResolved.name, "daifutong.row_resolve", reference=LINE_REF)
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
