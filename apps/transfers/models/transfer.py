from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id
from apps.corebank.contracts import PaymentCode

from ..choices import DIRECTION_LABELS, STATE_LABELS


class Transfer(models.Model):
    """One movement between an account here and a bound card of the same person. `reference` is for ever.

    `is_interest`: what a closed account had earned; it was never on the account.
    `transit_ledger_id`: where money on its way to another bank waits (2241.11, floor 0); none for any other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=40, unique=True, db_collation="C")
    person_id = models.UUIDField()
    unit_path = models.CharField(max_length=60)
    account = models.ForeignKey("bankaccounts.BankAccount", on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey("bankaccounts.BoundCard", on_delete=models.PROTECT, related_name="+")
    direction = models.CharField(max_length=3, choices=[(key.value, label) for key, label in DIRECTION_LABELS.items()])
    flow = models.CharField(max_length=30)
    is_own_bank = models.BooleanField()
    is_interest = models.BooleanField(default=False)
    amount_fen = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=[(key.value, label) for key, label in STATE_LABELS.items()])
    code = models.CharField(max_length=3, blank=True, choices=[(code.value, code.label) for code in PaymentCode])
    transit_ledger_id = models.UUIDField(null=True, unique=True)
    business_date = models.DateField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["Transfer"]()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-asked_at"], name="transfers_person"),
            models.Index(fields=["card", "business_date"], name="transfers_card_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="transfers_amount"),
            models.CheckConstraint(
                condition=Q(state="SENT", code="", ended_at__isnull=True)
                | Q(state="IN_DOUBT", code="P14", ended_at__isnull=True)
                | Q(state="SUCCEEDED", code="P00", ended_at__isnull=False)
                | (Q(state="FAILED", ended_at__isnull=False) & ~Q(code__in=["", "P00", "P14"])),
                name="transfers_state",
            ),
            models.CheckConstraint(
                condition=Q(is_own_bank=False, direction="OUT", transit_ledger_id__isnull=False)
                | (~Q(is_own_bank=False, direction="OUT") & Q(transit_ledger_id__isnull=True)),
                name="transfers_transit",
            ),
        ]
