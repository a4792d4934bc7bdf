"""The accounts of the person who asks."""

from datetime import date
from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.api import Call, Confirmable, Endpoint, PageQuery, entry

from ..choices import ENTRY_KINDS
from ..contracts import EntryPage, MonthSummary
from ..rules import month_of
from ..selectors import accounts_for_member, balance_for_holder, entries_for_member, month_for_member
from ..services.account_two_open import AGREEMENT, account_two_open
from ..services.bound_account_change import bound_account_change
from .cards import SignedWordsOut, words_out

MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"

OWN, CARD_OWN = "bankaccounts.account.own", "bankaccounts.card.own"


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


class EntryQuery(PageQuery):
    side = serializers.ChoiceField(choices=["in", "out", ""], default="", help_text="in 收入,out 支出")
    kind = serializers.ChoiceField(choices=[*ENTRY_KINDS, ""], default="", help_text="类型")
    first = serializers.DateField(default=None, allow_null=True, help_text="开始日期,含当日")
    last = serializers.DateField(default=None, allow_null=True, help_text="结束日期,含当日")
    text = serializers.CharField(default="", allow_blank=True, max_length=40, help_text="摘要中的字")


class EntryOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    business_date = serializers.DateField()
    summary = serializers.CharField()
    amount_fen = serializers.IntegerField(source="amount", help_text="收入为正,支出为负")
    balance_fen = serializers.IntegerField(source="balance_after", allow_null=True)
    journal_id = serializers.UUIDField()
    leg = serializers.IntegerField()


class EntriesOut(serializers.Serializer[Any]):
    account = AccountOut()
    lines = EntryOut(many=True)
    number = serializers.IntegerField(help_text="页码")
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class MonthQuery(serializers.Serializer[Any]):
    month = serializers.RegexField(MONTH, default="", help_text="月份,如 2026-02;不填为本月")


class KindOut(serializers.Serializer[Any]):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    came_fen = serializers.IntegerField(source="came", help_text="收入")
    went_fen = serializers.IntegerField(source="went", help_text="支出")
    count = serializers.IntegerField()


class MonthOut(serializers.Serializer[Any]):
    account = AccountOut()
    first = serializers.DateField()
    last = serializers.DateField()
    came_fen = serializers.IntegerField(source="came")
    went_fen = serializers.IntegerField(source="went")
    lines = KindOut(many=True)


class OpeningIn(Confirmable):
    opening_id = serializers.UUIDField(help_text="调用方为这次开户生成的编号;同一编号不会开出第二个账户")
    card_id = serializers.UUIDField(help_text="绑定账户:本人的Ⅰ类卡或信用卡")
    mobile = serializers.CharField(max_length=20, write_only=True, help_text="绑定账户的预留手机号")
    text_hash = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="所签开户协议的摘要值,见 words")


class AccountIdOut(serializers.Serializer[Any]):
    account_id = serializers.UUIDField()


class BoundAccountIn(Confirmable):
    card_id = serializers.UUIDField(help_text="新的绑定账户:本人的Ⅰ类卡或信用卡")
    mobile = serializers.CharField(max_length=20, write_only=True, help_text="新绑定账户的预留手机号")


class Entries(Endpoint):
    @entry(summary="收支明细", permission=OWN, relation=Relation.SELF, asks=EntryQuery, answers=EntriesOut)
    def get(self, call: Call, account_id: UUID) -> EntryPage:
        return _found(entries_for_member(call.actor, account_id, **call.asked))


class Month(Endpoint):
    @entry(summary="月度汇总", permission=OWN, relation=Relation.SELF, asks=MonthQuery, answers=MonthOut)
    def get(self, call: Call, account_id: UUID) -> MonthSummary:
        today = clock.read().business_date
        year, month = (int(part) for part in (call.asked["month"] or f"{today:%Y-%m}").split("-"))
        first, last = month_of(date(year, month, 1), today)
        return _found(month_for_member(call.actor, account_id, first=first, last=last))


class OpeningWords(Endpoint):
    @entry(summary="Ⅱ类户开户协议", permission=CARD_OWN, relation=Relation.SELF, answers=SignedWordsOut)
    def get(self, call: Call) -> dict[str, object]:
        return words_out(AGREEMENT)


class ClassTwoOpening(Endpoint):
    @entry(
        summary="在线开立Ⅱ类户", permission=CARD_OWN, relation=Relation.SELF, step_up="开立II类户", takes=OpeningIn,
        answers=AccountIdOut,
    )  # fmt: skip
    def put(self, call: Call) -> dict[str, object]:
        """A PUT, since it is several transactions; the caller's own number makes it happen once."""
        key = str(call.sent.pop("opening_id"))
        return {"account_id": account_two_open(**call.sent, key=key, actor=call.actor, now=clock.read())}


class BoundAccount(Endpoint):
    @entry(
        summary="更换Ⅱ类户的绑定账户", permission=CARD_OWN, relation=Relation.SELF, step_up="更换绑定账户",
        takes=BoundAccountIn,
    )  # fmt: skip
    def put(self, call: Call, account_id: UUID) -> None:
        bound_account_change(account_id=account_id, **call.sent, actor=call.actor, now=clock.read())


def _found(found: Any) -> Any:
    if found is None:
        raise NotFound("没有找到这个账户。")
    return found
