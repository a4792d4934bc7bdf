"""Wage cards: the person's own, and those that the pay specialist has to confirm. Numbers masked."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, PageQuery, entry

from ..choices import REASON_LENGTH, WageCardState
from ..contracts import WageCardDesk, WageCardPage
from ..selectors.wagecards import card_choices, employers_cards, wagecard_desk, wagecards_for_enterprise
from ..services.wagecard_confirm import wagecard_confirm
from ..services.wagecard_reject import wagecard_reject
from ..services.wagecard_submit import wagecard_submit
from ..services.wagecard_withdraw import wagecard_withdraw

OWN, DECIDE = "daifutong.card.own", "daifutong.card.decide"
SELF, FIRM = Relation.SELF, Relation.ENTERPRISE


class WageCardOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    emp_no = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    masked_number = serializers.CharField()
    account_since = serializers.DateField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    decided_display = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class EmployerOut(serializers.Serializer[Any]):
    enterprise_id = serializers.UUIDField()
    enterprise_name = serializers.CharField()
    emp_no = serializers.CharField()
    in_use = WageCardOut(allow_null=True)
    latest = WageCardOut(allow_null=True, help_text="待企业确认或未获同意的一张")


class ChoiceOut(serializers.Serializer[Any]):
    source = serializers.CharField(help_text="account 为本行账户,card 为绑定的他行卡")  # type: ignore[assignment]
    id = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    masked_number = serializers.CharField()


class OwnCardsOut(serializers.Serializer[Any]):
    employers = EmployerOut(many=True)
    choices = ChoiceOut(many=True)


class WageCardIn(Confirmable):
    enterprise_id = serializers.UUIDField()
    source = serializers.ChoiceField(["account", "card"])  # type: ignore[assignment]
    source_id = serializers.UUIDField()


class WageCardMade(serializers.Serializer[Any]):
    card_id = serializers.UUIDField()


class FirmCardsQuery(PageQuery):
    show = serializers.ChoiceField([state.value for state in WageCardState], required=False)


class FirmCardsOut(serializers.Serializer[Any]):
    cards = WageCardOut(many=True)
    number = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()
    waiting = serializers.IntegerField()


class DeskOut(serializers.Serializer[Any]):
    card = WageCardOut()
    before = WageCardOut(allow_null=True)
    mobile_changed_at = serializers.DateTimeField(allow_null=True)
    pin_set_at = serializers.DateTimeField(allow_null=True)
    newest_device_at = serializers.DateTimeField(allow_null=True)


class ReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class OwnCards(Endpoint):
    @entry(summary="我的工资卡", permission=OWN, relation=SELF, answers=OwnCardsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"employers": employers_cards(call.actor), "choices": card_choices(call.actor, clock.read())}

    @entry(
        summary="提交工资卡", permission=OWN, relation=SELF, step_up="提交工资卡", takes=WageCardIn,
        answers=WageCardMade, status=201,
    )  # fmt: skip
    def post(self, call: Call) -> dict[str, object]:
        card_id = wagecard_submit(**call.sent, key=call.key, actor=call.actor, now=clock.read())
        return {"card_id": card_id}


class OwnCardWithdrawal(Endpoint):
    @entry(summary="撤回工资卡", permission=OWN, relation=SELF)
    def post(self, call: Call, card_id: UUID) -> None:
        wagecard_withdraw(card_id=card_id, actor=call.actor, now=clock.read())


class FirmCards(Endpoint):
    @entry(summary="员工的工资卡", permission=DECIDE, relation=FIRM, asks=FirmCardsQuery, answers=FirmCardsOut)
    def get(self, call: Call) -> WageCardPage:
        return wagecards_for_enterprise(call.actor, **call.asked)


class FirmCard(Endpoint):
    @entry(summary="员工的一张工资卡", permission=DECIDE, relation=FIRM, answers=DeskOut)
    def get(self, call: Call, card_id: UUID) -> WageCardDesk:
        return wagecard_desk(call.actor, card_id)


class FirmCardConfirmation(Endpoint):
    @entry(summary="确认工资卡", permission=DECIDE, relation=FIRM, step_up="确认员工工资卡", takes=Confirmable)
    def post(self, call: Call, card_id: UUID) -> None:
        wagecard_confirm(card_id=card_id, actor=call.actor, now=clock.read())


class FirmCardRefusal(Endpoint):
    @entry(summary="不同意工资卡", permission=DECIDE, relation=FIRM, takes=ReasonIn)
    def post(self, call: Call, card_id: UUID) -> None:
        wagecard_reject(card_id=card_id, **call.sent, actor=call.actor, now=clock.read())
