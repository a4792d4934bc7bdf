"""Dividends and maturities for a person's programs: what came, and how dividends are paid."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices import DIVIDEND_MODE_LABELS
from ..contracts.trading import DividendPage
from ..selectors.payouts import dividend_for_member, payouts_for_member
from ..services.dividend_choose import dividend_choose

OWN, SELF = "shenhuobao.holding.own", Relation.SELF


class PayoutOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    product_id = serializers.UUIDField()
    product = serializers.CharField()
    kind = serializers.CharField(help_text="DIVIDEND 分红;MATURITY 到期兑付")
    kind_label = serializers.CharField()
    mode_label = serializers.CharField()
    ex_on = serializers.DateField(help_text="除息日或到期日")
    units = serializers.CharField(help_text="享有权益的份额")
    per_unit = serializers.CharField(allow_null=True, help_text="每份分红,元")
    nav = serializers.CharField()
    due_fen = serializers.IntegerField()
    cash_fen = serializers.IntegerField(help_text="到账金额")
    added = serializers.CharField(help_text="转为的份额")
    account = serializers.CharField(help_text="已掩码")
    state = serializers.CharField()
    state_label = serializers.CharField()


class PayoutsOut(serializers.Serializer[Any]):
    payouts = PayoutOut(many=True)


class DividendOut(serializers.Serializer[Any]):
    holding_id = serializers.UUIDField()
    product = serializers.CharField()
    mode = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_open = serializers.BooleanField(help_text="可以选择;现金管理类固定为红利再投资")


class DividendChosenOut(serializers.Serializer[Any]):
    mode = serializers.CharField(source="*")


class DividendIn(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(choices=list(DIVIDEND_MODE_LABELS.items()))


class OwnPayouts(Endpoint):
    @entry(summary="我的分红与到期兑付", permission=OWN, relation=SELF, answers=PayoutsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"payouts": payouts_for_member(call.actor)}


class DividendMode(Endpoint):
    @entry(summary="分红方式", permission=OWN, relation=SELF, answers=DividendOut)
    def get(self, call: Call, holding_id: UUID) -> DividendPage:
        return dividend_for_member(call.actor, holding_id)


class DividendChoosing(Endpoint):
    @entry(summary="选择分红方式", permission=OWN, relation=SELF, takes=DividendIn, answers=DividendChosenOut)
    def post(self, call: Call, holding_id: UUID) -> str:
        return dividend_choose(
            holding_id=holding_id, mode=call.sent["mode"], key=call.key, actor=call.actor, now=clock.read()
        )
