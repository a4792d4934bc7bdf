from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices.accord import ACCORD_LABELS, NUMBER_LENGTH, AccordState


class Accord(models.Model):
    """书面约定: a paper, signed at a branch, by which R4 and above may be sold to this person online (WM-2). Two people
    of the bank have looked at it; `number` is what the archive knows the paper by."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()  # identity
    unit_path = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=list(ACCORD_LABELS.items()))
    number = models.CharField(max_length=NUMBER_LENGTH, unique=True)
    signed_on = models.DateField()
    digest = models.CharField(max_length=64)
    approval_id = models.UUIDField(null=True)
    maker = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True)  # why it has ended
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["Accord"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(AccordState)), name="shenhuobao_accord_state"),
            models.CheckConstraint(
                condition=Q(state=AccordState.ENDED, ended_at__isnull=False)
                | ~Q(state=AccordState.ENDED) & Q(ended_at__isnull=True),
                name="shenhuobao_accord_ended",
            ),
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(state__in=[AccordState.PROPOSED, AccordState.IN_FORCE]),
                name="shenhuobao_accord_one",
            ),
        ]

    def __str__(self) -> str:
        return self.number
