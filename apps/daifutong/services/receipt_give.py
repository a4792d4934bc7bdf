"""The employee's own copy of the receipt of a wage (PY-12)."""

from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict
from apps.identity import api as identity
from apps.members import api as members

from ..choices import PAYSLIP_SUBJECT
from ..contracts import ReceiptView
from .payslip_moves import payslip_locked
from .receipts_count import receipts_count


@use_case
def receipt_give(*, payslip_id: UUID, actor: Actor, now: Moment) -> ReceiptView:
    """The receipt of the line behind one's own payslip, names masked, after a step-up bound to it; asked again it is a
    补打.

    Locks the payslip, then the receipt. Raises NotFound for anybody else's payslip, Conflict NOT_PAID for a
    wage that came back (退票), StepUpRequired.
    """
    slip = payslip_locked(actor, payslip_id, now)
    if slip.row.bounced_at:
        raise Conflict("NOT_PAID", "这笔工资已被收款银行退回,不能出具回单。")
    batch = slip.row.batch
    shown = {"电子回单": f"{batch.pay_period} {batch.title}"}
    identity.require_step_up(actor=actor, digest=f"receipt-{slip.pk}", shown=shown, now=now)
    (view,) = receipts_count(batch, [slip.row], person_id=actor.person, now=now)
    audit.record(
        actor=actor,
        action="daifutong.receipt.given",
        subject_kind=PAYSLIP_SUBJECT,
        subject_id=slip.pk,
        detail={"prints": view.prints},
        unit_path=members.enterprise_brief(batch.enterprise_id).unit_path,
        now=now,
    )
    return view
