from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import SIDE_LABELS
from ..choices.complaints import COMPLAINT_KIND_LABELS, COMPLAINT_LABELS, VERDICT_LABELS, ComplaintState


class Complaint(models.Model):
    """消费投诉 of a person, with its number and the day until which it is replied to.

    `due_on` is a workday; `round` counts replies. What is asked of an
    approver stands in `asked_due_on` and `asked_reason` until it is decided.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True, db_collation="C")
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()  # identity
    side = models.CharField(max_length=8, choices=list(SIDE_LABELS.items()))
    display = models.CharField(max_length=60)
    key = models.UUIDField()  # made with the form: sent twice, it is filed once
    kind = models.CharField(max_length=8, choices=list(COMPLAINT_KIND_LABELS.items()))
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=9, choices=list(COMPLAINT_LABELS.items()), default=ComplaintState.FILED)
    filed_on = models.DateField()  # business date
    filed_at = models.DateTimeField()
    due_from = models.DateField()  # the day from which the days of the law run: an escalation begins anew
    due_on = models.DateField()
    handler_person_id = models.UUIDField(null=True)
    handler_display = models.CharField(max_length=60, blank=True)
    round = models.SmallIntegerField(default=0)
    replied_on = models.DateField(null=True)  # the last time
    verdict = models.CharField(max_length=11, choices=list(VERDICT_LABELS.items()), blank=True)
    verdict_words = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    extensions = models.SmallIntegerField(default=0)
    asked_due_on = models.DateField(null=True)
    asked_reason = models.CharField(max_length=200, blank=True)

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["Complaint"]()

    class Meta:
        indexes = [
            models.Index(fields=["due_on"], condition=~Q(state="CLOSED"), name="imessage_complaints_due"),
            models.Index(fields=["person_id"], name="imessage_complaints_of_person"),
            models.Index(fields=["filed_on"], name="imessage_complaints_of_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person_id", "key"], name="imessage_complaint_once"),
            models.CheckConstraint(
                condition=~Q(state="CLOSED")
                | Q(round__gt=0, replied_on__isnull=False, closed_at__isnull=False) & ~Q(verdict=""),
                name="imessage_no_close_unreplied",
            ),
            models.CheckConstraint(
                condition=~Q(state="TAKEN") | Q(handler_person_id__isnull=False), name="imessage_complaint_taken"
            ),
        ]


class ComplaintReply(models.Model):
    """A reply to a complaint, in words; append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    complaint = models.ForeignKey("Complaint", on_delete=models.PROTECT, db_index=False, related_name="replies")
    round = models.SmallIntegerField()
    text = models.CharField(max_length=1000)
    person_id = models.UUIDField()  # who of the bank
    display = models.CharField(max_length=60)
    replied_at = models.DateTimeField()

    tenancy = Tenancy(person="complaint__person_id", unit="complaint__enterprise__unit__path")
    objects = ScopedManager["ComplaintReply"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["complaint", "round"], name="imessage_reply_of_round")]
