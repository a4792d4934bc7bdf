"""A bank operator proposes a new product with its first terms; another person has to agree (WM-0, WM-1)."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.idempotency import once

from ..contracts import NewProduct, TermsSaid
from ..models import Product
from ..rules.lives import PRODUCT
from ..rules.terms import change_faults, product_faults, terms_faults
from .product_moves import head_office_only, product_record, terms_offer, terms_record


@use_case
def product_propose(*, new: NewProduct, said: TermsSaid, key: str, actor: Actor, now: Moment) -> UUID:
    """Writes the product, which nobody sees on the shelf yet, and the first version of its terms. Key: (person, key).

    Raises Forbidden HEAD_OFFICE, InvalidInput E_TERMS with the faulty fields, Conflict PRODUCT_KNOWN for a code or a
    registration that is taken, KeyReused, Busy.
    """
    head_office_only(actor)
    faults = product_faults(new) | terms_faults(new.kind, said)
    faults = change_faults(said, None, "", now.business_date) | faults
    if faults:
        raise InvalidInput("E_TERMS", "请修改标出的内容。", fields=faults)

    def effect() -> dict[str, Any]:
        product = _product(new, now)
        terms = terms_offer(product, said, 1, actor=actor, now=now)
        product_record(product, "shenhuobao.product.proposed", source="", actor=actor, now=now)
        terms_record(terms, "shenhuobao.terms.proposed", source="", actor=actor, now=now)
        return {"product_id": str(product.pk)}

    body = {"new": asdict(new), "said": asdict(said)}
    answer, _ = once(actor=actor, route="shenhuobao.product_propose", key=key, body=body, effect=effect)
    return UUID(answer["product_id"])


def _product(new: NewProduct, now: Moment) -> Product:
    try:
        with transaction.atomic():
            return Product.objects.create(**asdict(new), state=PRODUCT.check("", "propose").target, created_at=now.wall)
    except IntegrityError as error:
        raise Conflict("PRODUCT_KNOWN", "这个产品代码或登记编码已经录入,请核对。") from error
