from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import AUDIENCE_LABELS, KIND_LABELS, STATE_LABELS, NewsState


class Announcement(models.Model):
    """公告: what the bank says to an audience of a unit and of the units below it, between two times."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=list(KIND_LABELS.items()))
    audience = models.CharField(max_length=12, choices=list(AUDIENCE_LABELS.items()))
    unit = models.ForeignKey("members.BankUnit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=40)
    body = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=list(STATE_LABELS.items()), default=NewsState.PROPOSED)
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=40)
    checker_person_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    tenancy = Tenancy(unit="unit__path")
    objects = ScopedManager["Announcement"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(STATE_LABELS)), name="news_announcement_state"),
            models.CheckConstraint(condition=Q(kind__in=list(KIND_LABELS)), name="news_announcement_kind"),
            models.CheckConstraint(condition=Q(audience__in=list(AUDIENCE_LABELS)), name="news_announcement_audience"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="news_announcement_times"),
            models.CheckConstraint(
                condition=~Q(checker_person_id=F("maker_person_id")), name="news_announcement_two_people"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], condition=Q(state="PUBLISHED"), name="news_standing")]
