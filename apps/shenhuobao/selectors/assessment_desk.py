"""Assessments as the bank's compliance sees them: masked, never changed, with what is known of each (WM-5)."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.identity import api as identity

from ..choices import INVESTOR_LEVEL_LABELS, InvestorLevel
from ..choices.suitability import REMIND_DAYS, MarkKind
from ..contracts import AssessmentDesk, AssessmentPage, LevelCount, LevelCounts, StaffAssessment
from ..models import AssessmentMark, RiskAssessment
from .assessments import MISSING, assessment_line, assessment_page, marks_of

PAGE = 20


def assessments_for_staff(
    actor: Actor, now: Moment, *, level: int | None, person_id: UUID | None, page: int
) -> AssessmentDesk:
    """Newest first, of one level or one person where asked. Five queries."""
    rows = RiskAssessment.objects.scoped(actor).order_by("-created_at")
    if level is not None:
        rows = rows.filter(level=level)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    shown = list(rows[(page - 1) * PAGE : page * PAGE])
    marks, names = marks_of(actor, shown), _names(shown)
    latest = set(_latest(actor).filter(person_id__in=names).values_list("pk", flat=True))
    lines = tuple(
        StaffAssessment(
            person_id=row.person_id,
            name=names[row.person_id],
            line=assessment_line(row, marks[row.pk], now.business_date, is_latest=row.pk in latest),
        )
        for row in shown
    )
    return AssessmentDesk(lines, page, pages, total)


def assessment_for_staff(actor: Actor, assessment_id: UUID, now: Moment) -> tuple[StaffAssessment, AssessmentPage]:
    """One of them with its answers and its evidence. Raises NotFound. Six queries."""
    row = RiskAssessment.objects.scoped(actor).filter(pk=assessment_id).select_related("questionnaire").first()
    if row is None:
        raise NotFound(MISSING)
    found = assessment_page(actor, row, now)
    return StaffAssessment(row.person_id, _names([row])[row.person_id], found.line), found


def _names(rows: list[RiskAssessment]) -> dict[UUID, str]:
    briefs = identity.person_briefs({row.person_id for row in rows})
    return {person_id: brief.masked_name for person_id, brief in briefs.items()}


def _latest(actor: Actor) -> "QuerySet[RiskAssessment]":
    """Of each person the one that can count."""
    rows = RiskAssessment.objects.scoped(actor)
    return rows.order_by("person_id", "-created_at").distinct("person_id")


def levels_counted(actor: Actor, now: Moment) -> LevelCounts:
    """How many people stand at each level today, whose year is over, and whose ends soon. One query."""
    day = now.business_date
    marked = AssessmentMark.objects.scoped(actor).filter(assessment=OuterRef("pk"))
    lasts = Q(valid_through__gte=day)
    holds = lasts & Q(Exists(marked.filter(kind=MarkKind.CONFIRMED)), ~Exists(marked.filter(kind=MarkKind.VOIDED)))
    soon = Q(valid_through__lte=day + timedelta(days=REMIND_DAYS[0]))
    rows = (
        RiskAssessment.objects.scoped(actor)
        .filter(pk__in=_latest(actor).values("pk"))
        .values_list("level")
        .annotate(
            people=Count("pk", filter=holds), ending=Count("pk", filter=holds & soon), over=Count("pk", filter=~lasts)
        )
    )
    counted = {level: figures for level, *figures in rows}
    people, ending, over = (sum(each) for each in zip(*counted.values(), strict=True)) if counted else (0, 0, 0)
    levels = tuple(
        LevelCount(level, INVESTOR_LEVEL_LABELS[level], counted.get(level, [0])[0]) for level in InvestorLevel
    )
    return LevelCounts(levels=levels, total=people, ending=ending, expired=over)
