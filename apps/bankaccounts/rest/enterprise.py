"""The accounts of the enterprise for which the caller acts, and what moved on them."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..contracts import PeriodPage
from ..selectors import accounts_for_enterprise, confirmations_for_enterprise, period_for_holder
from ..services.balance_confirm import NOTE_LENGTH, balance_confirm
from .accounts import AccountOut

READ, CONFIRM = "bankaccounts.account.read", "bankaccounts.account.confirm"
OWN = Relation.ENTERPRISE


class HeldOut(serializers.Serializer[Any]):
    account = AccountOut()
    balance_fen = serializers.IntegerField()


class HeldAccountsOut(serializers.Serializer[Any]):
    accounts = HeldOut(many=True)


class PeriodQuery(PageQuery):
    first = serializers.DateField(help_text="开始日期,含当日")
    last = serializers.DateField(help_text="结束日期,含当日;不晚于当前营业日,与开始日期相距不超过 366 天")


class SheetOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    opening_fen = serializers.IntegerField(source="opening")
    debit_fen = serializers.IntegerField(source="debit", help_text="支出合计")
    credit_fen = serializers.IntegerField(source="credit", help_text="收入合计")
    debits = serializers.IntegerField(help_text="支出笔数")
    credits = serializers.IntegerField(help_text="收入笔数")
    closing_fen = serializers.IntegerField(source="closing")


class PeriodLineOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    business_date = serializers.DateField()
    at = serializers.DateTimeField()
    summary = serializers.CharField()
    amount_fen = serializers.IntegerField(source="amount", help_text="收入为正,支出为负")
    balance_fen = serializers.IntegerField(source="balance")
    journal_id = serializers.UUIDField()
    leg = serializers.IntegerField()


class PeriodOut(serializers.Serializer[Any]):
    account = AccountOut()
    sheet = SheetOut()
    lines = PeriodLineOut(many=True)
    number = serializers.IntegerField(help_text="页码")
    pages = serializers.IntegerField()


class EnterpriseAccounts(Endpoint):
    @entry(summary="本企业账户", permission=READ, relation=OWN, answers=HeldAccountsOut)
    def get(self, call: Call) -> dict[str, object]:
        held = accounts_for_enterprise(call.actor)
        return {"accounts": [{"account": account, "balance_fen": fen} for account, fen in held]}


class EnterpriseStatement(Endpoint):
    @entry(summary="账户对账明细", permission=READ, relation=OWN, asks=PeriodQuery, answers=PeriodOut)
    def get(self, call: Call, account_id: UUID) -> PeriodPage:
        today = clock.read().business_date
        found = period_for_holder(call.actor, account_id, today=today, **call.asked)
        if found is None:
            raise NotFound("没有找到这个账户。")
        return found


class ConfirmationOut(serializers.Serializer[Any]):
    account = AccountOut()
    month = serializers.DateField(help_text="月份的第一日")
    balance_fen = serializers.IntegerField(source="balance", help_text="月末余额")
    state = serializers.CharField(allow_null=True, help_text="AGREED 相符,DIFFERS 不符,空为待确认")
    state_label = serializers.CharField()
    note = serializers.CharField()
    confirmed_at = serializers.DateTimeField(allow_null=True)


class ConfirmationsOut(serializers.Serializer[Any]):
    confirmations = ConfirmationOut(many=True)


class ConfirmationIn(serializers.Serializer[Any]):
    month = serializers.DateField(help_text="月份的第一日")
    agrees = serializers.BooleanField(help_text="相符")
    note = serializers.CharField(max_length=NOTE_LENGTH, allow_blank=True, default="", help_text="不符时说明哪里不符")


class Confirmations(Endpoint):
    @entry(summary="对账确认", permission=READ, relation=OWN, answers=ConfirmationsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"confirmations": confirmations_for_enterprise(call.actor, clock.read())}


class Confirmation(Endpoint):
    @entry(summary="确认月末余额", permission=CONFIRM, relation=OWN, takes=ConfirmationIn)
    def put(self, call: Call, account_id: UUID) -> None:
        balance_confirm(account_id=account_id, **call.sent, actor=call.actor, now=clock.read())
