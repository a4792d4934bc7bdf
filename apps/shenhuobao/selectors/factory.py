"""The product factory for the bank's people: the products with their states, a product with its versions."""

from uuid import UUID

from django.db.models import Prefetch

from apps.approvals import api as approvals
from apps.core.access import allows
from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.core.money import Fen

from ..choices import PRODUCT_RISK_LABELS, ProductRisk
from ..choices.product import (
    DOCUMENT_LABELS,
    PRODUCT_KIND_LABELS,
    PRODUCT_LABELS,
    PRODUCT_TONES,
    TERMS_LABELS,
    TERMS_SUBJECT,
    TERMS_TONES,
    DocumentKind,
    ProductKind,
    ProductState,
    TermsState,
)
from ..contracts import (
    DocumentShown,
    FactCell,
    FactRow,
    LargeLine,
    ProductDesk,
    ProductLine,
    TermsSaid,
    VersionShown,
)
from ..models import LargeRedemption, Product, Terms
from ..rules.facts import FACTS, large_desk_note
from ..rules.lives import PRODUCT
from ..rules.terms import OPEN_TO_TERMS
from .terms import terms_said

VERSIONS_SHOWN, LARGE_SHOWN = 4, 5
CURRENT = (TermsState.IN_FORCE, TermsState.PROPOSED, TermsState.REFUSED)


def products_for_desk() -> tuple[ProductLine, ...]:
    """Every product, by its code; they belong to no tenant. Two queries."""
    versions = Prefetch("terms", Terms.objects.filter(state__in=CURRENT).order_by("-number"), to_attr="current")
    return tuple(_line(one, one.current) for one in Product.objects.order_by("code").prefetch_related(versions))


def may_propose(actor: Actor) -> bool:
    """A product is the whole bank's: somebody of head office proposes it."""
    return allows(actor, "shenhuobao.product.propose") and approvals.is_of_head_office(actor)


def product_for_desk(actor: Actor, product_id: UUID) -> ProductDesk:
    """A product with its last versions. Raises NotFound."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NotFound("没有找到这个理财产品。")
    versions = list(product.terms.order_by("-number").prefetch_related("documents")[: VERSIONS_SHOWN + 1])
    digests = _digests(actor)
    large = _large(product)
    return ProductDesk(
        line=_line(product, versions),
        registration=product.registration,
        agent=product.agent,
        reason=product.reason,
        versions=tuple(_version(one, digests) for one in versions[:VERSIONS_SHOWN]),
        rows=_rows([(one.number, terms_said(one)) for one in versions]),
        may=_may(actor, product, any(one.pk in digests for one in versions)),
        large=large,
        large_note=large_desk_note(large[0].days if large and product.large_since is not None else 0),
    )


def _large(product: Product) -> tuple[LargeLine, ...]:
    rows = LargeRedemption.objects.filter(product=product).order_by("-on")[:LARGE_SHOWN]
    return tuple(
        LargeLine(
            one.on, one.days, one.prior_units, one.redeemed, one.purchased, one.filled, one.carried, one.cancelled
        )
        for one in rows
    )


def said_before(product_id: UUID) -> TermsSaid:
    """What a new version begins with: the terms in force, else the last proposed. Raises NotFound."""
    rows = list(Terms.objects.filter(product=product_id).order_by("-number"))
    if not rows:
        raise NotFound("没有找到这个理财产品。")
    return terms_said(next((one for one in rows if one.state == TermsState.IN_FORCE), rows[0]))


def product_of_terms(terms_id: UUID) -> UUID:
    """Raises NotFound."""
    found: UUID | None = Terms.objects.filter(pk=terms_id).values_list("product_id", flat=True).first()
    if found is None:
        raise NotFound("没有找到这个产品版本。")
    return found


def _digests(actor: Actor) -> dict[UUID, str]:
    waiting = approvals.pending(actor) if allows(actor, "shenhuobao.product.decide") else ()
    return {one.subject_id: one.digest for one in waiting if one.kind == TERMS_SUBJECT}


def _may(actor: Actor, product: Product, decides: bool) -> frozenset[str]:
    if not approvals.is_of_head_office(actor):
        return frozenset()
    leaving = {move.name for move in PRODUCT.leaving(product.state)}
    said = {
        "propose": may_propose(actor) and product.state in OPEN_TO_TERMS,
        "decide": decides,
        "suspend": "suspend" in leaving and allows(actor, "shenhuobao.product.suspend"),
        "resume": "resume" in leaving
        and allows(actor, "shenhuobao.product.resume")
        and product.suspended_by != actor.person,
    }
    return frozenset(name for name, is_so in said.items() if is_so)


def _line(product: Product, versions: list[Terms]) -> ProductLine:
    in_force = next((one for one in versions if one.state == TermsState.IN_FORCE), None)
    named = in_force or versions[0]
    return ProductLine(
        id=product.pk,
        code=product.code,
        name=named.name,
        kind_label=PRODUCT_KIND_LABELS[ProductKind(product.kind)],
        issuer=product.issuer,
        state=product.state,
        state_label=PRODUCT_LABELS[ProductState(product.state)],
        tone=PRODUCT_TONES.get(ProductState(product.state), "neutral"),
        rating_label=PRODUCT_RISK_LABELS[ProductRisk(named.rating)],
        sale_from=named.sale_from,
        quota_fen=Fen(named.quota_fen),
        sold_fen=Fen(product.quota_taken_fen),
        waits=any(one.state == TermsState.PROPOSED for one in versions),
    )


def _version(terms: Terms, digests: dict[UUID, str]) -> VersionShown:
    return VersionShown(
        id=terms.pk,
        number=terms.number,
        state=terms.state,
        state_label=TERMS_LABELS[TermsState(terms.state)],
        tone=TERMS_TONES.get(TermsState(terms.state), "neutral"),
        maker=terms.maker,
        created_at=terms.created_at,
        decided_at=terms.decided_at,
        documents=tuple(
            DocumentShown(DOCUMENT_LABELS[DocumentKind(one.kind)], one.body, one.text_hash)
            for one in sorted(terms.documents.all(), key=lambda one: one.kind)
        ),
        digest=digests.get(terms.pk, ""),
    )


def _rows(versions: list[tuple[int, TermsSaid]]) -> tuple[FactRow, ...]:
    """A row for each fact, a cell for each version that is shown."""
    rows = []
    for label, text in FACTS:
        texts = [(number, text(said)) for number, said in versions]
        before = [said for _, said in texts[1:]]
        cells = [
            FactCell(number, now, place < len(before) and now != before[place])
            for place, (number, now) in enumerate(texts[:VERSIONS_SHOWN])
        ]
        rows.append(FactRow(label, tuple(cells)))
    return tuple(rows)
