from django.db import models
from django.db.models import Q

from apps.core.crypto import BlindIndexField, EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id
from apps.corebank.contracts import CardClass

from ..contracts import CARD_LABELS, BoundCardState


class BoundCard(models.Model):
    """A card at this or another bank that a person has proved to be their own (ID-7), with the terms of its mandate.

    `check_reference` is the bank's number of the check: the elements themselves are not kept. Limits in 分.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    number = EncryptedField("account_number")
    number_index = BlindIndexField("number")
    tail4 = models.CharField(max_length=4)
    holder_name = models.CharField(max_length=120)
    card_class = models.CharField(max_length=6, choices=[(key.value, key.value) for key in CardClass])
    own_account = models.ForeignKey("bankaccounts.BankAccount", on_delete=models.PROTECT, null=True, related_name="+")
    bank_code = models.CharField(max_length=12, blank=True)  # 支付系统行号; none for a card of this bank
    state = models.CharField(max_length=8, choices=[(key.value, label) for key, label in CARD_LABELS.items()])
    factors = models.PositiveSmallIntegerField()
    check_reference = models.CharField(max_length=64, blank=True)
    single_fen = models.BigIntegerField(default=0)
    day_fen = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField()
    bound_at = models.DateTimeField(null=True)
    unbound_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["BoundCard"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "number_index"],
                condition=~Q(state=BoundCardState.UNBOUND.value),
                name="bankaccounts_card_once",
            ),
            models.CheckConstraint(
                condition=Q(state="CHECKED", bound_at__isnull=True, unbound_at__isnull=True)
                | Q(state="BOUND", bound_at__isnull=False, unbound_at__isnull=True)
                | Q(state="UNBOUND", unbound_at__isnull=False),
                name="bankaccounts_card_state",
            ),
            models.CheckConstraint(
                condition=Q(own_account__isnull=False, bank_code="")
                | (Q(own_account__isnull=True) & Q(bank_code__regex=r"^[0-9]{12}$")),
                name="bankaccounts_card_bank",
            ),
            models.CheckConstraint(
                condition=Q(single_fen__gte=0) & Q(day_fen__gte=models.F("single_fen")), name="bankaccounts_card_terms"
            ),
        ]
