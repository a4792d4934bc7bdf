from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices.suitability import MARK_LABELS, QUESTIONNAIRE_LABELS, MarkKind, QuestionnaireState


class Questionnaire(models.Model):
    """风险测评问卷 of a version: `questions` as `rules.questionnaire` reads them; two people have agreed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=list(QUESTIONNAIRE_LABELS.items()))
    questions = models.JSONField()
    digest = models.CharField(max_length=64)
    approval_id = models.UUIDField(null=True)
    maker = models.CharField(max_length=60, blank=True)  # "": loaded when the house was set up
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(QuestionnaireState)), name="shenhuobao_questionnaire_state"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=QuestionnaireState.IN_FORCE), name="shenhuobao_questionnaire_one"
            ),
        ]


class RiskAssessment(models.Model):
    """风险测评: what a person answered, once and for ever (WM-3); the level it gave, and through which day it holds.

    `evidence` is what the page knew (WM-5): version, hash of the words, when it was opened, seconds, device.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()  # identity
    unit_path = models.CharField(max_length=60)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    score = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()  # C1 to C5
    vetoes = models.JSONField(default=list)  # codes of why the level is below what the score gives
    assessed_on = models.DateField()
    valid_through = models.DateField()
    evidence = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["RiskAssessment"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-created_at"], name="shenhuobao_assessment_person")]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="shenhuobao_assessment_level"),
            models.CheckConstraint(condition=Q(score__lte=100), name="shenhuobao_assessment_score"),
        ]


class AssessmentMark(models.Model):
    """What a person has said of an assessment afterwards: that the result is right, or that it no longer fits. A row of
    its own, because an assessment never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(RiskAssessment, on_delete=models.PROTECT, db_index=False, related_name="marks")
    kind = models.CharField(max_length=9, choices=list(MARK_LABELS.items()))
    on = models.DateField()
    device = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    tenancy = Tenancy(person="assessment__person_id", unit="assessment__unit_path")
    objects = ScopedManager["AssessmentMark"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind"], name="shenhuobao_mark_kind"),
            models.CheckConstraint(condition=Q(kind__in=list(MarkKind)), name="shenhuobao_mark_known"),
        ]
