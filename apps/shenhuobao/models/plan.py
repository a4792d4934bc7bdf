from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices.plan import OPEN_PLANS, PLAN_LABELS, PURPOSE_LABELS, PlanState, Purpose


class Plan(models.Model):
    """申活宝计划: what somebody saves for, how much, until when, and by which product.

    All that the person holds of the product counts towards it, so that no product has two plans at a time.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()  # identity
    unit_path = models.CharField(max_length=60)
    purpose = models.CharField(max_length=10, choices=list(PURPOSE_LABELS.items()))
    target_fen = models.BigIntegerField()
    target_date = models.DateField()
    product = models.ForeignKey("Product", on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=7, choices=list(PLAN_LABELS.items()), default=PlanState.ACTIVE)
    created_at = models.DateTimeField()  # business time
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["Plan"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "product"], condition=Q(state__in=OPEN_PLANS), name="shenhuobao_plan_one"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(PlanState), purpose__in=list(Purpose), target_fen__gt=0),
                name="shenhuobao_plan_known",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.STOPPED, ended_at__isnull=False)
                | ~Q(state=PlanState.STOPPED) & Q(ended_at__isnull=True),
                name="shenhuobao_plan_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
