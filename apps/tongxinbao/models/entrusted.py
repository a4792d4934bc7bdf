from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import ENTRUSTED_LABELS, EntrustedState


class EntrustedList(models.Model):
    """委托批量购买: a list of the people for whom the enterprise buys under their own mandates (TX-11)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, related_name="entrusted")
    state = models.CharField(max_length=9, choices=list(ENTRUSTED_LABELS.items()), default=EntrustedState.CHECKED)
    file_name = models.CharField(max_length=120)
    file_sha256 = models.CharField(max_length=64)
    line_count = models.PositiveIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    total_fen = models.BigIntegerField(default=0)
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="issue__enterprise_id", unit="issue__enterprise__unit__path")
    objects = ScopedManager["EntrustedList"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(EntrustedState)), name="tongxinbao_entrusted_state"),
        ]


class EntrustedLine(models.Model):
    """A line as the enterprise sent it. `fault` never tells a mandate that was refused from one that was stopped
    (AT-08): both are NO_MANDATE."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey("EntrustedList", on_delete=models.PROTECT, db_index=False, related_name="lines")
    number = models.PositiveIntegerField()
    emp_no = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField(null=True)
    fault = models.CharField(max_length=20, blank=True)
    message = models.CharField(max_length=120, blank=True)
    order = models.OneToOneField("Order", on_delete=models.PROTECT, null=True, related_name="entrusted_line")

    tenancy = Tenancy(enterprise="list__issue__enterprise_id", unit="list__issue__enterprise__unit__path")
    objects = ScopedManager["EntrustedLine"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "number"], name="tongxinbao_entrusted_number")]
