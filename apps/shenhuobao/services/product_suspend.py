"""The bank stops the orders of a product at once."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.idempotency import once
from apps.core.moves import reason_said

from ..choices.product import TEXT_LENGTH
from .product_moves import head_office_only, product_locked, product_move


@use_case
def product_suspend(*, product_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> None:
    """No order from now on; the reason stands on the product's page. Key: (person, key). Locks the product.

    Raises NotFound, IllegalMove, Forbidden HEAD_OFFICE, InvalidInput REASON, KeyReused, Busy.
    """
    head_office_only(actor)
    reason = reason_said(reason, "暂停的原因", TEXT_LENGTH)

    def effect() -> dict[str, Any]:
        product = product_locked(product_id)
        product_move(
            product, "suspend", "shenhuobao.product.suspended", actor=actor, now=now, why=reason,
            reason=reason, suspended_by=actor.person,
        )  # fmt: skip
        return {}

    body = {"product": product_id, "reason": reason}
    once(actor=actor, route="shenhuobao.product_suspend", key=key, body=body, effect=effect)
