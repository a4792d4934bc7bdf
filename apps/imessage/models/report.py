from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import REASON_LABELS, REPORT_LABELS, WORDS_LENGTH, ReportState

S = ReportState


class Report(models.Model):
    """举报: one participant says that a message of another one must be looked at; what the bank did about it.

    It names the message, not its words: the desk reads them from the conversation, this one row and no other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey("Conversation", on_delete=models.PROTECT, db_index=False, related_name="+")
    seq = models.BigIntegerField()
    unit_path = models.CharField(max_length=60)  # whose desk it is: of the enterprise, or the head office's
    reporter_person_id = models.UUIDField()
    author_person_id = models.UUIDField()
    author_display = models.CharField(max_length=60)  # as the message has it
    author_badge = models.CharField(max_length=80)
    reason = models.CharField(max_length=10, choices=list(REASON_LABELS.items()))
    note = models.CharField(max_length=WORDS_LENGTH, blank=True)
    state = models.CharField(max_length=10, choices=list(REPORT_LABELS.items()))
    reported_at = models.DateTimeField()
    decision = models.CharField(max_length=WORDS_LENGTH, blank=True)  # why it was decided so
    decided_at = models.DateTimeField(null=True)
    decider_person_id = models.UUIDField(null=True)
    is_hidden = models.BooleanField(default=False)
    muted_until = models.DateTimeField(null=True)
    is_muted_for_good = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)  # of a lasting mute: what the second person agrees to
    second_person_id = models.UUIDField(null=True)
    appeal = models.CharField(max_length=WORDS_LENGTH, blank=True)
    appealed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=WORDS_LENGTH, blank=True)  # to the appeal
    answered_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="reporter_person_id", unit="unit_path")
    objects = ScopedManager["Report"]()

    class Meta:
        indexes = [
            models.Index(fields=["author_person_id"], name="imessage_reports_of_author"),
            models.Index(fields=["state", "reported_at"], name="imessage_report_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "seq", "reporter_person_id"], name="imessage_message_reported_once"
            ),
            models.CheckConstraint(
                condition=~Q(reporter_person_id=F("author_person_id")), name="imessage_reports_another"
            ),
            models.CheckConstraint(
                condition=Q(state=S.OPEN) | Q(decider_person_id__isnull=False, decided_at__isnull=False),
                name="imessage_report_decided",
            ),
            models.CheckConstraint(
                condition=~Q(is_muted_for_good=True) | Q(second_person_id__isnull=False),
                name="imessage_lasting_mute_by_two",
            ),
            models.CheckConstraint(
                condition=Q(second_person_id__isnull=True) | ~Q(second_person_id=F("decider_person_id")),
                name="imessage_report_four_eyes",
            ),
        ]
