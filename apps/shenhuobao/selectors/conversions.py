"""What a holding may be turned into, and the sheet on which one does; scoped by its actor."""

from uuid import UUID

from django.db.models import F, QuerySet

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict, NotFound
from apps.core.money import Fen, format_yuan
from apps.core.parts import Pair

from ..choices.numbers import CARE_SECONDS, READ_SECONDS
from ..choices.product import ProductState, TermsState
from ..contracts.conversion import ConversionChoice, ConversionSheet, ConversionTargets
from ..models import Holding, Terms
from .shelf import dates_now, papers_on_shelf, shelf_lines
from .suitability import assessment_for, care_needed


def targets_for_member(actor: Actor, holding_id: UUID) -> ConversionTargets:
    """The products of the same agent that a holding may become, from the least risk up. Four queries. Raises
    NotFound."""
    holding, name = _holding(actor, holding_id)
    rows = _targets(holding).order_by("seller_rating", "product__code") if _gives(holding) else Terms.objects.none()
    return ConversionTargets(holding.pk, name, _free(holding), shelf_lines(rows))


def conversion_sheet(actor: Actor, holding_id: UUID, product_id: UUID, now: Moment) -> ConversionSheet:
    """Raises NotFound for what is not the person's, and for a product that it cannot become. Five queries, or seven for
    an old holder."""
    holding, name = _holding(actor, holding_id)
    terms, line, documents = papers_on_shelf(product_id)
    if not _takes(terms, holding):
        raise NotFound("这笔持有不能转换为这只产品。")
    code = refusal = ""
    if not _gives(holding):
        code, refusal = "NOT_REDEEMABLE", "没有可用份额,或者产品暂时不开放转出。"
    else:
        try:
            assessment_for(actor.person, terms.rating, now)
        except Conflict as error:
            code, refusal = error.code, error.message
    needs_care = care_needed(actor.person, terms.rating, now.business_date)
    return ConversionSheet(
        choice=ConversionChoice(holding.pk, name, _free(holding)),
        line=line,
        limits=(
            Pair("首次转入", f"参考市值 {format_yuan(Fen(terms.first_min_fen))} 元起"),
            Pair("转入申购费率", f"{terms.purchase_fee.normalize():f}%"),
        ),
        documents=documents,
        dates=dates_now(1, now),
        refusal=refusal,
        refusal_code=code,
        needs_care=needs_care,
        read_seconds=params.get(CARE_SECONDS if needs_care else READ_SECONDS, now.business_date),
    )


def _holding(actor: Actor, holding_id: UUID) -> tuple[Holding, str]:
    """The person's own with its product's name, in one query."""
    rows = Holding.objects.scoped(actor).filter(pk=holding_id, product__terms__state=TermsState.IN_FORCE)
    found = rows.select_related("product").annotate(product_name=F("product__terms__name")).first()
    if found is None:
        raise NotFound("没有找到这笔持有。")
    return found, found.product_name


def _targets(holding: Holding) -> "QuerySet[Terms]":
    rows = Terms.objects.filter(
        state=TermsState.IN_FORCE,
        product__state=ProductState.ON_SALE,
        product__agent=holding.product.agent,
        quota_fen=0,
    )
    return rows.exclude(product=holding.product_id).select_related("product")


def _takes(terms: Terms, holding: Holding) -> bool:
    """What `_targets` asks, of one that is at hand."""
    product = terms.product
    is_open = product.state == ProductState.ON_SALE and not terms.quota_fen
    return is_open and product.agent == holding.product.agent and product.pk != holding.product_id


def _gives(holding: Holding) -> bool:
    return holding.product.state == ProductState.ON_SALE and holding.units > holding.aside


def _free(holding: Holding) -> str:
    return f"{holding.units - holding.aside:,.2f}"
