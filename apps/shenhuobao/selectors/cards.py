"""The card of a product whose sale begins: for who has agreed to hear of products and may buy it (WM-1, PL-2)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.agreements import api as agreements
from apps.agreements.contracts import MARKETING
from apps.core.actors import Actor, Surface
from apps.core.cards import CardKind, Deal, Face
from apps.core.clock import Moment
from apps.core.errors import Conflict

from ..choices import PRODUCT_RISK_LABELS, InvestorLevel, ProductRisk, SaleRefusal
from ..choices.product import ProductState, TermsState
from ..models import RiskAssessment, Terms
from ..rules.suitability import Assessed, refusal
from .shelf import TAKES_ORDERS, shelf_lines
from .suitability import assessment_for

WHY = "who has agreed to hear of products"
TO_ASSESS = (SaleRefusal.NOT_ASSESSED, SaleRefusal.ASSESSMENT_EXPIRED)
NOTE = "理财非存款,产品有风险,投资须谨慎"


def _dealt(event: dict[str, Any], now: Moment) -> Iterator[Deal]:
    """The same for everybody: nothing is chosen for a person, only left out where it is above the level (as of an elder
    one: nobody is told of what the counter alone may sell)."""
    terms = Terms.objects.select_related("product").get(product=event["product_id"], state=TermsState.IN_FORCE)
    if terms.product.state != ProductState.ON_SALE:
        return
    risk, day = ProductRisk(terms.rating), now.business_date
    latest = RiskAssessment.objects.system(WHY).order_by("person_id", "-created_at").distinct("person_id")
    fit = [
        one.person_id
        for one in latest
        if refusal(Assessed(InvestorLevel(one.level), one.assessed_on), risk, day, is_elder=True, online=True) is None
    ]
    for person_id in sorted(agreements.persons_with_consent(fit, MARKETING)):
        yield Deal(person_id, terms.product_id, terms.name, f"{PRODUCT_RISK_LABELS[risk]} · {NOTE}", "open")


def _faces(actor: Actor, ids: Collection[UUID], now: Moment) -> Mapping[UUID, Face]:
    in_force = Terms.objects.filter(product__in=ids, state=TermsState.IN_FORCE).select_related("product")
    refusals: dict[int, Conflict | None] = {}  # by rating
    faces = {}
    for line in shelf_lines(in_force):
        link = reverse("mobile:product", args=[line.id])
        if line.state not in TAKES_ORDERS or line.is_sold_out:
            faces[line.id] = Face(line.state_label, "查看产品", link, "这只产品目前不能购买。")
            continue
        if line.rating not in refusals:
            refusals[line.rating] = _refusal(actor, line.rating, now)
        faces[line.id] = _open_face(line.state_label, link, refusals[line.rating])
    return faces


def _refusal(actor: Actor, rating: int, now: Moment) -> Conflict | None:
    try:
        assessment_for(actor.person, rating, now)
    except Conflict as error:
        return error
    return None


def _open_face(state: str, link: str, refused: Conflict | None) -> Face:
    if refused is None:
        return Face(state, "查看并申购", link)
    if refused.code in TO_ASSESS:
        return Face(state, "先做风险测评", reverse("mobile:assessment_take"), refused.message)
    return Face(state, "查看产品", link, refused.message)


PRODUCT = CardKind("shenhuobao.product", "理财产品", "chart-line", Surface.MOBILE, _dealt, _faces)
