"""委托企业代为认购 for a person's programs: sign, look at, take back; hidden like the issue itself (TX-4, TX-11)."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..choices import BANNER, MANDATE
from ..contracts import MandateAnswer, MandatePage, MandateSigning
from ..selectors.lending import issue_for_lender
from ..selectors.mandates import mandate_for_member
from ..services.mandate_revoke import mandate_revoke
from ..services.mandate_sign import mandate_sign
from ..services.order_place import RISK, TERMS
from .lending import MOST_FEN, LendingOrderOut, LendingWordsOut

SIGN, OWN, SELF = "tongxinbao.mandate.sign", "tongxinbao.mandate.own", Relation.SELF
HASH = r"^[0-9a-f]{64}$"


class LoanMandateOut(serializers.Serializer[Any]):
    issue_id = serializers.UUIDField()
    title = serializers.CharField()
    reference = serializers.CharField()
    enterprise_name = serializers.CharField()
    max_fen = serializers.IntegerField()
    used_fen = serializers.IntegerField(help_text="企业已代为认购的合计")
    valid_until = serializers.DateField()
    account = serializers.CharField(help_text="已掩码")
    signed_at = serializers.DateTimeField()
    state = serializers.ChoiceField(["ACTIVE", "OVER", "REVOKED"])
    state_label = serializers.CharField()
    orders = LendingOrderOut(many=True)
    may = serializers.ListField(child=serializers.CharField())


class LoanMandateWordsOut(serializers.Serializer[Any]):
    banner = serializers.CharField(help_text="须与每次展示同时出现")
    words = LendingWordsOut(many=True, help_text="风险揭示书、授权书、借款合同")
    opened = serializers.CharField(help_text="本次打开风险揭示书的凭据,签署时交回")


class LoanMandateIn(Confirmable):
    account_id = serializers.UUIDField(help_text="本人名下的付款账户")
    max_fen = serializers.IntegerField(min_value=1, max_value=MOST_FEN, help_text="企业代为认购的合计上限")
    valid_until = serializers.DateField(help_text="最晚为认购截止日")
    is_own_money = serializers.BooleanField(help_text="承诺使用本人自有资金")
    risk_hash = serializers.RegexField(HASH, help_text="所展示风险揭示书的 text_hash")
    terms_hash = serializers.RegexField(HASH, help_text="所展示借款合同的 text_hash")
    mandate_hash = serializers.RegexField(HASH, help_text="所展示授权书的 text_hash")
    opened = serializers.CharField(max_length=200)


class LoanMandateAnswerOut(serializers.Serializer[Any]):
    mandate_id = serializers.UUIDField()
    withdrawn = serializers.IntegerField(help_text="一并撤回的认购笔数")


class LoanMandate(Endpoint):
    @entry(summary="我对一次借款的委托授权", permission=OWN, relation=SELF, answers=LoanMandateOut, is_hidden=True)
    def get(self, call: Call, issue_id: UUID) -> MandatePage:
        return mandate_for_member(call.actor, issue_id, clock.read())


class LoanMandateWords(Endpoint):
    @entry(summary="委托授权须签署的文本", permission=SIGN, relation=SELF, answers=LoanMandateWordsOut, is_hidden=True)
    def get(self, call: Call, issue_id: UUID) -> dict[str, object]:
        now = clock.read()
        issue_for_lender(call.actor, issue_id, now, is_whole=False)
        words = agreements.words_of((RISK, MANDATE, TERMS), now)
        return {
            "banner": BANNER,
            "words": words,
            "opened": agreements.opened_mark(call.actor, now.wall, words[0].text_hash),
        }


class LoanMandateSigning(Endpoint):
    @entry(
        summary="授权企业代为认购", permission=SIGN, relation=SELF, step_up="授权企业代为认购", takes=LoanMandateIn,
        answers=LoanMandateAnswerOut, status=201, is_hidden=True,
    )  # fmt: skip
    def post(self, call: Call, issue_id: UUID) -> MandateAnswer:
        now, sent = clock.read(), call.sent
        issue_for_lender(call.actor, issue_id, now, is_whole=False)  # what is not there is said first
        opened = agreements.opened_at(call.actor, sent["opened"], sent["risk_hash"])
        signing = MandateSigning(sent["risk_hash"], sent["terms_hash"], sent["mandate_hash"], opened)
        return mandate_sign(
            issue_id=issue_id, account_id=sent["account_id"], max_fen=sent["max_fen"],
            valid_until=sent["valid_until"], is_own_money=sent["is_own_money"], signing=signing, key=call.key,
            actor=call.actor, now=now,
        )  # fmt: skip


class LoanMandateRevocation(Endpoint):
    @entry(summary="撤销委托授权", permission=OWN, relation=SELF, answers=LoanMandateAnswerOut, is_hidden=True)
    def post(self, call: Call, issue_id: UUID) -> MandateAnswer:
        now = clock.read()
        mandate_for_member(call.actor, issue_id, now)
        return mandate_revoke(issue_id=issue_id, key=call.key, actor=call.actor, now=now)
