"""An approver agrees to a version of the terms: from here on it holds, and a new product is on the shelf."""

from typing import Any
from uuid import UUID

from apps.approvals import api as approvals
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import require_transaction, use_case
from apps.core.errors import Conflict, NotFound
from apps.core.idempotency import once
from apps.core.moves import found_locked
from apps.core.outbox import publish

from ..choices.product import TERMS_SUBJECT, ProductState, TermsState
from ..events import RatingRaised
from ..models import Product, Terms
from ..rules.terms import OPEN_TO_TERMS
from .product_moves import product_locked, sale_begin, terms_move

OVER = "这个版本的销售期已经结束,请退回并由经办人重新提交。"


@use_case
def terms_decide(
    *, terms_id: UUID, verdict: str, reason: str, digest: str, key: str, actor: Actor, now: Moment
) -> None:
    """One verdict on exactly what was shown; the version before is replaced. Key: (person, key).

    Locks product, terms, then approval. Raises NotFound, IllegalMove, Forbidden SAME_PERSON, Conflict STALE, SALE_OVER,
    PRODUCT_OVER, InvalidInput REASON, StepUpRequired, KeyReused, Busy.
    """
    said = {"verdict": verdict, "digest": digest, "reason": reason.strip()}

    def effect() -> dict[str, Any]:
        product, terms = _locked(terms_id)
        outcome = approvals.decide(
            kind=TERMS_SUBJECT, subject_id=terms.pk, verdict=verdict, reason=said["reason"], digest=digest,
            actor=actor, now=now,
        )  # fmt: skip
        if outcome.state == "APPROVED":
            _adopt(product, terms, actor, now)
        else:
            terms_move(terms, "refuse", actor=actor, now=now, decided_at=now.wall)
        return {}

    once(actor=actor, route="shenhuobao.terms_decide", key=key, body={"terms": terms_id} | said, effect=effect)


def terms_lapse(*, terms_id: UUID, now: Moment) -> None:
    """Nobody decided in time; in the caller's transaction, a repeat changes nothing."""
    require_transaction()
    _, terms = _locked(terms_id)
    if terms.state == TermsState.PROPOSED:
        terms_move(terms, "lapse", actor=Actor.system("审批逾期"), now=now, decided_at=now.wall)


def _locked(terms_id: UUID) -> tuple[Product, Terms]:
    missing = "没有找到这个产品版本。"
    product_id = Terms.objects.filter(pk=terms_id).values_list("product_id", flat=True).first()
    if product_id is None:
        raise NotFound(missing)
    product = product_locked(product_id)
    return product, found_locked(product.terms.all(), terms_id, missing)


def _adopt(product: Product, terms: Terms, actor: Actor, now: Moment) -> None:
    today = now.business_date
    if product.state not in OPEN_TO_TERMS:
        raise Conflict("PRODUCT_OVER", "产品已经到期或终止,不能再启用新版本。")
    if product.state != ProductState.CLOSED and terms.sale_until and terms.sale_until < today:
        raise Conflict("SALE_OVER", OVER)
    before = product.terms.filter(state=TermsState.IN_FORCE).first()
    if before is not None:
        terms_move(before, "replace", actor=actor, now=now)
    terms_move(terms, "adopt", actor=actor, now=now, decided_at=now.wall)
    sale_begin(product, terms, today=today, actor=actor, now=now)
    if before is not None and terms.rating > before.rating:
        publish(RatingRaised(product.pk, before.rating, terms.rating))
