"""Complaints by program: what a person files and says of the reply, and what the bank's people do with it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import MAX_PAGE, Call, Confirmable, Endpoint, entry

from ..choices.complaints import COMPLAINT_KIND_LABELS
from ..contracts.desk import ComplaintAnswer, ComplaintCard, ComplaintPage
from ..rules.complaints import MOST_REASON, MOST_REPLY, MOST_TEXT
from ..selectors.complaints import (
    complaint_for_member,
    complaint_for_staff,
    complaints_for_member,
    complaints_for_staff,
)
from ..services.complaint_file import complaint_file
from ..services.complaint_judge import complaint_judge
from ..services.complaint_reply import complaint_reply
from ..services.complaint_take import complaint_take
from ..services.extension_ask import extension_ask
from ..services.extension_decide import extension_decide

FILE, VIEW, WORK = "imessage.complaint.file", "imessage.complaint.view", "imessage.complaint.work"
REPLY, DECIDE = "imessage.complaint.reply", "imessage.complaint.decide"
SELF, UNIT = Relation.SELF, Relation.UNIT


class ComplaintFileIn(serializers.Serializer[Any]):
    key = serializers.UUIDField(help_text="每件投诉一个编号,重发时不变")
    kind = serializers.CharField(
        max_length=8, help_text="、".join(f"{c} {w}" for c, w in COMPLAINT_KIND_LABELS.items())
    )
    text = serializers.CharField(max_length=MOST_TEXT)


class ComplaintFiledOut(serializers.Serializer[Any]):
    complaint_id = serializers.UUIDField()
    number = serializers.CharField()
    due_on = serializers.DateField(help_text="最迟答复日")


class ComplaintLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.CharField(source="kind_label")
    text = serializers.CharField()
    state = serializers.CharField(help_text="FILED、TAKEN、REPLIED、ESCALATED、CLOSED")
    filed_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    days_left = serializers.IntegerField(allow_null=True)
    handler = serializers.CharField()
    verdict = serializers.CharField(source="verdict_label")


class ComplaintReplyOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    display = serializers.CharField()
    at = serializers.DateTimeField()


class ComplaintOut(serializers.Serializer[Any]):
    complaint = ComplaintLineOut(source="line")
    replies = ComplaintReplyOut(many=True)
    verdict_words = serializers.CharField()
    may_judge = serializers.BooleanField()


class ComplaintDeskOut(serializers.Serializer[Any]):
    complaint = ComplaintLineOut(source="line")
    enterprise = serializers.CharField()
    replies = ComplaintReplyOut(many=True)
    verdict_words = serializers.CharField()
    may_take = serializers.BooleanField()
    may_reply = serializers.BooleanField()
    may_extend = serializers.BooleanField()
    asked_due_on = serializers.DateField(allow_null=True)
    asked_reason = serializers.CharField()
    digest = serializers.CharField(help_text="审批延期时带回")


class ComplaintsOut(serializers.Serializer[Any]):
    complaints = ComplaintLineOut(many=True)


class ComplaintPageOut(serializers.Serializer[Any]):
    lines = ComplaintLineOut(many=True)
    total = serializers.IntegerField()
    number = serializers.IntegerField()
    pages = serializers.IntegerField()


class ComplaintQuery(serializers.Serializer[Any]):
    show = serializers.CharField(max_length=10, default="open", help_text="open、mine、replied、closed")
    page = serializers.IntegerField(min_value=1, max_value=MAX_PAGE, default=1)


class ComplaintJudgeIn(serializers.Serializer[Any]):
    is_satisfied = serializers.BooleanField()
    words = serializers.CharField(max_length=MOST_TEXT, default="", allow_blank=True)


class ComplaintReplyIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=MOST_REPLY)


class ExtensionIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=MOST_REASON)


class ExtensionVerdictIn(Confirmable):
    verdict = serializers.CharField(max_length=10, help_text="APPROVE 同意、RETURN 退回")
    reason = serializers.CharField(max_length=MOST_REASON, default="", allow_blank=True)
    digest = serializers.CharField(max_length=64)


class Complaints(Endpoint):
    @entry(summary="我的投诉", permission=FILE, relation=SELF, answers=ComplaintsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"complaints": complaints_for_member(call.actor, clock.read())}


class ComplaintFiling(Endpoint):
    @entry(
        summary="提出投诉", permission=FILE, relation=SELF, takes=ComplaintFileIn, answers=ComplaintFiledOut, status=201
    )
    def post(self, call: Call) -> ComplaintAnswer:
        return complaint_file(**call.sent, actor=call.actor, now=clock.read())


class OwnComplaint(Endpoint):
    @entry(summary="投诉进展", permission=FILE, relation=SELF, answers=ComplaintOut)
    def get(self, call: Call, complaint_id: UUID) -> ComplaintCard:
        return complaint_for_member(call.actor, complaint_id, clock.read())


class ComplaintJudging(Endpoint):
    @entry(summary="对投诉答复表态", permission=FILE, relation=SELF, takes=ComplaintJudgeIn)
    def post(self, call: Call, complaint_id: UUID) -> None:
        complaint_judge(complaint_id=complaint_id, **call.sent, actor=call.actor, now=clock.read())


class BankComplaints(Endpoint):
    @entry(summary="消费投诉", permission=VIEW, relation=UNIT, asks=ComplaintQuery, answers=ComplaintPageOut)
    def get(self, call: Call) -> ComplaintPage:
        return complaints_for_staff(call.actor, **call.asked, now=clock.read())


class BankComplaint(Endpoint):
    @entry(summary="一件消费投诉", permission=VIEW, relation=UNIT, answers=ComplaintDeskOut)
    def get(self, call: Call, complaint_id: UUID) -> ComplaintCard:
        return complaint_for_staff(call.actor, complaint_id, clock.read())


class ComplaintTaking(Endpoint):
    @entry(summary="承办投诉", permission=WORK, relation=UNIT)
    def post(self, call: Call, complaint_id: UUID) -> None:
        complaint_take(complaint_id=complaint_id, actor=call.actor, now=clock.read())


class ComplaintReplying(Endpoint):
    @entry(summary="答复投诉", permission=REPLY, relation=UNIT, takes=ComplaintReplyIn)
    def post(self, call: Call, complaint_id: UUID) -> None:
        complaint_reply(complaint_id=complaint_id, text=call.sent["text"], actor=call.actor, now=clock.read())


class ExtensionAsking(Endpoint):
    @entry(summary="申请投诉延期", permission=REPLY, relation=UNIT, takes=ExtensionIn)
    def post(self, call: Call, complaint_id: UUID) -> None:
        extension_ask(complaint_id=complaint_id, reason=call.sent["reason"], actor=call.actor, now=clock.read())


class ExtensionDeciding(Endpoint):
    @entry(summary="审批投诉延期", permission=DECIDE, relation=UNIT, takes=ExtensionVerdictIn, step_up="审批投诉延期")
    def post(self, call: Call, complaint_id: UUID) -> None:
        extension_decide(complaint_id=complaint_id, **call.sent, actor=call.actor, now=clock.read())
