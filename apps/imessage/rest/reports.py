"""The REST twin of reporting a message and of an appeal."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices import REASON_LABELS, WORDS_LENGTH
from ..contracts.reports import ReportAnswer
from ..selectors.reports import reports_for_member
from ..services.message_report import message_report
from ..services.report_appeal import report_appeal

TALK, SELF = "imessage.talk", Relation.SELF


class MessageReportIn(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=list(REASON_LABELS.items()))
    note = serializers.CharField(max_length=WORDS_LENGTH, required=False, allow_blank=True, default="")


class MessageReportOut(serializers.Serializer[Any]):
    report_id = serializers.UUIDField()


class MessageAppealIn(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=WORDS_LENGTH)


class OwnReportOut(serializers.Serializer[Any]):
    report_id = serializers.UUIDField()
    is_about_me = serializers.BooleanField()
    author = serializers.CharField(help_text="被举报人;关于本人的为空")
    reason_label = serializers.CharField()
    state_label = serializers.CharField()
    reported_at = serializers.DateTimeField()
    decision = serializers.CharField(help_text="处理理由,仅本人的发言")
    measure = serializers.CharField()
    appeal = serializers.CharField()
    answer = serializers.CharField()
    may_appeal = serializers.BooleanField()


class OwnReportsOut(serializers.Serializer[Any]):
    reports = OwnReportOut(many=True)


class Reports(Endpoint):
    @entry(summary="我的举报与处理", permission=TALK, relation=SELF, answers=OwnReportsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"reports": reports_for_member(call.actor)}


class MessageReporting(Endpoint):
    @entry(
        summary="举报消息", permission=TALK, relation=SELF, takes=MessageReportIn, answers=MessageReportOut, status=201
    )
    def post(self, call: Call, conversation_id: UUID, seq: int) -> ReportAnswer:
        return message_report(
            conversation_id=conversation_id, seq=seq, **call.sent, actor=call.actor, now=clock.read()
        )  # fmt: skip


class ReportAppealing(Endpoint):
    @entry(summary="对处理提出申诉", permission=TALK, relation=SELF, takes=MessageAppealIn)
    def post(self, call: Call, report_id: UUID) -> None:
        report_appeal(report_id=report_id, text=call.sent["text"], actor=call.actor, now=clock.read())
