from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import DIVIDEND_MODE_LABELS, DividendMode
from .fields import units_field


class Holding(models.Model):
    """持有份额: what one person holds of one product. `aside` is promised to redemptions on their way.

    `carry` is what the days of a `CARRY` product have left over, in parts of a unit-cent (WM-9). `cost_fen` is what
    the units on hand were bought for; a redemption takes its share of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()  # identity
    unit_path = models.CharField(max_length=60)
    product = models.ForeignKey("Product", on_delete=models.PROTECT, related_name="holdings")
    account_id = models.UUIDField()  # bankaccounts: where a redemption's money goes
    units = units_field(default=0)
    aside = units_field(default=0)
    carry = models.BigIntegerField(default=0)
    cost_fen = models.BigIntegerField(default=0)
    income_fen = models.BigIntegerField(default=0)  # of all days, of a cash-management product
    dividend_mode = models.CharField(
        max_length=8, choices=list(DIVIDEND_MODE_LABELS.items()), default=DividendMode.CASH
    )
    opened_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["Holding"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "product"], name="shenhuobao_holding_one"),
            models.CheckConstraint(
                condition=Q(units__gte=F("aside"), aside__gte=0, cost_fen__gte=0), name="shenhuobao_holding_units"
            ),
        ]


class Lot(models.Model):
    """份额明细: units that came by one purchase, or by a dividend that was reinvested; a redemption takes the oldest
    first (WM-10)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="lots")
    order = models.OneToOneField("Order", on_delete=models.PROTECT, null=True, related_name="lot")
    payout = models.OneToOneField("Payout", on_delete=models.PROTECT, null=True, related_name="lot")  # reinvested
    acquired_on = models.DateField()  # the confirmation, or the ex-date: the holding period counts from here
    units = units_field()
    units_left = units_field()

    tenancy = Tenancy(person="holding__person_id", unit="holding__unit_path")
    objects = ScopedManager["Lot"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(units__gt=0, units_left__gte=0, units_left__lte=F("units")), name="shenhuobao_lot_units"
            )
        ]


class Income(models.Model):
    """每日收益 of one holding of a cash-management product: the day's accrual, which becomes units (WM-9).

    A million of them come in one statement each night: the day first in the key, so that they are appended, no index
    but the key, and no foreign key that would be looked up a million times; `checks` keeps watch instead.
    """

    pk = models.CompositePrimaryKey("on", "holding_id")
    on = models.DateField()
    holding = models.ForeignKey(
        Holding, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="incomes"
    )
    units = units_field()  # that earned
    income_fen = models.BigIntegerField()  # may be below zero
    carry = models.BigIntegerField(default=0)  # after the day

    tenancy = Tenancy(person="holding__person_id", unit="holding__unit_path")
    objects = ScopedManager["Income"]()
