"""The REST twin of 企业社区: the directory, questions and answers, and the office's hand on them."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..rules.community import ANSWER_LENGTH, DETAIL_LENGTH, QUESTION_LENGTH, REASON_LENGTH
from ..selectors.community import (
    SHOWS,
    department_for_member,
    departments_for_member,
    question_for_enterprise,
    question_for_member,
    questions_for_enterprise,
    questions_for_member,
)
from ..selectors.community_lines import DepartmentPage, PostMade, QuestionDetail, QuestionPage
from ..services.answer_give import answer_give
from ..services.answer_hide import answer_hide
from ..services.answer_mark import answer_mark
from ..services.answer_report import answer_report
from ..services.answer_show import answer_show
from ..services.question_ask import question_ask
from ..services.question_hide import question_hide
from ..services.question_report import question_report
from ..services.question_show import question_show
from .talks import ColleagueOut

TALK, SELF = "imessage.talk", Relation.SELF
MODERATE, OWN = "imessage.community.moderate", Relation.ENTERPRISE


class DirectoryDepartmentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    people = serializers.IntegerField()


class DirectoryOut(serializers.Serializer[Any]):
    departments = DirectoryDepartmentOut(many=True)


class DirectoryPageOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    people = ColleagueOut(many=True)
    number = serializers.IntegerField()
    has_more = serializers.BooleanField()


class BoardQuestionOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    name = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answers = serializers.IntegerField()
    is_solved = serializers.BooleanField()
    is_hidden = serializers.BooleanField()
    reports = serializers.IntegerField(help_text="举报数,只有企业能看到")


class BoardPageOut(serializers.Serializer[Any]):
    lines = BoardQuestionOut(many=True)
    number = serializers.IntegerField()
    has_more = serializers.BooleanField()


class BoardAnswerOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    text = serializers.CharField()
    answered_at = serializers.DateTimeField()
    is_helpful = serializers.BooleanField()
    is_hidden = serializers.BooleanField()
    hidden_reason = serializers.CharField()
    reports = serializers.ListField(child=serializers.CharField())


class BoardDetailOut(serializers.Serializer[Any]):
    line = BoardQuestionOut()
    text = serializers.CharField()
    is_own = serializers.BooleanField()
    hidden_reason = serializers.CharField()
    reports = serializers.ListField(child=serializers.CharField())
    answers = BoardAnswerOut(many=True)


class BoardQuery(PageQuery):
    show = serializers.ChoiceField(choices=list(SHOWS), default="", help_text="OPEN 待回答,MINE 我的提问")


class BoardDeskQuery(PageQuery):
    show = serializers.ChoiceField(choices=["", "REPORTED", "HIDDEN"], default="")


class QuestionIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField(help_text="每次提问一个编号,重发时不变")
    title = serializers.CharField(max_length=QUESTION_LENGTH)
    text = serializers.CharField(max_length=DETAIL_LENGTH, required=False, allow_blank=True, default="")


class BoardAnswerIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField(help_text="每次回答一个编号,重发时不变")
    text = serializers.CharField(max_length=ANSWER_LENGTH)


class PostReasonIn(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=REASON_LENGTH)


class PostMadeOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class Directory(Endpoint):
    @entry(summary="部门通讯录", permission=TALK, relation=SELF, answers=DirectoryOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"departments": departments_for_member(call.actor)}


class DirectoryDepartment(Endpoint):
    @entry(summary="部门的同事", permission=TALK, relation=SELF, asks=PageQuery, answers=DirectoryPageOut)
    def get(self, call: Call, department_id: UUID) -> DepartmentPage:
        return department_for_member(call.actor, department_id, call.asked["page"])


class Questions(Endpoint):
    @entry(summary="同事问答", permission=TALK, relation=SELF, asks=BoardQuery, answers=BoardPageOut)
    def get(self, call: Call) -> QuestionPage:
        return questions_for_member(call.actor, call.asked["show"], call.asked["page"])


class OneQuestion(Endpoint):
    @entry(summary="问题和回答", permission=TALK, relation=SELF, answers=BoardDetailOut)
    def get(self, call: Call, question_id: UUID) -> QuestionDetail:
        return question_for_member(call.actor, question_id)


class QuestionAsking(Endpoint):
    @entry(summary="提问", permission=TALK, relation=SELF, takes=QuestionIn, answers=PostMadeOut, status=201)
    def post(self, call: Call) -> PostMade:
        return question_ask(**call.sent, actor=call.actor, now=clock.read())


class QuestionReporting(Endpoint):
    @entry(summary="举报问题", permission=TALK, relation=SELF, takes=PostReasonIn)
    def post(self, call: Call, question_id: UUID) -> None:
        question_report(question_id=question_id, reason=call.sent["reason"], actor=call.actor, now=clock.read())


class AnswerGiving(Endpoint):
    @entry(summary="回答问题", permission=TALK, relation=SELF, takes=BoardAnswerIn, answers=PostMadeOut, status=201)
    def post(self, call: Call, question_id: UUID) -> PostMade:
        return answer_give(question_id=question_id, **call.sent, actor=call.actor, now=clock.read())


class AnswerMarking(Endpoint):
    @entry(summary="标为有帮助", permission=TALK, relation=SELF)
    def post(self, call: Call, answer_id: UUID) -> None:
        answer_mark(answer_id=answer_id, actor=call.actor, now=clock.read())


class AnswerReporting(Endpoint):
    @entry(summary="举报回答", permission=TALK, relation=SELF, takes=PostReasonIn)
    def post(self, call: Call, answer_id: UUID) -> None:
        answer_report(answer_id=answer_id, reason=call.sent["reason"], actor=call.actor, now=clock.read())


class DeskQuestions(Endpoint):
    @entry(summary="社区问答(企业)", permission=MODERATE, relation=OWN, asks=BoardDeskQuery, answers=BoardPageOut)
    def get(self, call: Call) -> QuestionPage:
        return questions_for_enterprise(call.actor, call.asked["show"], call.asked["page"])


class DeskQuestion(Endpoint):
    @entry(summary="问题和全部回答(企业)", permission=MODERATE, relation=OWN, answers=BoardDetailOut)
    def get(self, call: Call, question_id: UUID) -> QuestionDetail:
        return question_for_enterprise(call.actor, question_id)


class QuestionHiding(Endpoint):
    @entry(summary="隐藏问题", permission=MODERATE, relation=OWN, takes=PostReasonIn)
    def post(self, call: Call, question_id: UUID) -> None:
        question_hide(question_id=question_id, reason=call.sent["reason"], actor=call.actor, now=clock.read())


class QuestionShowing(Endpoint):
    @entry(summary="恢复问题", permission=MODERATE, relation=OWN)
    def post(self, call: Call, question_id: UUID) -> None:
        question_show(question_id=question_id, actor=call.actor, now=clock.read())


class AnswerHiding(Endpoint):
    @entry(summary="隐藏回答", permission=MODERATE, relation=OWN, takes=PostReasonIn)
    def post(self, call: Call, answer_id: UUID) -> None:
        answer_hide(answer_id=answer_id, reason=call.sent["reason"], actor=call.actor, now=clock.read())


class AnswerShowing(Endpoint):
    @entry(summary="恢复回答", permission=MODERATE, relation=OWN)
    def post(self, call: Call, answer_id: UUID) -> None:
        answer_show(answer_id=answer_id, actor=call.actor, now=clock.read())
