from django.db import models
from django.db.models import Q

from apps.core.ids import new_id

from ..choices.order import (
    DISPATCH_LABELS,
    TA_FILE_KIND_LABELS,
    TA_FILE_LABELS,
    DispatchState,
    TaFileKind,
    TaFileState,
)
from .fields import units_field


class Dispatch(models.Model):
    """交易报送: the orders of one trading day for one transfer agent, sent once under one reference."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=24, unique=True, db_collation="C")
    agent = models.CharField(max_length=16, db_collation="C")
    on = models.DateField()  # the trade date
    confirm_on = models.DateField()  # the trading day after, on which the agent has to have answered
    state = models.CharField(max_length=9, choices=list(DISPATCH_LABELS.items()), default=DispatchState.MADE)
    count = models.PositiveIntegerField()
    purchases_fen = models.BigIntegerField()
    redemptions = units_field()  # units
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "on"], name="shenhuobao_dispatch_day"),
            models.CheckConstraint(condition=Q(state__in=list(DispatchState)), name="shenhuobao_dispatch_state"),
        ]


class TaFile(models.Model):
    """登记机构文件: prices, confirmations or payouts of one day, kept as it came; taken in whole or not at all.

    A day's file may come again: the same content changes nothing, another one is a case. REFUSED ones make room.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.CharField(max_length=16, db_collation="C")
    kind = models.CharField(max_length=13, choices=list(TA_FILE_KIND_LABELS.items()))
    on = models.DateField()  # the trade date that it is of
    state = models.CharField(max_length=7, choices=list(TA_FILE_LABELS.items()), default=TaFileState.FETCHED)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    faults = models.JSONField(default=list)  # sentences of why it was refused
    fetched_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "kind", "on"],
                condition=~Q(state=TaFileState.REFUSED),
                name="shenhuobao_ta_file_day",
            ),
            models.CheckConstraint(condition=Q(state__in=list(TaFileState)), name="shenhuobao_ta_file_state"),
            models.CheckConstraint(condition=Q(kind__in=list(TaFileKind)), name="shenhuobao_ta_file_kind"),
        ]
