"""Another person of the bank lets a suspended product go on."""

from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Forbidden
from apps.core.idempotency import once
from apps.core.moves import reason_said

from ..choices.product import TEXT_LENGTH
from ..rules.lives import PRODUCT
from .product_moves import head_office_only, product_locked, product_move


@use_case
def product_resume(*, product_id: UUID, reason: str, key: str, actor: Actor, now: Moment) -> None:
    """Orders are taken again. Key: (person, key). Locks the product.

    Raises NotFound, IllegalMove, Forbidden HEAD_OFFICE, SAME_PERSON, InvalidInput REASON, KeyReused, Busy.
    """
    head_office_only(actor)
    reason = reason_said(reason, "恢复的原因", TEXT_LENGTH)

    def effect() -> dict[str, Any]:
        product = product_locked(product_id)
        PRODUCT.check(product.state, "resume")
        if product.suspended_by == actor.person:
            raise Forbidden("暂停和恢复须由不同的人办理,请由他人恢复。", code="SAME_PERSON")
        product_move(
            product, "resume", "shenhuobao.product.resumed", actor=actor, now=now, why=reason, reason="",
            suspended_by=None,
        )  # fmt: skip
        return {}

    body = {"product": product_id, "reason": reason}
    once(actor=actor, route="shenhuobao.product_resume", key=key, body=body, effect=effect)
