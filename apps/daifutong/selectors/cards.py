"""Cards of the payroll: a payslip that has come, a batch that waits. Never an amount."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.core.actors import Actor, Surface
from apps.core.cards import CardKind, Deal, Face
from apps.core.clock import Moment

from ..choices import BATCH_LABELS, BatchState, PayslipState
from ..models import Batch, Payslip
from ..rules.batch import APPROVERS
from .payslips import line_of, visible
from .telling import batch_names, next_step

WHY = "an event names the lines"
WAITS = (BatchState.SUBMITTED, BatchState.CHECKED)


def _payslips_dealt(event: dict[str, Any], now: Moment) -> Iterator[Deal]:
    names = batch_names(UUID(event["batch_id"]))
    lines = (event["first"], event["last"])
    slips = Payslip.objects.system(WHY).filter(row__batch_id=event["batch_id"], row__number__range=lines)
    for payslip_id, person_id in slips.order_by("pk").values_list("pk", "person_id"):
        yield Deal(person_id, payslip_id, f"{names.pay_period} 工资条", names.enterprise_name, "paid")


def _payslip_faces(actor: Actor, ids: Collection[UUID], now: Moment) -> Mapping[UUID, Face]:
    return {slip.pk: _payslip_face(slip) for slip in visible(actor, now).filter(pk__in=ids)}


def _payslip_face(slip: Payslip) -> Face:
    line = line_of(slip)
    is_withdrawn = line.state == PayslipState.WITHDRAWN
    why = "企业已撤回这张工资条,已到账的款项不变。" if is_withdrawn else "打开时需要验证身份。"
    return Face(line.state_label, "查看工资条", reverse("mobile:payslip_detail", args=[line.id]), why)


def _batches_dealt(event: dict[str, Any], now: Moment) -> Iterator[Deal]:
    batch_id = UUID(event["batch_id"])
    step = next_step(batch_id, event["step"])
    if step is None:
        return
    title = batch_names(batch_id).title
    once = f"{step.approval_id}:{event['step']}{event.get('again', '')}"
    for person_id in step.people:
        yield Deal(person_id, batch_id, title, "代发批次待您审批", once)


def _batch_faces(actor: Actor, ids: Collection[UUID], now: Moment) -> Mapping[UUID, Face]:
    return {batch.pk: _batch_face(actor, batch) for batch in Batch.objects.scoped(actor).filter(pk__in=ids)}


def _batch_face(actor: Actor, batch: Batch) -> Face:
    """Whose turn it is, as `telling.next_step` says it, of whoever looks."""
    has_hand_in_it = actor.person in {batch.maker_person_id, *batch.approvers}
    waits = batch.state in WAITS and APPROVERS[batch.approvals_given] in actor.roles and not has_hand_in_it
    link = reverse("office:batch_detail", args=[batch.pk])
    why = "" if waits else "这一步不需要您办理。"
    return Face(BATCH_LABELS[BatchState(batch.state)], "去审批" if waits else "查看批次", link, why)


PAYSLIP = CardKind("daifutong.payslip", "工资条", "receipt", Surface.MOBILE, _payslips_dealt, _payslip_faces)
BATCH = CardKind("daifutong.batch", "代发审批", "checklist", Surface.OFFICE, _batches_dealt, _batch_faces)
