"""The signing of 代付通 for the bank's people by the API: what is signed, and the word that stops it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..choices import REASON_LENGTH
from ..contracts import ContractAnswer, ContractDetail, ContractPage
from ..selectors.contracts import contract_detail, contracts_for_staff
from ..services.contract_resume import contract_resume
from ..services.contract_suspend import contract_suspend
from .contracts import ContractOut, ContractStateOut

REVIEW, UNIT = "daifutong.contract.review", Relation.UNIT


class BankContractLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    reference = serializers.CharField()
    enterprise_name = serializers.CharField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    requested_at = serializers.DateTimeField()
    signed_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(help_text="银行未同意、退回、暂停或终止的原因")


class BankContractPageOut(serializers.Serializer[Any]):
    contracts = BankContractLineOut(many=True)
    number = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class ContractReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class BankContracts(Endpoint):
    @entry(summary="各企业的代付通签约", permission=REVIEW, relation=UNIT, asks=PageQuery, answers=BankContractPageOut)
    def get(self, call: Call) -> ContractPage:
        return contracts_for_staff(call.actor, **call.asked)


class BankContract(Endpoint):
    @entry(summary="一份代付通签约(银行)", permission=REVIEW, relation=UNIT, answers=ContractOut)
    def get(self, call: Call, contract_id: UUID) -> ContractDetail:
        return contract_detail(call.actor, contract_id)


class ContractSuspension(Endpoint):
    @entry(
        summary="暂停签约", permission="daifutong.contract.suspend", relation=UNIT, takes=ContractReasonIn,
        answers=ContractStateOut,
    )  # fmt: skip
    def post(self, call: Call, contract_id: UUID) -> ContractAnswer:
        return contract_suspend(contract_id=contract_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())


class ContractResumption(Endpoint):
    @entry(
        summary="恢复签约", permission="daifutong.contract.resume", relation=UNIT, takes=ContractReasonIn,
        answers=ContractStateOut,
    )  # fmt: skip
    def post(self, call: Call, contract_id: UUID) -> ContractAnswer:
        return contract_resume(contract_id=contract_id, **call.sent, key=call.key, actor=call.actor, now=clock.read())
