from django.db import models

from apps.core.ids import new_id

from .fields import units_field


class LargeRedemption(models.Model):
    """巨额赎回 of a trading day: more of a product was asked back than a part of all units of the day before (WM-11).

    We see it from our own customers' orders at 15:00, or learn of it from the agent, who fills redemptions in part
    because of everybody's. `days` counts the trading days in a row; `filled`, `carried` and `cancelled` are there once
    the agent has answered.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey("Product", on_delete=models.PROTECT, db_index=False, related_name="large_redemptions")
    on = models.DateField()  # the trade date
    days = models.PositiveSmallIntegerField(default=1)
    prior_units = units_field(null=True)  # of all holders, as the agent told; None where the agent alone has seen it
    redeemed = units_field()  # by our customers, quick redemptions too
    purchased = units_field()
    filled = units_field(null=True)
    carried = units_field(null=True)
    cancelled = units_field(null=True)
    seen_at = models.DateTimeField()  # business time

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "on"], name="shenhuobao_large_day")]
