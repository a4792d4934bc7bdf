from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy

from .row import Row


class FollowUp(models.Model):
    """重发明细、补发明细: a line that pays what an earlier one did not, because it failed or waited for a wage card.

    `origin` is the first of such a chain, never a follow-up itself, so that however often one fails, one at a time is
    on its way for it. `is_live` while it blocks the next; it ends with a batch that is void, a line that is dropped or
    one that failed in its turn (services/follow_ups.py).
    """

    row = models.OneToOneField(Row, on_delete=models.PROTECT, primary_key=True, related_name="follows")
    origin = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="follow_ups")
    is_live = models.BooleanField(default=True)

    tenancy = Tenancy(enterprise="row__batch__enterprise_id", unit="row__batch__enterprise__unit__path")
    objects = ScopedManager["FollowUp"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin"], condition=Q(is_live=True), name="daifutong_followup_once"),
            models.CheckConstraint(condition=~Q(row=F("origin")), name="daifutong_followup_other"),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.row_id}"
