"""The enterprise takes a month's payroll into its own books: entries by department, as CSV (凭证)."""

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import InvalidInput

from ..models import Batch
from .batch_import import PERIOD
from .voucher_write import VoucherFile, voucher_write


@use_case
def voucher_export(*, month: str, actor: Actor, now: Moment) -> VoucherFile:
    """The entries of all paid batches of a month ("2026-02"), put on record. Locks nothing. Raises InvalidInput
    E_PERIOD, and what voucher_write raises."""
    if not PERIOD.fullmatch(month):
        raise InvalidInput("E_PERIOD", "月份请填写如 2026-03。", fields={"month": "月份请填写如 2026-03。"})
    batches = Batch.objects.scoped(actor).filter(pay_period=month).order_by("released_at", "reference")
    action = "daifutong.voucher.exported"
    return voucher_write(batches, month, action, actor.enterprise, {"month": month}, actor=actor, now=now)
