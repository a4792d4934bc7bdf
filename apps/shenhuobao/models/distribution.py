from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import DIVIDEND_MODE_LABELS, DividendMode
from ..choices.distribution import (
    DISTRIBUTION_KIND_LABELS,
    DISTRIBUTION_LABELS,
    PAYOUT_LABELS,
    DistributionKind,
    DistributionState,
    PayoutState,
)
from ..choices.order import SETTLING_LABELS
from .fields import units_field


class Distribution(models.Model):
    """分红或到期兑付 of a product: announced with its days, paid once the agent has said what each holder is due.

    Whoever has ordered on a trading day before `ex_on` is entitled, and `nav` is the value of a unit on that day. A
    dividend goes by the choice made before 15:00 of `record_on`; a maturity has one day only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey("Product", on_delete=models.PROTECT, db_index=False, related_name="distributions")
    kind = models.CharField(max_length=8, choices=list(DISTRIBUTION_KIND_LABELS.items()))
    state = models.CharField(
        max_length=9, choices=list(DISTRIBUTION_LABELS.items()), default=DistributionState.ANNOUNCED
    )
    record_on = models.DateField()
    ex_on = models.DateField()
    per_unit = models.DecimalField(max_digits=12, decimal_places=6, null=True)  # yuan, of a dividend
    nav = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    file = models.ForeignKey("TaFile", on_delete=models.PROTECT, null=True, related_name="distributions")
    announced_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "kind", "ex_on"], name="shenhuobao_distribution_day"),
            models.CheckConstraint(
                condition=Q(state__in=list(DistributionState)), name="shenhuobao_distribution_state"
            ),
            models.CheckConstraint(
                condition=Q(kind=DistributionKind.DIVIDEND, per_unit__gt=0, record_on__lte=F("ex_on"))
                | Q(kind=DistributionKind.MATURITY, per_unit__isnull=True, record_on=F("ex_on")),
                name="shenhuobao_distribution_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state=DistributionState.PAID) | Q(nav__gt=0, file__isnull=False, paid_at__isnull=False),
                name="shenhuobao_distribution_paid",
            ),
        ]  # fmt: skip


class Payout(models.Model):
    """What one holder got of a distribution: money, or units of it, never both. `units` were entitled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, db_index=False, related_name="payouts")
    holding = models.ForeignKey("Holding", on_delete=models.PROTECT, related_name="payouts")
    state = models.CharField(max_length=8, choices=list(PAYOUT_LABELS.items()))
    mode = models.CharField(max_length=8, choices=list(DIVIDEND_MODE_LABELS.items()))
    units = units_field()
    due_fen = models.BigIntegerField()
    cash_fen = models.BigIntegerField()
    added = units_field(default=0)
    account_ledger_id = models.UUIDField()  # ledger
    account_masked = models.CharField(max_length=32)
    settled_as = models.CharField(max_length=6, choices=list(SETTLING_LABELS.items()), blank=True)  # by two people
    made_at = models.DateTimeField()

    tenancy = Tenancy(person="holding__person_id", unit="holding__unit_path")
    objects = ScopedManager["Payout"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["distribution", "holding"], name="shenhuobao_payout_one"),
            models.CheckConstraint(condition=Q(state__in=list(PayoutState)), name="shenhuobao_payout_state"),
            models.CheckConstraint(
                condition=Q(units__gt=0, due_fen__gte=0, added__gte=0)
                & (Q(mode=DividendMode.CASH, cash_fen=F("due_fen"), added=0) | Q(cash_fen=0)),
                name="shenhuobao_payout_way",
            ),
        ]


class DividendChoice(models.Model):
    """分红方式: what a holder has chosen at an instant; goes to the transfer agent with the day's dispatch."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    holding = models.ForeignKey("Holding", on_delete=models.PROTECT, related_name="choices")
    mode = models.CharField(max_length=8, choices=list(DIVIDEND_MODE_LABELS.items()))
    chosen_at = models.DateTimeField()  # business time
    dispatch = models.ForeignKey("Dispatch", on_delete=models.PROTECT, null=True, related_name="choices")

    tenancy = Tenancy(person="holding__person_id", unit="holding__unit_path")
    objects = ScopedManager["DividendChoice"]()

    class Meta:
        indexes = [
            models.Index(fields=["chosen_at"], condition=Q(dispatch=None), name="shenhuobao_choice_to_send"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=list(DividendMode)), name="shenhuobao_choice_mode"),
        ]
