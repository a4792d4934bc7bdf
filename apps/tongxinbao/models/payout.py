from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

KINDS = {"INTEREST": "付息", "MATURITY": "到期还本付息", "EARLY": "提前还款", "PART": "部分偿还", "CURE": "清偿逾期",
         "EXIT": "提前收回"}  # fmt: skip


class Payout(models.Model):
    """还本付息: one debit of the enterprise for its lenders. `net_fen` = the sum of the lines = what was debited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issue = models.ForeignKey("Issue", on_delete=models.PROTECT, db_index=False, related_name="payouts")
    number = models.PositiveSmallIntegerField()  # from 1
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    paid_on = models.DateField()
    gross_fen = models.BigIntegerField()  # principal, interest and overdue interest
    tax_fen = models.BigIntegerField()  # withheld: stays with the enterprise, which pays it to the tax office (TX-23)
    net_fen = models.BigIntegerField()
    line_count = models.PositiveIntegerField()
    journal_id = models.UUIDField(null=True)  # ledger

    tenancy = Tenancy(enterprise="issue__enterprise_id", unit="issue__enterprise__unit__path")
    objects = ScopedManager["Payout"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="tongxinbao_payout_number"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="tongxinbao_payout_kind"),
            models.CheckConstraint(
                condition=Q(net_fen=F("gross_fen") - F("tax_fen"), tax_fen__gte=0, net_fen__gt=0),
                name="tongxinbao_payout_net",
            ),
        ]


class PayoutLine(models.Model):
    """One lender's part of a payout, in 分; one 次 of the withholding register (TX-23)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payout = models.ForeignKey("Payout", on_delete=models.PROTECT, db_index=False, related_name="lines")
    holding = models.ForeignKey("Holding", on_delete=models.PROTECT, related_name="lines")
    person_id = models.UUIDField()  # identity
    paid_on = models.DateField()
    principal_fen = models.BigIntegerField()
    interest_fen = models.BigIntegerField()
    overdue_fen = models.BigIntegerField(default=0)
    tax_fen = models.BigIntegerField()
    vat_fen = models.BigIntegerField(default=0)  # TX-23: uncertain in law, kept for the day on which it is not
    net_fen = models.BigIntegerField()
    is_returned = models.BooleanField(default=False)  # the account could not take it: waits in the issue's transit

    tenancy = Tenancy(
        person="person_id",
        enterprise="payout__issue__enterprise_id",
        unit="payout__issue__enterprise__unit__path",
    )
    objects = ScopedManager["PayoutLine"]()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-paid_on"], name="tongxinbao_line_person")]
        constraints = [
            models.UniqueConstraint(fields=["payout", "holding"], name="tongxinbao_line_once"),
            models.CheckConstraint(
                condition=Q(
                    principal_fen__gte=0,
                    interest_fen__gte=0,
                    overdue_fen__gte=0,
                    tax_fen__gte=0,
                    net_fen=F("principal_fen") + F("interest_fen") + F("overdue_fen") - F("tax_fen"),
                ),
                name="tongxinbao_line_net",
            ),
        ]
