"""The REST twin of the bank's bulletins, for its staff."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, PageQuery, entry

from ..rules.bulletins import TEXT_LENGTH, TITLE_LENGTH
from ..selectors.bank_desk import bulletins_for_staff
from ..selectors.bulletin_lines import BankBulletinPage, BulletinMade, NewBulletin, Reminded
from ..services.bulletin_decide import bulletin_decide
from ..services.bulletin_propose import bulletin_propose
from ..services.bulletin_remind import bulletin_remind
from ..services.bulletin_withdraw import bulletin_withdraw
from .bulletins import BulletinMadeOut, DeskBulletinOut, RemindedOut, WithdrawIn

VIEW, WRITE, DECIDE = (f"imessage.bank_bulletin.{verb}" for verb in ("view", "write", "decide"))
UNIT = Relation.UNIT


class BankBulletinOut(serializers.Serializer[Any]):
    line = DeskBulletinOut()
    audience = serializers.CharField(help_text="对象企业")
    may_decide = serializers.BooleanField()
    may = serializers.ListField(child=serializers.CharField())


class BankBulletinsOut(serializers.Serializer[Any]):
    lines = BankBulletinOut(many=True)
    number = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class BankBulletinIn(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=TITLE_LENGTH)
    text = serializers.CharField(max_length=TEXT_LENGTH)
    enterprise_ids = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=500, help_text="空为全部认证企业"
    )
    needs_confirm = serializers.BooleanField(default=False)
    confirm_by = serializers.DateField(required=False, allow_null=True, default=None, help_text="营业日")


class BulletinVerdictIn(Confirmable):
    verdict = serializers.ChoiceField(choices=["APPROVE", "RETURN"])
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class BankBulletins(Endpoint):
    @entry(summary="银行通知", permission=VIEW, relation=UNIT, asks=PageQuery, answers=BankBulletinsOut)
    def get(self, call: Call) -> BankBulletinPage:
        return bulletins_for_staff(call.actor, clock.read(), call.asked["page"])


class BulletinProposal(Endpoint):
    @entry(
        summary="提交银行通知",
        permission=WRITE,
        relation=UNIT,
        takes=BankBulletinIn,
        answers=BulletinMadeOut,
        status=201,
    )
    def post(self, call: Call) -> BulletinMade:
        said = dict(call.sent)
        chosen = tuple(said.pop("enterprise_ids"))
        new = NewBulletin(department_id=None, **said)
        return bulletin_propose(bulletin=new, enterprise_ids=chosen, actor=call.actor, now=clock.read())


class BulletinDecision(Endpoint):
    @entry(summary="复核银行通知", permission=DECIDE, relation=UNIT, takes=BulletinVerdictIn, step_up="复核银行通知")
    def post(self, call: Call, bulletin_id: UUID) -> None:
        bulletin_decide(bulletin_id=bulletin_id, **call.sent, actor=call.actor, now=clock.read())


class BankBulletinWithdrawal(Endpoint):
    @entry(summary="撤回银行通知", permission=WRITE, relation=UNIT, takes=WithdrawIn)
    def post(self, call: Call, bulletin_id: UUID) -> None:
        reason = call.sent["reason"]
        bulletin_withdraw(bulletin_id=bulletin_id, reason=reason, actor=call.actor, now=clock.read())


class BankBulletinReminding(Endpoint):
    @entry(summary="提醒未读或未确认的人", permission=WRITE, relation=UNIT, answers=RemindedOut)
    def post(self, call: Call, bulletin_id: UUID) -> Reminded:
        return bulletin_remind(bulletin_id=bulletin_id, actor=call.actor, now=clock.read())
