from django.db import models
from django.db.models import Q

from apps.core.crypto import INDEX_BYTES
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..contracts import IdentityResult
from ..rules.identity import ASKED


class IdentityCheck(models.Model):
    """One identity check: its result and the bank's reference. The elements themselves are not kept (ID-7)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    factors = models.PositiveSmallIntegerField()
    id_number_index = models.BinaryField(max_length=INDEX_BYTES, editable=False)
    account_index = models.BinaryField(max_length=INDEX_BYTES, editable=False, null=True)
    state = models.CharField(max_length=13, choices=[(ASKED, "核验中"), *((r.value, r.name) for r in IdentityResult)])
    bank_reference = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    tenancy = Tenancy()
    objects = ScopedManager["IdentityCheck"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(factors__range=(2, 5)), name="corebank_identity_factors"),
            models.CheckConstraint(
                condition=Q(state=ASKED, answered_at__isnull=True)
                | Q(state__in=[r.value for r in IdentityResult], answered_at__isnull=False),
                name="corebank_identity_state",
            ),
        ]
        indexes = [
            models.Index(fields=["id_number_index", "asked_at"], name="corebank_identity_person"),
            models.Index(fields=["account_index", "asked_at"], name="corebank_identity_account"),
        ]
