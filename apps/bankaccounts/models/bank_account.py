from django.db import models
from django.db.models import Q

from apps.core.crypto import BlindIndexField, EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.history import row_history
from apps.core.ids import new_id

from ..contracts import CLASS_LABELS, STATUS_LABELS, AccountClass, AccountStatus, HolderKind


class BankAccount(models.Model):
    """A card or account at this bank. Its money is in the ledger; its holder is an opaque reference."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = EncryptedField("account_number")
    number_index = BlindIndexField("number", unique=True)
    tail4 = models.CharField(max_length=4)
    holder_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in HolderKind])
    holder_id = models.UUIDField()
    holder_name = models.CharField(max_length=120)
    account_class = models.CharField(max_length=10, choices=[(key.value, label) for key, label in CLASS_LABELS.items()])
    status = models.CharField(
        max_length=12,
        choices=[(key.value, label) for key, label in STATUS_LABELS.items()],
        default=AccountStatus.NORMAL.value,
    )
    is_face_verified = models.BooleanField()
    ledger_account_id = models.UUIDField(unique=True)
    bound_card = models.ForeignKey("bankaccounts.BoundCard", on_delete=models.PROTECT, null=True, related_name="+")
    unit_path = models.CharField(max_length=60)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    # ids are unique across persons and enterprises, so one column serves both relations
    tenancy = Tenancy(person="holder_id", enterprise="holder_id", unit="unit_path")
    objects = ScopedManager["BankAccount"]()
    history = row_history(excluded=("number", "number_index"))

    class Meta:
        indexes = [
            models.Index(fields=["holder_id"], name="bankaccounts_holder"),
            models.Index(fields=["tail4"], name="bankaccounts_tail"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["holder_id"],
                condition=Q(account_class=AccountClass.I.value) & ~Q(status=AccountStatus.CLOSED.value),
                name="bankaccounts_one_class_one",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[key.value for key in AccountStatus]), name="bankaccounts_status"
            ),
            models.CheckConstraint(
                condition=Q(holder_kind=HolderKind.ENTERPRISE.value, account_class=AccountClass.CORPORATE.value)
                | Q(
                    holder_kind=HolderKind.PERSON.value,
                    account_class__in=["I", "II", "III"],
                ),
                name="bankaccounts_class_of_holder",
            ),
            models.CheckConstraint(
                condition=Q(status=AccountStatus.CLOSED.value, closed_on__isnull=False)
                | (~Q(status=AccountStatus.CLOSED.value) & Q(closed_on__isnull=True)),
                name="bankaccounts_closed_on",
            ),
        ]
