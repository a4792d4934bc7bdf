from django.db import models
from django.db.models import Q

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class InsuranceRecord(models.Model):
    """社保登记: who of a roster is in the employer's social insurance, with the paper that proves it (TX-3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="insurance_records")
    content = EncryptedField("secret")  # the paper, base64 of its bytes
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    list_name = models.CharField(max_length=120)
    insured_count = models.PositiveIntegerField()
    ended_count = models.PositiveIntegerField()
    person_id = models.UUIDField()
    display = models.CharField(max_length=60)
    at = models.DateTimeField()

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["InsuranceRecord"]()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-at"], name="members_insurance_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(insured_count__gt=0) | Q(ended_count__gt=0), name="members_insurance_some"
            )
        ]
