"""The accounts of the person who asks."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.api import Call, Endpoint, entry

from ..selectors import accounts_for_member, balance_for_holder

OWN = "bankaccounts.account.own"


class AccountOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    masked_number = serializers.CharField()
    account_class = serializers.CharField()
    class_label = serializers.CharField()
    status = serializers.CharField()
    status_label = serializers.CharField()
    opened_on = serializers.DateField()


class AccountsOut(serializers.Serializer[Any]):
    accounts = AccountOut(many=True)


class BalanceOut(serializers.Serializer[Any]):
    account = AccountOut()
    balance_fen = serializers.IntegerField()


class Accounts(Endpoint):
    @entry(summary="我的账户", permission=OWN, relation=Relation.SELF, answers=AccountsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"accounts": accounts_for_member(call.actor)}


class Balance(Endpoint):
    @entry(summary="账户余额", permission=OWN, relation=Relation.SELF, answers=BalanceOut)
    def get(self, call: Call, account_id: UUID) -> dict[str, object]:
        found = balance_for_holder(call.actor, account_id)
        if found is None:
            raise NotFound("没有找到这个账户。")
        return dict(zip(("account", "balance_fen"), found, strict=True))
