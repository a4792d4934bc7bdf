from django.db import models
from django.db.models import Q

from apps.core.ids import new_id


class BankUnit(models.Model):
    """A unit of the bank: head office or branch. Who belongs to a unit sees its rows and those of the units below."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=60)
    path = models.CharField(max_length=60, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(path__regex=r"^/([a-z0-9-]+/)+$"), name="members_unit_path")]
