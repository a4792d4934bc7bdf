from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import ORDER_LABELS, OrderState

HOLDING_MONEY = [OrderState.HELD, OrderState.ALLOTTED, OrderState.PART_ALLOTTED]


class Order(models.Model):
    """同心宝认购: one person's word to lend so much; the money stays on the own account, held (TX-30).

    `number` counts the orders of an issue from 1: first come, and who comes first where remainders are equal. An
    entrusted one was placed by the enterprise under the person's mandate (TX-11).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, db_index=False, related_name="orders")
    number = models.PositiveIntegerField()
    person_id = models.UUIDField()  # identity
    member_id = models.UUIDField()  # members
    state = models.CharField(max_length=13, choices=list(ORDER_LABELS.items()), default=OrderState.CREATED)
    outcome = models.CharField(max_length=20, blank=True)  # why it was refused or released: a code
    amount_fen = models.BigIntegerField()
    allotted_fen = models.BigIntegerField(default=0)
    account_id = models.UUIDField()  # bankaccounts: the lender's own
    account_ledger_id = models.UUIDField()  # ledger
    account_masked = models.CharField(max_length=32)
    hold_id = models.UUIDField(null=True)  # ledger
    mandate_id = models.UUIDField(null=True)  # agreements: of an entrusted one
    is_entrusted = models.BooleanField(default=False)
    device = models.CharField(max_length=64, blank=True)  # which placed it: many lenders at one are worth a look
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    # The person sees the own order. The enterprise and the bank's unit reach it through its issue.
    tenancy = Tenancy(person="person_id", enterprise="issue__enterprise_id", unit="issue__enterprise__unit__path")
    objects = ScopedManager["Order"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-placed_at"], name="tongxinbao_order_person")]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="tongxinbao_order_number"),
            models.CheckConstraint(condition=Q(state__in=list(OrderState)), name="tongxinbao_order_state"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, allotted_fen__gte=0, allotted_fen__lte=F("amount_fen")),
                name="tongxinbao_order_amounts",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HOLDING_MONEY) | Q(hold_id__isnull=False), name="tongxinbao_order_held"
            ),
            models.CheckConstraint(
                condition=Q(is_entrusted=False) | Q(mandate_id__isnull=False), name="tongxinbao_order_mandate"
            ),
        ]
