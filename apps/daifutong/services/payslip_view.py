"""Opening a payslip: the only way to its amount, and only for its employee (PY-13)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.identity import api as identity

from ..contracts import PayslipView
from ..rules.batch import PAYSLIP
from ..rules.payslip_layout import laid_out
from ..rules.withholding import TaxField, tax_fields
from ..selectors.payslip_desk import columns_of, items_of
from ..selectors.payslips import line_of
from .payslip_moves import payslip_locked, payslip_move


@use_case
def payslip_view(*, payslip_id: UUID, actor: Actor, now: Moment) -> PayslipView:
    """The payslip with its amount, after a step-up bound to this payslip. Locks the payslip.

    Raises NotFound for anybody else's payslip, StepUpRequired.
    """
    slip = payslip_locked(actor, payslip_id, now)
    shown = {"工资条": f"{slip.row.batch.pay_period} {slip.row.batch.title}"}
    identity.require_step_up(actor=actor, digest=f"payslip-{slip.pk}", shown=shown, now=now)
    payslip_move(
        slip, "view", "daifutong.payslip.viewed", actor=actor, now=now, viewed_at=slip.viewed_at or now.business_at
    )
    template = slip.row.batch.template
    items = items_of(slip)
    return PayslipView(
        line=line_of(slip),
        name=slip.row.name,
        amount_fen=slip.row.payable_fen,
        remark=slip.row.remark,
        groups=laid_out(items, columns_of(template)),
        note=template.note if template else "",
        has_tax=TaxField.TAX in tax_fields(items),
        withdrawn=slip.withdraw_reason,
        dispute_text=slip.dispute_text,
        reply_text=slip.reply_text,
        reply_display=slip.reply_display,
        replied_at=slip.replied_at,
        may=frozenset(move.name for move in PAYSLIP.leaving(slip.state)) & {"confirm", "dispute"},
    )
