from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import CASE_LENGTH, WARRANT_KIND_LABELS, WARRANT_LABELS, WORDS_LENGTH, WarrantKind, WarrantState

S = WarrantState


class Warrant(models.Model):
    """调阅保全单: compliance may read, or nobody may erase, what was said in one conversation or by one person's side.

    By case number and four eyes. A reading has a stretch of time that it covers and an end; a hold has neither.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=list(WARRANT_KIND_LABELS.items()))
    case_no = models.CharField(max_length=CASE_LENGTH)
    reason = models.CharField(max_length=WORDS_LENGTH)
    conversation = models.ForeignKey("Conversation", on_delete=models.PROTECT, null=True, related_name="+")
    person_id = models.UUIDField(null=True)  # identity: every conversation in which the person has sat
    scope_label = models.CharField(max_length=80)
    unit_path = models.CharField(max_length=60)
    covers_from = models.DateField(null=True)
    covers_to = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=list(WARRANT_LABELS.items()))
    digest = models.CharField(max_length=64)
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    checker_person_id = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)  # of a reading, from its approval on
    end_reason = models.CharField(max_length=WORDS_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(unit="unit_path")
    objects = ScopedManager["Warrant"]()

    class Meta:
        indexes = [
            models.Index(fields=["person_id"], condition=Q(person_id__isnull=False), name="imessage_warrants_of_person")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(conversation__isnull=True, person_id__isnull=False)
                | Q(conversation__isnull=False, person_id__isnull=True),
                name="imessage_warrant_scope",
            ),
            models.CheckConstraint(
                condition=Q(kind=WarrantKind.HOLD, covers_from__isnull=True, covers_to__isnull=True)
                | Q(kind=WarrantKind.READING, covers_from__lte=F("covers_to")),
                name="imessage_warrant_covers",
            ),
            models.CheckConstraint(
                condition=~Q(maker_person_id=F("checker_person_id")), name="imessage_warrant_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ACTIVE, S.RELEASING, S.ENDED]) | Q(checker_person_id__isnull=False),
                name="imessage_warrant_approved",
            ),
        ]
