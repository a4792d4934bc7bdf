from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices.suitability import QUESTIONNAIRE_LABELS, QuestionnaireState


class Questionnaire(models.Model):
    """风险测评问卷 of a version: `questions` as `rules.suitability` reads them; two people of the bank have agreed."""

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
