"""A bank operator proposes another version of a product's terms; another person has to agree (WM-1)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import once

from ..choices.product import TermsState
from ..contracts import TermsSaid
from ..models import Product
from ..rules.terms import OPEN_TO_TERMS, change_faults, terms_faults
from ..selectors.terms import terms_said
from .product_moves import head_office_only, product_locked, terms_offer, terms_record


@use_case
def terms_propose(*, product_id: UUID, said: TermsSaid, key: str, actor: Actor, now: Moment) -> UUID:
    """Writes a version that holds once an approver has agreed. Key: (person, key). Locks the product.

    Raises NotFound, Forbidden HEAD_OFFICE, InvalidInput E_TERMS with the faulty fields, Conflict PRODUCT_OVER,
    TERMS_WAITING, TERMS_SAME for a version that changes nothing, KeyReused, Busy.
    """
    head_office_only(actor)

    def effect() -> dict[str, Any]:
        product = product_locked(product_id)
        _check(product, said, now)
        last = product.terms.order_by("-number").values_list("number", flat=True)[0]
        terms = terms_offer(product, said, last + 1, actor=actor, now=now)
        terms_record(terms, "shenhuobao.terms.proposed", source="", actor=actor, now=now)
        return {"terms_id": str(terms.pk)}

    body = {"product": product_id, "said": asdict(said)}
    answer, _ = once(actor=actor, route="shenhuobao.terms_propose", key=key, body=body, effect=effect)
    return UUID(answer["terms_id"])


def _check(product: Product, said: TermsSaid, now: Moment) -> None:
    if product.state not in OPEN_TO_TERMS:
        raise Conflict("PRODUCT_OVER", "产品已经到期或终止,不能再提交新版本。")
    in_force = product.terms.filter(state=TermsState.IN_FORCE).first()
    before = terms_said(in_force) if in_force else None
    faults = change_faults(said, before, product.state, now.business_date) | terms_faults(product.kind, said)
    if faults:
        raise InvalidInput("E_TERMS", "请修改标出的内容。", fields=faults)
    if said == before:
        raise Conflict("TERMS_SAME", "这个版本与生效中的版本没有不同。")
