from django.db import models
from django.db.models import Q

from apps.core.ids import new_id

from ..choices import QUOTE_LABELS, QuoteState


class LprQuote(models.Model):
    """贷款市场报价利率: the one-year LPR of a day, in % a year, as two people of the bank have loaded it (TX-6)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    published_on = models.DateField()  # holds from 09:00 of this day
    rate = models.DecimalField(max_digits=5, decimal_places=2)
    state = models.CharField(max_length=8, choices=list(QUOTE_LABELS.items()), default=QuoteState.PROPOSED)
    approval_id = models.UUIDField(null=True)
    display = models.CharField(max_length=60, blank=True)  # who proposed it; "": loaded when the house was set up
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["published_on"], condition=~Q(state=QuoteState.REJECTED), name="tongxinbao_lpr_day"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="tongxinbao_lpr_rate"),
            models.CheckConstraint(condition=Q(state__in=list(QuoteState)), name="tongxinbao_lpr_state"),
        ]
