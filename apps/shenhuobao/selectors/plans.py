"""A person's own plans, and what may be chosen for one; the same order for everybody (WM-2, WM-13)."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict, NotFound
from apps.core.money import Fen

from ..choices import PRODUCT_RISK_LABELS, InvestorLevel, ProductRisk
from ..choices.plan import (
    OPEN_PLANS,
    PLAN_LABELS,
    PLAN_TONES,
    PURPOSE_LABELS,
    SHORT_MOST,
    PlanState,
    Purpose,
)
from ..choices.product import PRODUCT_KIND_LABELS, ProductKind, ProductState, TermsState
from ..contracts import PlanChoice, PlanChoices, PlanLine
from ..models import Holding, Plan, Terms
from ..rules.goals import monthly_needed, months_left, percent_done
from ..rules.lives import PLAN
from ..rules.suitability import HIGH_RISK, Assessed, refusal
from .accords import accord_in_force
from .suitability import assessment_for
from .trading import positions_of


def plan_choices(actor: Actor, now: Moment) -> PlanChoices:
    """The open products on sale that the person may buy and has no plan for, by kind, risk and code. Three queries."""
    try:
        latest = assessment_for(actor.person, ProductRisk.R1, now)
    except Conflict as error:
        return PlanChoices((), error.message, error.code)
    assessed, day = Assessed(InvestorLevel(latest.level), latest.assessed_on), now.business_date
    agreed = assessed.level >= HIGH_RISK and accord_in_force(actor.person)
    online = [
        risk
        for risk in ProductRisk
        if not refusal(assessed, risk, day, is_elder=False, online=True, agreed_online=agreed)
    ]
    most = max(online)
    taken = Plan.objects.scoped(actor).filter(state__in=OPEN_PLANS).values("product")
    rows = Terms.objects.filter(
        state=TermsState.IN_FORCE, product__state=ProductState.ON_SALE, issuer_rating__lte=most, seller_rating__lte=most
    )
    rows = rows.exclude(product__kind=ProductKind.FIXED_TERM).exclude(product__in=taken).select_related("product")
    order = list(ProductKind)
    found = sorted(rows, key=lambda one: (order.index(ProductKind(one.product.kind)), one.rating, one.product.code))
    return PlanChoices(tuple(map(_choice, found)), "", "")


def _choice(terms: Terms) -> PlanChoice:
    asks = [f"最短持有 {terms.min_holding_days} 天"] if terms.min_holding_days else []
    asks += ["目标日期须在一年以后"] if terms.rating > SHORT_MOST else []
    return PlanChoice(
        product_id=terms.product_id,
        name=terms.name,
        rating=terms.rating,
        rating_label=PRODUCT_RISK_LABELS[ProductRisk(terms.rating)],
        kind_label=PRODUCT_KIND_LABELS[ProductKind(terms.product.kind)],
        note=",".join(asks),
    )


def plans_for_member(actor: Actor, now: Moment) -> tuple[PlanLine, ...]:
    """The person's own, those that are open first, the newest before the older. Four queries."""
    rows = sorted(Plan.objects.scoped(actor).order_by("-created_at"), key=lambda one: one.state not in OPEN_PLANS)
    return _lines(actor, rows, now)


def plan_for_member(actor: Actor, plan_id: UUID, now: Moment) -> PlanLine:
    """Raises NotFound. Four queries."""
    found = _lines(actor, Plan.objects.scoped(actor).filter(pk=plan_id), now)
    if not found:
        raise NotFound("没有找到这个计划。")
    return found[0]


def _lines(actor: Actor, rows: Iterable[Plan], now: Moment) -> tuple[PlanLine, ...]:
    plans = list(rows)
    products = [one.product_id for one in plans]
    rows_of_terms = Terms.objects.filter(product__in=products, state=TermsState.IN_FORCE).select_related("product")
    terms = {one.product_id: one for one in rows_of_terms}
    held = positions_of(Holding.objects.scoped(actor).filter(product__in=products), terms)
    worth = {one.product_id: one.value_fen for one in held}
    return tuple(_line(one, terms[one.product_id], worth, now) for one in plans)


def _line(plan: Plan, terms: Terms, worth: Mapping[UUID, Fen], now: Moment) -> PlanLine:
    state, saved = PlanState(plan.state), worth.get(plan.product_id, Fen(0))
    months = months_left(now.business_date, plan.target_date)
    return PlanLine(
        id=plan.pk,
        purpose=plan.purpose,
        purpose_label=PURPOSE_LABELS[Purpose(plan.purpose)],
        state=state,
        state_label=PLAN_LABELS[state],
        tone=PLAN_TONES.get(state, "neutral"),
        product_id=plan.product_id,
        product=terms.name,
        rating_label=PRODUCT_RISK_LABELS[ProductRisk(terms.rating)],
        target_fen=Fen(plan.target_fen),
        target_date=plan.target_date,
        saved_fen=saved,
        left_fen=Fen(max(plan.target_fen - saved, 0)),
        percent=percent_done(saved, plan.target_fen),
        months=months,
        monthly_fen=monthly_needed(plan.target_fen, saved, months),
        created_at=plan.created_at,
        may=tuple(dict.fromkeys(move.name for move in PLAN.leaving(state))),
    )
