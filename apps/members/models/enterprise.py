from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.history import row_history
from apps.core.ids import new_id

from ..contracts import ENTERPRISE_LABELS, EnterpriseStatus


class Enterprise(models.Model):
    """企业会员: a legal entity that the bank certifies (ID-8). Name and code are public."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    uscc = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=30)
    unit = models.ForeignKey("members.BankUnit", on_delete=models.PROTECT, related_name="enterprises")
    status = models.CharField(
        max_length=12,
        choices=[(key.value, label) for key, label in ENTERPRISE_LABELS.items()],
        default=EnterpriseStatus.DRAFT.value,
    )
    certified_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    tenancy = Tenancy(enterprise="id", unit="unit__path")
    objects = ScopedManager["Enterprise"]()
    history = row_history()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[key.value for key in EnterpriseStatus]), name="members_enterprise_status"
            )
        ]


class Department(models.Model):
    """部门: a part of an enterprise; departments form a tree. A closed one stays on record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="departments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=60)
    lead = models.ForeignKey("members.EmployeeMember", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["Department"]()
    history = row_history()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "parent", "name"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="members_department_name",
            )
        ]
