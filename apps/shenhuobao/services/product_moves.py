"""What the use cases of a product and its terms do alike: find, write a version, ask for approval, move, record."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.approvals import api as approvals
from apps.audit import api as audit
from apps.core.actors import Actor, Role
from apps.core.clock import Moment
from apps.core.errors import Conflict, Forbidden
from apps.core.idempotency import body_hash
from apps.core.money import format_yuan
from apps.core.moves import found_locked, move_make
from apps.core.outbox import publish

from ..choices import PRODUCT_RISK_LABELS, ProductRisk
from ..choices.product import (
    PRODUCT_KIND_LABELS,
    PRODUCT_SUBJECT,
    TERMS_SUBJECT,
    DocumentKind,
    ProductKind,
    ProductState,
)
from ..contracts import TermsSaid
from ..events import ProductOpened
from ..models import Document, Product, Terms
from ..rules.lives import PRODUCT, TERMS
from ..rules.versions import FIELDS, document_hash, fees_stored
from .reservations_open import reservations_open


def head_office_only(actor: Actor) -> None:
    """A product is the whole bank's. Raises Forbidden HEAD_OFFICE."""
    if not approvals.is_of_head_office(actor):
        raise Forbidden("理财产品由总行管理,您所在机构不能办理。", code="HEAD_OFFICE")


def product_locked(product_id: UUID) -> Product:
    """The product under its lock, which is taken before those of its terms and of the approval. Raises NotFound."""
    return found_locked(Product.objects.all(), product_id, "没有找到这个理财产品。")


def terms_offer(product: Product, said: TermsSaid, number: int, *, actor: Actor, now: Moment) -> Terms:
    """Writes a version with its documents and asks another person of head office to agree to it. The caller holds the
    product's lock. Raises Conflict TERMS_WAITING while one waits."""
    try:
        with transaction.atomic():
            terms = Terms.objects.create(
                product=product,
                number=number,
                state=TERMS.check("", "propose").target,
                maker=actor.display,
                created_at=now.wall,
                redemption_fees=fees_stored(said.redemption_fees),
                **{field: getattr(said, field) for field in FIELDS if field != "redemption_fees"},
            )
    except IntegrityError as error:
        raise Conflict("TERMS_WAITING", "这个产品有一个版本正在等待复核,请先办理。") from error
    bodies = {DocumentKind.PROSPECTUS: said.prospectus, DocumentKind.RISK_NOTICE: said.risk_notice}
    Document.objects.bulk_create(
        Document(terms=terms, kind=kind, body=body, text_hash=document_hash(kind, body))
        for kind, body in bodies.items()
    )
    terms.refresh_from_db()  # as it is kept
    terms.digest = terms_digest(terms)
    terms.approval_id = approvals.request(
        kind=TERMS_SUBJECT,
        subject_id=terms.pk,
        digest=terms.digest,
        summary=_summary(terms),
        steps=(Role.APPROVER,),
        actor=actor,
        unit_path=actor.unit_path or "",
        now=now,
    )
    terms.save(update_fields=["digest", "approval_id"])
    return terms


def terms_digest(terms: Terms) -> str:
    """Names exactly this version of this product, with the words of its documents."""
    product = terms.product
    texts = terms.documents.order_by("kind").values_list("kind", "text_hash")
    return body_hash(
        {
            "product": [product.code, product.registration, product.kind, product.issuer, product.agent],
            "terms": [terms.pk, terms.number],
            "documents": [list(one) for one in texts],
        }
        | {field: getattr(terms, field) for field in FIELDS}
    )


def _summary(terms: Terms) -> dict[str, str]:
    product = terms.product
    return {
        "产品": f"{terms.name}({product.code})",
        "版本": f"第 {terms.number} 版",
        "发行机构": product.issuer,
        "产品类型": PRODUCT_KIND_LABELS[ProductKind(product.kind)],
        "风险等级": PRODUCT_RISK_LABELS[ProductRisk(terms.rating)],
        "起购金额": f"{format_yuan(terms.first_min_fen)} 元",
        "销售开始": str(terms.sale_from),
    }


def product_move(
    product: Product, name: str, action: str, *, actor: Actor, now: Moment, why: str = "", **changes: Any
) -> None:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = move_make(product, PRODUCT, name, **changes)
    product_record(product, action, source=move.source, why=why, actor=actor, now=now)


def product_record(product: Product, action: str, *, source: str, actor: Actor, now: Moment, why: str = "") -> None:
    """The audit row of what brought a product from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=PRODUCT_SUBJECT,
        subject_id=product.pk,
        from_state=source,
        to_state=product.state,
        detail={"code": product.code, "reason": why},
        now=now,
    )


def terms_move(terms: Terms, name: str, *, actor: Actor, now: Moment, **changes: Any) -> None:
    """One move of a version that was decided on, with its audit row. Raises IllegalMove."""
    move = move_make(terms, TERMS, name, **changes)
    terms_record(terms, "shenhuobao.terms.decided", source=move.source, actor=actor, now=now)


def terms_record(terms: Terms, action: str, *, source: str, actor: Actor, now: Moment) -> None:
    """The audit row of what brought a version from `source` to where it is."""
    audit.record(
        actor=actor,
        action=action,
        subject_kind=TERMS_SUBJECT,
        subject_id=terms.pk,
        from_state=source,
        to_state=terms.state,
        detail={"code": terms.product.code, "number": terms.number, "digest": terms.digest},
        now=now,
    )


def sale_begin(product: Product, terms: Terms, *, today: date, actor: Actor, now: Moment) -> None:
    """Puts a new product on the shelf, and on sale from its day on, where reservations become purchases."""
    has_begun = terms.sale_from <= today
    if has_begun and product.state in (ProductState.DRAFT, ProductState.LISTED):
        product_move(product, "open", "shenhuobao.product.opened", actor=actor, now=now)
        reservations_open(product, terms, actor=actor, now=now)
        publish(ProductOpened(product.pk))
    elif product.state == ProductState.DRAFT:
        product_move(product, "list", "shenhuobao.product.listed", actor=actor, now=now)
