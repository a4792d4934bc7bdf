"""The enterprise takes one batch into its own books: an entry by department, as CSV (凭证)."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..selectors.batches import batch_for
from .voucher_write import VoucherFile, voucher_write


@use_case
def batch_export(*, batch_id: UUID, actor: Actor, now: Moment) -> VoucherFile:
    """The entry of a paid batch, put on record. Locks nothing. Raises NotFound, and what voucher_write raises."""
    batch = batch_for(actor, batch_id)
    action = "daifutong.batch.exported"
    return voucher_write([batch], batch.reference, action, batch.pk, {}, actor=actor, now=now)
