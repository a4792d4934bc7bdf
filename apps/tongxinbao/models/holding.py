from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import HOLDING_LABELS, HoldingState


class Holding(models.Model):
    """同心宝出借: the loan between one employee and the enterprise, from its settlement to its end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, db_index=False, related_name="holdings")
    order = models.OneToOneField("Order", on_delete=models.PROTECT, related_name="holding")
    number = models.PositiveIntegerField()  # the order's: who comes first where remainders are equal
    person_id = models.UUIDField()  # identity
    state = models.CharField(max_length=14, choices=list(HOLDING_LABELS.items()), default=HoldingState.ACTIVE)
    principal_fen = models.BigIntegerField()
    left_fen = models.BigIntegerField()  # of the principal
    late_from = models.DateField(null=True)  # the first day whose overdue interest is not reckoned yet
    overdue_fen = models.BigIntegerField(default=0)  # overdue interest reckoned up to `late_from` and not paid
    is_frozen = models.BooleanField(default=False)  # JUDICIAL_FROZEN: what comes back is caught by the freeze
    is_estate = models.BooleanField(default=False)  # DECEASED: passes to the heirs at the counter
    account_id = models.UUIDField()  # bankaccounts: where the money comes back
    account_ledger_id = models.UUIDField()  # ledger
    account_masked = models.CharField(max_length=32)
    contract_number = models.CharField(max_length=24, unique=True)
    contract_hash = models.CharField(max_length=64)  # of the loan contract's words and terms
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    tenancy = Tenancy(person="person_id", enterprise="issue__enterprise_id", unit="issue__enterprise__unit__path")
    objects = ScopedManager["Holding"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-opened_on"], name="tongxinbao_holding_person")]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="tongxinbao_holding_number"),
            models.CheckConstraint(condition=Q(state__in=list(HoldingState)), name="tongxinbao_holding_state"),
            models.CheckConstraint(
                condition=Q(principal_fen__gt=0, overdue_fen__gte=0, left_fen__range=(0, F("principal_fen"))),
                name="tongxinbao_holding_left",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(left_fen=0), name="tongxinbao_holding_closed"
            ),
        ]


class Due(models.Model):
    """What a holding is owed on a day, by its schedule, and how much of it has been paid; in 分, before tax."""

    id = models.BigAutoField(primary_key=True)
    holding = models.ForeignKey("Holding", on_delete=models.PROTECT, db_index=False, related_name="dues")
    number = models.PositiveSmallIntegerField()  # from 1
    due_on = models.DateField()
    days = models.PositiveIntegerField()
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    paid_principal_fen = models.BigIntegerField(default=0)
    paid_interest_fen = models.BigIntegerField(default=0)

    tenancy = Tenancy(
        person="holding__person_id",
        enterprise="holding__issue__enterprise_id",
        unit="holding__issue__enterprise__unit__path",
    )
    objects = ScopedManager["Due"]()

    class Meta:
        indexes = [models.Index(fields=["due_on"], name="tongxinbao_due_day")]
        constraints = [
            models.UniqueConstraint(fields=["holding", "number"], name="tongxinbao_due_number"),
            models.CheckConstraint(
                condition=Q(
                    principal_fen__gte=0,
                    interest_fen__gte=0,
                    paid_principal_fen__range=(0, F("principal_fen")),
                    paid_interest_fen__range=(0, F("interest_fen")),
                ),
                name="tongxinbao_due_paid",
            ),
        ]
