"""The bank's desk by program: what a person asks, and what the bank's people do at the desk."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices.desk import TOPIC_LABELS, WRAP_UP_LABELS
from ..contracts import DirectAnswer
from ..contracts.desk import Desk, ServiceHome
from ..rules.bodies import MOST_CHARACTERS
from ..rules.desk import HIGHEST_SCORE, LEAST_CAPACITY, LOWEST_SCORE, MOST_CAPACITY
from ..selectors.desk import desk_for_staff, service_home
from ..services.agent_appoint import agent_appoint
from ..services.duty_end import duty_end
from ..services.duty_start import duty_start
from ..services.thread_close import thread_close
from ..services.thread_open import thread_open
from ..services.thread_parts import MOST_NOTE
from ..services.thread_rate import MOST_WORDS, thread_rate
from ..services.thread_reopen import thread_reopen
from ..services.thread_requeue import thread_requeue
from ..services.thread_take import thread_take
from ..services.thread_transfer import thread_transfer
from .talks import DirectOut

ASK, VIEW, WORK, LEAD = "imessage.service.ask", "imessage.desk.view", "imessage.desk.work", "imessage.desk.lead"
SELF, UNIT = Relation.SELF, Relation.UNIT
TOPICS = list(TOPIC_LABELS.items())


class ServiceTopicOut(serializers.Serializer[Any]):
    code = serializers.SerializerMethodField()
    name = serializers.SerializerMethodField()

    def get_code(self, topic: tuple[str, str]) -> str:
        return topic[0]

    def get_name(self, topic: tuple[str, str]) -> str:
        return topic[1]


class ServiceThreadOut(serializers.Serializer[Any]):
    conversation_id = serializers.UUIDField()
    topic = serializers.CharField()
    state = serializers.CharField(help_text="WAITING 排队中、SERVED 服务中、CLOSED 已结束")
    ahead = serializers.IntegerField(help_text="前面还有几位")
    words = serializers.CharField(help_text="何时答复")
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    may_reopen = serializers.BooleanField()
    may_rate = serializers.BooleanField()
    score = serializers.IntegerField(allow_null=True)


class ServiceHomeOut(serializers.Serializer[Any]):
    hours = serializers.CharField()
    is_open = serializers.BooleanField()
    opens_at = serializers.DateTimeField(allow_null=True, help_text="不在服务时间时,何时开始答复")
    topics = ServiceTopicOut(many=True)
    threads = ServiceThreadOut(many=True)


class ServiceAskIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField(help_text="每条消息一个编号,重发时不变")
    topic = serializers.CharField(max_length=10, help_text="业务代码,见 topics")
    text = serializers.CharField(max_length=MOST_CHARACTERS, trim_whitespace=False)


class ServiceReopenIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField()
    text = serializers.CharField(max_length=MOST_CHARACTERS, trim_whitespace=False)


class ServiceRateIn(serializers.Serializer[Any]):
    score = serializers.IntegerField(min_value=LOWEST_SCORE, max_value=HIGHEST_SCORE)
    words = serializers.CharField(max_length=MOST_WORDS, default="", allow_blank=True)


class DeskAgentOut(serializers.Serializer[Any]):
    agent_id = serializers.UUIDField()
    display = serializers.CharField()
    skills = serializers.ListField(child=serializers.CharField())
    capacity = serializers.IntegerField()
    load = serializers.IntegerField(help_text="正在接待几个会话")
    on_duty_since = serializers.DateTimeField(allow_null=True)


class DeskHandOut(serializers.Serializer[Any]):
    thread_id = serializers.UUIDField(help_text="也是会话编号")
    title = serializers.CharField()
    who = serializers.CharField()
    badge = serializers.CharField()
    unread = serializers.IntegerField()
    last_at = serializers.DateTimeField()


class DeskQueueOut(serializers.Serializer[Any]):
    thread_id = serializers.UUIDField()
    skill = serializers.CharField(source="skill_label")
    enterprise = serializers.CharField()
    waiting_since = serializers.DateTimeField()
    agent = serializers.CharField()


class ServiceDeskOut(serializers.Serializer[Any]):
    hours = serializers.CharField()
    is_open = serializers.BooleanField()
    agent = DeskAgentOut(allow_null=True, help_text="本人的坐席设置")
    in_hand = DeskHandOut(many=True)
    queue = DeskQueueOut(many=True)
    served = DeskQueueOut(many=True)
    agents = DeskAgentOut(many=True)


class DeskCloseIn(serializers.Serializer[Any]):
    category = serializers.CharField(max_length=10, help_text="、".join(f"{c} {w}" for c, w in WRAP_UP_LABELS.items()))
    note = serializers.CharField(max_length=MOST_NOTE, default="", allow_blank=True)


class DeskTransferIn(serializers.Serializer[Any]):
    agent_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    skill = serializers.CharField(max_length=10, default="", allow_blank=True)
    note = serializers.CharField(max_length=MOST_NOTE)


class DeskRequeueIn(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=MOST_NOTE)


class DeskAppointIn(serializers.Serializer[Any]):
    person_id = serializers.UUIDField()
    skills = serializers.ListField(child=serializers.CharField(max_length=10), max_length=len(TOPICS))
    capacity = serializers.IntegerField(min_value=LEAST_CAPACITY, max_value=MOST_CAPACITY)


class ServiceHomeRead(Endpoint):
    @entry(summary="银行客服与我的咨询", permission=ASK, relation=SELF, answers=ServiceHomeOut)
    def get(self, call: Call) -> ServiceHome:
        return service_home(call.actor, clock.read())


class ThreadOpening(Endpoint):
    @entry(summary="向银行客服提问", permission=ASK, relation=SELF, takes=ServiceAskIn, answers=DirectOut, status=201)
    def post(self, call: Call) -> DirectAnswer:
        return thread_open(**call.sent, actor=call.actor, now=clock.read())


class ThreadReopening(Endpoint):
    @entry(summary="重新打开客服会话", permission=ASK, relation=SELF, takes=ServiceReopenIn)
    def post(self, call: Call, thread_id: UUID) -> None:
        thread_reopen(thread_id=thread_id, **call.sent, actor=call.actor, now=clock.read())


class ThreadRating(Endpoint):
    @entry(summary="评价客服会话", permission=ASK, relation=SELF, takes=ServiceRateIn)
    def post(self, call: Call, thread_id: UUID) -> None:
        thread_rate(thread_id=thread_id, **call.sent, actor=call.actor, now=clock.read())


class DeskRead(Endpoint):
    @entry(summary="客服工作台", permission=VIEW, relation=UNIT, answers=ServiceDeskOut)
    def get(self, call: Call) -> Desk:
        return desk_for_staff(call.actor, clock.read())


class ThreadTaking(Endpoint):
    @entry(summary="接入下一位", permission=WORK, relation=UNIT, answers=DirectOut, status=201)
    def post(self, call: Call) -> DirectAnswer:
        return thread_take(actor=call.actor, now=clock.read())


class ThreadTransferring(Endpoint):
    @entry(summary="转接会话", permission=WORK, relation=SELF, takes=DeskTransferIn)
    def post(self, call: Call, thread_id: UUID) -> None:
        thread_transfer(thread_id=thread_id, **call.sent, actor=call.actor, now=clock.read())


class ThreadClosing(Endpoint):
    @entry(summary="办结会话", permission=WORK, relation=SELF, takes=DeskCloseIn)
    def post(self, call: Call, thread_id: UUID) -> None:
        thread_close(thread_id=thread_id, **call.sent, actor=call.actor, now=clock.read())


class ThreadRequeueing(Endpoint):
    @entry(summary="将会话退回队列", permission=LEAD, relation=UNIT, takes=DeskRequeueIn)
    def post(self, call: Call, thread_id: UUID) -> None:
        thread_requeue(thread_id=thread_id, note=call.sent["note"], actor=call.actor, now=clock.read())


class DutyStarting(Endpoint):
    @entry(summary="开始值班", permission=WORK, relation=UNIT)
    def post(self, call: Call) -> None:
        duty_start(actor=call.actor, now=clock.read())


class DutyEnding(Endpoint):
    @entry(summary="结束值班", permission=WORK, relation=UNIT)
    def post(self, call: Call) -> None:
        duty_end(actor=call.actor, now=clock.read())


class AgentAppointing(Endpoint):
    @entry(summary="设置客服坐席", permission=LEAD, relation=UNIT, takes=DeskAppointIn)
    def post(self, call: Call) -> None:
        agent_appoint(**call.sent, actor=call.actor, now=clock.read())
