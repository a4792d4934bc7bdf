from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import DISPUTE_LENGTH, REASON_LENGTH, RECLAIM_LABELS, ReclaimState
from .row import Row

S = ReclaimState


class Reclaim(models.Model):
    """误发追回: an enterprise asks an employee to give back a wage that was paid by mistake, in whole or in part.

    Money moves only when the employee agrees, from the account that the wage went to back to the one that paid it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="reclaims")
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField(db_index=True)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=REASON_LENGTH)
    state = models.CharField(max_length=10, choices=list(RECLAIM_LABELS.items()), default=S.ASKED)
    digest = models.CharField(max_length=64)  # of line, amount and reason: what the checker and the employee agree to
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    checker_person_id = models.UUIDField(null=True)
    checker_display = models.CharField(max_length=60, blank=True)
    checker_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    asked_at = models.DateTimeField()
    lapses_on = models.DateField(null=True)  # the last day on which the employee may answer; set by the checker's word
    answer_text = models.CharField(max_length=DISPUTE_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["Reclaim"]()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-asked_at"], name="daifutong_reclaim_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["row"], condition=Q(state__in=[S.ASKED, S.WAITS]), name="daifutong_reclaim_open"
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0) & ~Q(reason=""), name="daifutong_reclaim_asks"),
            models.CheckConstraint(
                condition=~Q(maker_person_id=F("checker_person_id")), name="daifutong_reclaim_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.ASKED, S.SENT_BACK, S.TAKEN_BACK, S.LAPSED])
                | Q(checker_person_id__isnull=False, lapses_on__isnull=False),
                name="daifutong_reclaim_checked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.ASKED, S.WAITS], ended_at__isnull=True)
                | ~Q(state__in=[S.ASKED, S.WAITS]) & Q(ended_at__isnull=False),
                name="daifutong_reclaim_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.amount_fen}"
