"""Assessments as their person sees them, and how often one may still try (WM-1, WM-3)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.identifiers import age_on
from apps.identity import api as identity

from ..choices import (
    ATTEMPTS_DAY,
    ATTEMPTS_YEAR,
    INVESTOR_LEVEL_LABELS,
    PRODUCT_RISK_LABELS,
    InvestorLevel,
    ProductRisk,
)
from ..choices.suitability import (
    STANDING_LABELS,
    STANDING_TONES,
    VETO_LABELS,
    MarkKind,
    Standing,
    Veto,
)
from ..contracts import AssessmentLine, AssessmentPage, AttemptsLeft, Evidence, OwnAssessments
from ..models import AssessmentMark, RiskAssessment
from ..rules.questionnaire import asked
from ..rules.suitability import HIGH_RISK, tries_left
from .questionnaires import question_line

WHY = "attempts are counted in the whole house"
MISSING = "没有找到这次风险测评。"
Marks = Mapping[str, datetime]


def attempts_left(person_id: UUID, day: date) -> AttemptsLeft:
    """Two a day, eight within twelve months, as business dates (WM-1). Three queries."""
    rows = RiskAssessment.objects.system(WHY).filter(person_id=person_id)
    a_day, a_year = params.get(ATTEMPTS_DAY, day), params.get(ATTEMPTS_YEAR, day)
    today, year = tries_left(rows.values_list("assessed_on", flat=True), day, a_day=a_day, a_year=a_year)
    if not year:
        return AttemptsLeft(0, 0, "ATTEMPTS_YEAR", f"十二个月内最多测评 {a_year} 次,您的次数已用完。")
    if not today:
        return AttemptsLeft(0, year, "ATTEMPTS_DAY", f"一天最多测评 {a_day} 次,请明天再来。")
    return AttemptsLeft(today, year)


def assessments_for_member(actor: Actor, now: Moment) -> OwnAssessments:
    """Newest first; there are few, as nobody may try often. Three queries."""
    rows = list(RiskAssessment.objects.scoped(actor).order_by("-created_at"))
    marks = marks_of(actor, rows)
    day = now.business_date
    lines = tuple(assessment_line(row, marks[row.pk], day, is_latest=row is rows[0]) for row in rows)
    return OwnAssessments(lines, attempts_left(actor.person, day))


def assessment_for_member(actor: Actor, assessment_id: UUID, now: Moment) -> AssessmentPage:
    """Raises NotFound. Four queries."""
    row = RiskAssessment.objects.scoped(actor).filter(pk=assessment_id).select_related("questionnaire").first()
    if row is None:
        raise NotFound(MISSING)
    return assessment_page(actor, row, now)


def assessment_page(actor: Actor, row: RiskAssessment, now: Moment) -> AssessmentPage:
    """Three queries."""
    newer = RiskAssessment.objects.scoped(actor).filter(person_id=row.person_id, created_at__gt=row.created_at)
    marks = marks_of(actor, [row])[row.pk]
    line = assessment_line(row, marks, now.business_date, is_latest=not newer.exists())
    evidence = row.evidence
    return AssessmentPage(
        line=line,
        score=row.score,
        vetoes=tuple(VETO_LABELS[Veto(one)] for one in row.vetoes),
        at=row.created_at,
        answered=tuple(question_line(one, row.answers[one["code"]]) for one in row.questionnaire.questions),
        evidence=Evidence(
            version=evidence["version"],
            digest=evidence["digest"],
            opened_at=datetime.fromisoformat(evidence["opened_at"]),
            seconds=evidence["seconds"],
            device=evidence["device"],
            ip=evidence["ip"],
            confirmed_at=marks.get(MarkKind.CONFIRMED),
            voided_at=marks.get(MarkKind.VOIDED),
        ),
        may=_may(line),
    )


def _may(line: AssessmentLine) -> tuple[str, ...]:
    if line.standing == Standing.UNCONFIRMED:
        return ("confirm", "void")
    return ("void",) if line.standing == Standing.IN_FORCE else ()


def marks_of(actor: Actor, rows: Collection[RiskAssessment]) -> dict[UUID, dict[str, datetime]]:
    """When each of them was marked, by kind. One query, or none."""
    found: dict[UUID, dict[str, datetime]] = {row.pk: {} for row in rows}
    if rows:
        for mark in AssessmentMark.objects.scoped(actor).filter(assessment__in=rows):
            found[mark.assessment_id][mark.kind] = mark.created_at
    return found


def standing_of(row: RiskAssessment, marks: Iterable[str], day: date, *, is_latest: bool) -> Standing:
    """What an assessment is worth on a day: only the latest can be worth anything."""
    if not is_latest:
        return Standing.REPLACED
    if row.valid_through < day:
        return Standing.EXPIRED
    if MarkKind.VOIDED in marks:
        return Standing.VOIDED
    return Standing.IN_FORCE if MarkKind.CONFIRMED in marks else Standing.UNCONFIRMED


def assessment_line(row: RiskAssessment, marks: Marks, day: date, *, is_latest: bool) -> AssessmentLine:
    standing = standing_of(row, marks, day, is_latest=is_latest)
    return AssessmentLine(
        id=row.pk,
        level=row.level,
        level_label=INVESTOR_LEVEL_LABELS[InvestorLevel(row.level)],
        assessed_on=row.assessed_on,
        valid_through=row.valid_through,
        standing=standing,
        standing_label=STANDING_LABELS[standing],
        tone=STANDING_TONES.get(standing, "neutral"),
        may_buy=may_buy(row.level),
        days_left=max((row.valid_through - day).days + 1, 0),
    )


def answers_in_words(row: RiskAssessment) -> str:
    """What the person has chosen, question by question; the age was not asked."""
    questions = asked(row.questionnaire.questions)
    return ";".join(f"{one['text']}{one['options'][row.answers[one['code']]]['text']}" for one in questions)


def own_age(actor: Actor, now: Moment) -> int:
    """In full years on the business date. One query."""
    return age_on(identity.person_brief(actor.person).birth, now.business_date)


def may_buy(level: int) -> str:
    """What a level may buy online, in words (WM-2)."""
    most = min(level, HIGH_RISK - 1)
    first, last = PRODUCT_RISK_LABELS[ProductRisk.R1], PRODUCT_RISK_LABELS[ProductRisk(most)]
    return first if most == ProductRisk.R1 else f"{first} 至 {last}"
