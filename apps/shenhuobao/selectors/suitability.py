"""Who may buy what: the question that every purchase, and every run of a plan, asks first (WM-1 to WM-3)."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from apps.core import params
from apps.core.clock import Moment
from apps.core.errors import Conflict
from apps.core.identifiers import age_on
from apps.identity import api as identity

from ..choices import (
    ELDER_AGE,
    INVESTOR_LEVEL_LABELS,
    PRODUCT_RISK_LABELS,
    SALE_REFUSAL_LABELS,
    InvestorLevel,
    ProductRisk,
    SaleRefusal,
)
from ..choices.suitability import MarkKind
from ..models import AssessmentMark, RiskAssessment
from ..rules.suitability import ELDER_MOST_ONLINE, HIGH_RISK, Assessed, level_at, needs_care, refusal
from .accords import accord_in_force

WHY = "a purchase is held against its buyer's level"


def assessment_for(person_id: UUID, rating: int, now: Moment) -> RiskAssessment:
    """The assessment in force of a person whom it allows a product of this rating, online. One query, for
    those above C3 two more, for high risk another.

    Raises Conflict NOT_ASSESSED (never, or the result is not confirmed), ASSESSMENT_EXPIRED (its year is over, or the
    person has said that it no longer fits), NOT_SUITABLE (above the level: nobody can sign that away), BRANCH_ONLY (R4
    and above: not unless it was agreed in writing beforehand, WM-2).
    """
    rows = RiskAssessment.objects.system(WHY).filter(person_id=person_id).order_by("-created_at")
    latest = rows.annotate(is_confirmed=_marked(MarkKind.CONFIRMED), is_voided=_marked(MarkKind.VOIDED)).first()
    day, risk = now.business_date, ProductRisk(rating)
    if latest is None:
        raise Conflict(SaleRefusal.NOT_ASSESSED, SALE_REFUSAL_LABELS[SaleRefusal.NOT_ASSESSED])
    if latest.is_voided:
        raise Conflict(SaleRefusal.ASSESSMENT_EXPIRED, "您说明个人情况有变化,原风险测评已停用,请重新测评后再购买。")
    assessed = Assessed(InvestorLevel(latest.level), latest.assessed_on)
    is_capped = assessed.level > ELDER_MOST_ONLINE  # whoever is not, is sold the same at any age
    is_elder = is_capped and elder_on(identity.person_brief(person_id).birth, day)
    agreed = risk >= HIGH_RISK and accord_in_force(person_id)
    why = refusal(assessed, risk, day, is_elder=is_elder, online=True, agreed_online=agreed)
    if why is not None:
        raise Conflict(why, _sentence(why, level_at(assessed.level, is_elder=is_elder, online=True), risk))
    if not latest.is_confirmed:
        raise Conflict(SaleRefusal.NOT_ASSESSED, "您还没有确认最近一次风险测评的结果,请先确认再购买。")
    return latest


def _marked(kind: MarkKind) -> Exists:
    return Exists(AssessmentMark.objects.system(WHY).filter(assessment=OuterRef("pk"), kind=kind))


def _sentence(why: SaleRefusal, level: InvestorLevel, risk: ProductRisk) -> str:
    if why != SaleRefusal.NOT_SUITABLE:
        return SALE_REFUSAL_LABELS[why]
    return (
        f"您的风险承受能力为 {INVESTOR_LEVEL_LABELS[level]},这个产品的风险等级为 {PRODUCT_RISK_LABELS[risk]},"
        "高于您的承受能力,不能购买。"
    )


def assessment_latest(person_id: UUID) -> RiskAssessment | None:
    """Whatever it is worth today: only the latest ever counts. One query."""
    rows = RiskAssessment.objects.system(WHY).filter(person_id=person_id)
    return rows.select_related("questionnaire").order_by("-created_at").first()


def people_ending_on(day: date) -> list[UUID]:
    """Whose latest assessment has this last day, unless its person has given it up. One query."""
    rows = RiskAssessment.objects.system("people are told that their assessment ends").filter(valid_through=day)
    newer = RiskAssessment.objects.system(WHY).filter(
        person_id=OuterRef("person_id"), created_at__gt=OuterRef("created_at")
    )
    return list(rows.filter(~Exists(newer), ~_marked(MarkKind.VOIDED)).values_list("person_id", flat=True))


def care_needed(person_id: UUID, rating: int, day: date) -> bool:
    """Whether a purchase asks for the special care of the old: read for longer, confirmed once more (WM-1). Two queries
    at most: of a product that asks nobody for it, none."""
    risk = ProductRisk(rating)
    return needs_care(risk, is_elder=True) and elder_on(identity.person_brief(person_id).birth, day)


def elder_on(birth: date, day: date) -> bool:
    """Whether somebody is of the age for care. One query at most."""
    return age_on(birth, day) >= params.get(ELDER_AGE, day)
