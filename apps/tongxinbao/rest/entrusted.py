"""委托认购名单 for programs of the office: what was sent, never what became of a line (TX-11, ADR 17)."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..choices import REASON_LENGTH
from ..contracts import EntrustedDetail, EntrustedLists, EntrustedReply
from ..rules.entrusted_file import MAX_LINES, TYPED
from ..selectors.entrusted import list_detail, lists_of
from ..services.entrusted_discard import entrusted_discard
from ..services.entrusted_load import entrusted_load_lines
from ..services.entrusted_release import entrusted_release
from ..services.entrusted_return import entrusted_return
from ..services.entrusted_submit import entrusted_submit
from .borrowing_fields import DeedsOut

READ, MAKE, CHECK = "tongxinbao.entrusted.read", "tongxinbao.entrusted.make", "tongxinbao.entrusted.check"
OWN = Relation.ENTERPRISE


class EntrustedSheetOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    issue_id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    file_name = serializers.CharField()
    digest = serializers.CharField(help_text="名单内容的摘要,放行时交回")
    line_count = serializers.IntegerField()
    fault_count = serializers.IntegerField()
    total_fen = serializers.IntegerField()
    maker = serializers.CharField()
    checker = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    released_at = serializers.DateTimeField(allow_null=True)
    may = DeedsOut()


class EntrustedSheetLineOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    emp_no = serializers.CharField()
    name = serializers.CharField()
    amount_fen = serializers.IntegerField(allow_null=True)
    message = serializers.CharField(help_text="与花名册或发行条件不符之处;空为相符。不含办理结果")


class EntrustedListsOut(serializers.Serializer[Any]):
    lists = EntrustedSheetOut(many=True)
    may_load = serializers.BooleanField()
    why_not = serializers.CharField()


class EntrustedDetailOut(serializers.Serializer[Any]):
    sheet = EntrustedSheetOut()
    lines = EntrustedSheetLineOut(many=True)


class EntrustedLineIn(serializers.Serializer[Any]):
    emp_no = serializers.CharField(max_length=TYPED, allow_blank=True)
    name = serializers.CharField(max_length=TYPED, allow_blank=True)
    amount = serializers.CharField(max_length=TYPED, allow_blank=True, help_text="元,如 5000.00")


class EntrustedLoadIn(serializers.Serializer[Any]):
    lines = serializers.ListField(child=EntrustedLineIn(), min_length=1, max_length=MAX_LINES)


class EntrustedReplyOut(serializers.Serializer[Any]):
    list_id = serializers.UUIDField()
    state = serializers.CharField()
    state_label = serializers.CharField()


class EntrustedReleaseIn(Confirmable):
    digest = serializers.RegexField(r"^[0-9A-Za-z_-]{1,64}$")


class EntrustedReturnIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class EntrustedListsOfIssue(Endpoint):
    @entry(summary="一次发行的委托认购名单", permission=READ, relation=OWN, answers=EntrustedListsOut)
    def get(self, call: Call, issue_id: UUID) -> EntrustedLists:
        return lists_of(call.actor, issue_id, clock.read())


class EntrustedLoading(Endpoint):
    @entry(
        summary="提交一份委托认购名单", permission=MAKE, relation=OWN, takes=EntrustedLoadIn,
        answers=EntrustedReplyOut, status=201,
    )  # fmt: skip
    def post(self, call: Call, issue_id: UUID) -> EntrustedReply:
        sent = tuple((line["emp_no"], line["name"], line["amount"]) for line in call.sent["lines"])
        return entrusted_load_lines(issue_id=issue_id, sent=sent, key=call.key, actor=call.actor, now=clock.read())


class EntrustedListOne(Endpoint):
    @entry(summary="一份委托认购名单", permission=READ, relation=OWN, answers=EntrustedDetailOut)
    def get(self, call: Call, list_id: UUID) -> EntrustedDetail:
        return list_detail(call.actor, list_id)


class EntrustedSubmission(Endpoint):
    @entry(summary="提交复核", permission=MAKE, relation=OWN, answers=EntrustedReplyOut)
    def post(self, call: Call, list_id: UUID) -> EntrustedReply:
        return entrusted_submit(list_id=list_id, key=call.key, actor=call.actor, now=clock.read())


class EntrustedDiscarding(Endpoint):
    @entry(summary="作废", permission=MAKE, relation=OWN, answers=EntrustedReplyOut)
    def post(self, call: Call, list_id: UUID) -> EntrustedReply:
        return entrusted_discard(list_id=list_id, key=call.key, actor=call.actor, now=clock.read())


class EntrustedReturning(Endpoint):
    @entry(summary="退回经办", permission=CHECK, relation=OWN, takes=EntrustedReturnIn, answers=EntrustedReplyOut)
    def post(self, call: Call, list_id: UUID) -> EntrustedReply:
        reason = call.sent["reason"]
        return entrusted_return(list_id=list_id, reason=reason, key=call.key, actor=call.actor, now=clock.read())


class EntrustedReleasing(Endpoint):
    @entry(
        summary="放行", permission=CHECK, relation=OWN, step_up="放行委托认购名单", takes=EntrustedReleaseIn,
        answers=EntrustedReplyOut,
    )  # fmt: skip
    def post(self, call: Call, list_id: UUID) -> EntrustedReply:
        digest = call.sent["digest"]
        return entrusted_release(list_id=list_id, digest=digest, key=call.key, actor=call.actor, now=clock.read())
