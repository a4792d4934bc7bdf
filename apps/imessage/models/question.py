from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import POST_LABELS, PostState


class Question(models.Model):
    """提问: what somebody asks the colleagues of one enterprise. `answers` counts those that are shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()  # identity
    display = models.CharField(max_length=60)
    client_id = models.UUIDField()  # of the form: sent twice, it is asked once
    title = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=list(POST_LABELS.items()))
    hidden_reason = models.CharField(max_length=200, blank=True)
    answers = models.IntegerField(default=0)
    helpful = models.ForeignKey("Answer", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    last_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id")
    objects = ScopedManager["Question"]()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-last_at"], name="imessage_questions_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PostState)), name="imessage_question_state"),
            models.UniqueConstraint(fields=["person_id", "client_id"], name="imessage_asked_once"),
        ]


class Answer(models.Model):
    """回答: what a colleague answers to a question."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="given")
    person_id = models.UUIDField()  # identity
    display = models.CharField(max_length=60)
    client_id = models.UUIDField()
    text = models.TextField()
    state = models.CharField(max_length=8, choices=list(POST_LABELS.items()))
    hidden_reason = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", enterprise="question__enterprise_id")
    objects = ScopedManager["Answer"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PostState)), name="imessage_answer_state"),
            models.UniqueConstraint(fields=["person_id", "client_id"], name="imessage_answered_once"),
        ]


class PostReport(models.Model):
    """举报: that a colleague finds a question, or one answer to it, wrong; the enterprise's operator looks at it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="reports")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="reports")
    person_id = models.UUIDField()  # identity
    reason = models.CharField(max_length=200)
    reported_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", enterprise="question__enterprise_id")
    objects = ScopedManager["PostReport"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "answer", "person_id"], nulls_distinct=False, name="imessage_reported_once"
            )
        ]
