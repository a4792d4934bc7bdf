"""The signing of 代付通 for programs and for the enterprise's administrator."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, TermOut, entry

from ..choices import PAY_DAYS, BatchKind
from ..contracts import ContractAnswer
from ..selectors import contract_desk
from ..services.contract_end import contract_end
from ..services.contract_request import contract_request
from ..services.contract_sign import AGREEMENT, contract_sign
from ..services.contract_withdraw import contract_withdraw

READ, MANAGE, OWN = "daifutong.contract.read", "daifutong.contract.manage", Relation.ENTERPRISE


class ContractOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="line.id")
    reference = serializers.CharField(source="line.reference")
    state = serializers.CharField(source="line.state")
    state_label = serializers.CharField(source="line.state_label")
    payer_account_id = serializers.UUIDField()
    payer_masked = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())
    pay_day = serializers.IntegerField(help_text="31 表示每月最后一天")
    tier_one_fen = serializers.IntegerField(help_text="复核即可的最高合计")
    tier_two_fen = serializers.IntegerField(help_text="一名授权人即可的最高合计")
    batch_limit_fen = serializers.IntegerField()
    day_limit_fen = serializers.IntegerField()
    fee_own_fen = serializers.IntegerField(allow_null=True, help_text="本行每笔手续费,含税;null 为银行尚未核定")
    fee_other_fen = serializers.IntegerField(allow_null=True)
    terms = TermOut(many=True)
    digest = serializers.CharField(help_text="条款摘要;签署须原样带回")
    reason = serializers.CharField(source="line.reason", help_text="银行未同意或退回的原因")
    may = serializers.SerializerMethodField()

    def get_may(self, contract: Any) -> list[str]:
        return sorted(contract.may)


class ContractDeskOut(serializers.Serializer[Any]):
    active = ContractOut(allow_null=True)
    open = ContractOut(allow_null=True, help_text="办理中的申请")
    text_hash = serializers.CharField(help_text="现行业务协议的文本摘要;签署须原样带回")


class ContractIn(serializers.Serializer[Any]):
    payer_account_id = serializers.UUIDField()
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=list(BatchKind)), max_length=len(BatchKind))
    pay_day = serializers.IntegerField(min_value=1, max_value=PAY_DAYS)
    tier_one_fen = serializers.IntegerField(min_value=0)
    tier_two_fen = serializers.IntegerField(min_value=0)
    batch_limit_fen = serializers.IntegerField(min_value=1)
    day_limit_fen = serializers.IntegerField(min_value=1)
    confidential_person_ids = serializers.ListField(child=serializers.UUIDField(), max_length=100, default=list)


class ContractStateOut(serializers.Serializer[Any]):
    contract_id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()


class ContractSignIn(Confirmable):
    digest = serializers.CharField(max_length=64)
    text_hash = serializers.CharField(max_length=64)


class PayrollContract(Endpoint):
    @entry(summary="代付通签约", permission=READ, relation=OWN, answers=ContractDeskOut)
    def get(self, call: Call) -> dict[str, object]:
        desk, words = contract_desk(call.actor), agreements.words_in_force(AGREEMENT, clock.read())
        return {"active": desk.active, "open": desk.open, "text_hash": words.text_hash}

    @entry(
        summary="申请签约或变更",
        permission=MANAGE,
        relation=OWN,
        takes=ContractIn,
        answers=ContractStateOut,
        status=201,
    )
    def post(self, call: Call) -> ContractAnswer:
        return contract_request(**call.sent, key=call.key, actor=call.actor, now=clock.read())


class ContractSignature(Endpoint):
    @entry(
        summary="签署", permission=MANAGE, relation=OWN, step_up="签署代付通签约", takes=ContractSignIn,
        answers=ContractStateOut,
    )  # fmt: skip
    def post(self, call: Call, contract_id: UUID) -> ContractAnswer:
        return contract_sign(contract_id=contract_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class ContractWithdrawal(Endpoint):
    @entry(summary="撤回签约申请", permission=MANAGE, relation=OWN, answers=ContractStateOut)
    def post(self, call: Call, contract_id: UUID) -> ContractAnswer:
        return contract_withdraw(contract_id=contract_id, key=call.key, actor=call.actor, now=clock.read())


class ContractEnding(Endpoint):
    @entry(
        summary="解除签约", permission=MANAGE, relation=OWN, step_up="解除代付通签约", takes=Confirmable,
        answers=ContractStateOut,
    )  # fmt: skip
    def post(self, call: Call, contract_id: UUID) -> ContractAnswer:
        return contract_end(contract_id=contract_id, key=call.key, actor=call.actor, now=clock.read())
