from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices.order import ORDER_KIND_LABELS, ORDER_LABELS, SETTLING_LABELS, OrderKind, OrderState
from .fields import units_field


class Order(models.Model):
    """理财交易: one person's word to buy for a sum, to redeem so many units or to convert them (WM-7, WM-10, WM-14).

    A purchase holds the money on the own account; a redemption, and a conversion, sets units of the holding aside.
    `trade_date` prices it, `confirm_date` is when the transfer agent has to have answered, `cash_date` when a
    redemption's money comes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=24, unique=True, db_collation="C")  # what the transfer agent knows it by
    kind = models.CharField(max_length=10, choices=list(ORDER_KIND_LABELS.items()))
    state = models.CharField(max_length=9, choices=list(ORDER_LABELS.items()), default=OrderState.CREATED)
    outcome = models.CharField(max_length=20, blank=True)  # why it was refused, released or rejected: a code
    person_id = models.UUIDField()  # identity
    unit_path = models.CharField(max_length=60)
    product = models.ForeignKey("Product", on_delete=models.PROTECT, db_index=False, related_name="orders")
    terms = models.ForeignKey("Terms", on_delete=models.PROTECT, db_index=False, related_name="+")
    holding = models.ForeignKey("Holding", on_delete=models.PROTECT, null=True, related_name="orders")
    assessment = models.ForeignKey(
        "RiskAssessment", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )  # the one that a purchase stands on
    account_id = models.UUIDField()  # bankaccounts: the person's own
    account_ledger_id = models.UUIDField()  # ledger
    account_masked = models.CharField(max_length=32)

    amount_fen = models.BigIntegerField(null=True)  # of a purchase, fee included
    units = units_field(null=True)  # asked back by a redemption
    # A large redemption is filled in part: the rest is given up, or asked for anew on the next day (WM-11).
    carries = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="carried_by")
    is_reservation = models.BooleanField(default=False)  # 预约: a purchase of a sale that has not begun
    # A conversion: what `units` bring buys units of the target, under these terms.
    target = models.ForeignKey("Product", on_delete=models.PROTECT, null=True, related_name="conversions")
    target_terms = models.ForeignKey("Terms", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    cancels_rest = models.BooleanField(default=False)
    hold_id = models.UUIDField(null=True)  # ledger
    evidence = models.JSONField(default=dict)  # what was read before, its hashes, for how many seconds (WM-5)
    ordered_at = models.DateTimeField()  # business time
    trade_date = models.DateField()
    confirm_date = models.DateField()
    cash_date = models.DateField(null=True)
    dispatch = models.ForeignKey("Dispatch", on_delete=models.PROTECT, null=True, related_name="orders")

    # What the transfer agent confirmed.
    nav = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    filled_fen = models.BigIntegerField(null=True)  # a purchase: what was taken, fee included; else what came of it
    filled_units = units_field(null=True)
    fee_fen = models.BigIntegerField(null=True)
    target_nav = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    target_units = units_field(null=True)
    target_fee_fen = models.BigIntegerField(null=True)
    settled_as = models.CharField(max_length=6, choices=list(SETTLING_LABELS.items()), blank=True)  # by two people
    ended_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["Order"]()

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-ordered_at"], name="shenhuobao_order_person"),
            models.Index(
                fields=["trade_date", "product"],
                condition=Q(state=OrderState.HELD),
                name="shenhuobao_order_to_send",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(OrderState)), name="shenhuobao_order_state"),
            models.CheckConstraint(
                condition=Q(kind=OrderKind.PURCHASE, amount_fen__gt=0, units__isnull=True, target__isnull=True)
                | Q(amount_fen__isnull=True, units__gt=0, holding__isnull=False)
                & (
                    Q(kind__in=[OrderKind.REDEMPTION, OrderKind.QUICK], target__isnull=True)
                    | Q(kind=OrderKind.CONVERSION, target__isnull=False, target_terms__isnull=False, cancels_rest=True)
                ),
                name="shenhuobao_order_kind",
            ),
            models.CheckConstraint(
                condition=Q(is_reservation=False)
                | Q(kind=OrderKind.PURCHASE)
                & ~Q(state__in=[OrderState.SENT_TA, OrderState.CONFIRMED, OrderState.PART, OrderState.DONE]),
                name="shenhuobao_order_reservation",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrderKind.PURCHASE)
                | ~Q(state__in=[OrderState.HELD, OrderState.SENT_TA])
                | Q(hold_id__isnull=False),
                name="shenhuobao_order_held",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.CONFIRMED, OrderState.PART, OrderState.DONE])
                | Q(nav__gt=0, filled_fen__gte=0, filled_units__gte=0, fee_fen__gte=0),
                name="shenhuobao_order_filled",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrderKind.CONVERSION)
                | ~Q(state__in=[OrderState.CONFIRMED, OrderState.PART, OrderState.DONE])
                | Q(target_nav__gt=0, target_units__gte=0, target_fee_fen__gte=0),
                name="shenhuobao_order_converted",
            ),
            models.CheckConstraint(
                condition=Q(filled_fen__isnull=True)
                | ~Q(kind=OrderKind.PURCHASE)
                | Q(filled_fen__lte=F("amount_fen")),
                name="shenhuobao_order_purchase",
            ),
            models.CheckConstraint(
                condition=Q(filled_units__isnull=True)
                | Q(kind=OrderKind.PURCHASE)
                | Q(filled_units__lte=F("units")),
                name="shenhuobao_order_redemption",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference
