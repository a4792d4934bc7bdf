"""What holders do with their own accounts: limits, stop, report lost, bring back, close."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.bankaccounts import api as bankaccounts
from apps.core import clock
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.api import Call, Confirmable, Endpoint, entry
from apps.risk import api as risk

from ..selectors import closing_facts
from ..selectors.closing import Closing
from ..services.account_close import account_close

MANAGE, SELF = "transfers.account.manage", Relation.SELF
RESTORE = "restore"


class UseOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    allowed = serializers.IntegerField(help_text="限额:分,或笔数")
    taken = serializers.IntegerField(help_text="已用和预占")
    allowed_shown = serializers.CharField()
    left_shown = serializers.CharField()


class LimitsOut(serializers.Serializer[Any]):
    account = UseOut(many=True, help_text="账户类别限额")
    own = UseOut(many=True, help_text="本人转出限额,按验证方式")


class MoveIn(Confirmable):
    move = serializers.ChoiceField(
        choices=["self_stop", "report_loss", RESTORE], help_text="self_stop 一键止付,report_loss 挂失,restore 恢复"
    )


class BlockOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()


class ClosingOut(serializers.Serializer[Any]):
    interest_fen = serializers.IntegerField(source="interest", allow_null=True, help_text="应付利息;空为尚未算出")
    interest_shown = serializers.CharField(help_text="利息及其去向")
    blocks = BlockOut(many=True, help_text="销户前需要处理的事项;没有时可以销户")


class Limits(Endpoint):
    @entry(summary="额度与已用", permission=MANAGE, relation=SELF, answers=LimitsOut)
    def get(self, call: Call, account_id: UUID) -> dict[str, object]:
        found, now = bankaccounts.account_for_member(call.actor, account_id), clock.read()
        if found is None:
            raise NotFound("没有找到这个账户。")
        own = risk.customer_uses(call.actor.person, now=now)
        return {"account": risk.uses(found[1], now=now), "own": own}


class Guard(Endpoint):
    @entry(summary="止付、挂失或恢复账户", permission=MANAGE, relation=SELF, step_up="恢复账户", takes=MoveIn)
    def put(self, call: Call, account_id: UUID) -> None:
        move, now = call.sent["move"], clock.read()
        if move == RESTORE:
            bankaccounts.account_restore(account_id=account_id, actor=call.actor, now=now)
        else:
            bankaccounts.account_guard(account_id=account_id, move=move, actor=call.actor, now=now)


class ClosingOfAccount(Endpoint):
    @entry(summary="销户前需要处理的事项", permission=MANAGE, relation=SELF, answers=ClosingOut)
    def get(self, call: Call, account_id: UUID) -> Closing:
        return closing_facts(call.actor, account_id, clock.read())

    @entry(summary="销户", permission=MANAGE, relation=SELF, step_up="销户", takes=Confirmable)
    def post(self, call: Call, account_id: UUID) -> None:
        account_close(account_id=account_id, actor=call.actor, now=clock.read())
