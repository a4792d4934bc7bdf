"""风险测评 for a person's programs: the questionnaire, taking it, the result and what the person says of it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..choices.suitability import Topic
from ..contracts import Answering, AssessmentAnswer, AssessmentPage, OwnAssessments
from ..selectors.assessments import assessment_for_member, assessments_for_member
from ..selectors.questionnaires import questionnaire_in_force, questionnaire_page
from ..services.assessment_confirm import assessment_confirm
from ..services.assessment_take import assessment_take
from ..services.assessment_void import assessment_void

TAKE, OWN, SELF = "shenhuobao.assessment.take", "shenhuobao.assessment.own", Relation.SELF
MOST_PLACE = 20


class AssessmentLineOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    level = serializers.IntegerField(help_text="1 至 5,即 C1 至 C5")
    level_label = serializers.CharField()
    assessed_on = serializers.DateField()
    valid_through = serializers.DateField(help_text="含当日")
    standing = serializers.ChoiceField(["UNCONFIRMED", "IN_FORCE", "VOIDED", "EXPIRED", "REPLACED"])
    standing_label = serializers.CharField()
    may_buy = serializers.CharField(help_text="在线可以购买的风险等级")


class AttemptsLeftOut(serializers.Serializer[Any]):
    today = serializers.IntegerField()
    year = serializers.IntegerField(help_text="十二个月内")
    code = serializers.CharField(allow_blank=True, help_text="现在不能测评的原因;可以测评时为空")
    refusal = serializers.CharField(allow_blank=True)


class OwnAssessmentsOut(serializers.Serializer[Any]):
    lines = AssessmentLineOut(many=True, help_text="新的在前;只有第一条可能有效")
    left = AttemptsLeftOut()


class AskedOptionOut(serializers.Serializer[Any]):
    text = serializers.CharField()


class AskedQuestionOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    topic = serializers.CharField()
    topic_label = serializers.CharField()
    text = serializers.CharField()
    options = AskedOptionOut(many=True)


class QuestionnaireOut(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="版本")
    digest = serializers.CharField(help_text="问卷文本的摘要,提交时交回")
    opened = serializers.CharField(help_text="本次打开问卷的凭据,提交时交回")
    questions = AskedQuestionOut(many=True, help_text="年龄由身份信息得出,不在其中")


class AssessmentIn(serializers.Serializer[Any]):
    answers = serializers.DictField(
        child=serializers.IntegerField(min_value=0, max_value=MOST_PLACE), help_text="题目 code:选项的序号,从 0 开始"
    )
    digest = serializers.RegexField(r"^[0-9a-f]{64}$")
    opened = serializers.CharField(max_length=200)


class AssessmentAnswerOut(serializers.Serializer[Any]):
    assessment_id = serializers.UUIDField()
    level = serializers.IntegerField()
    level_label = serializers.CharField()


class AnsweredOptionOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    is_chosen = serializers.BooleanField()


class AnsweredQuestionOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    topic_label = serializers.CharField()
    text = serializers.CharField()
    options = AnsweredOptionOut(many=True)


class AssessmentOut(serializers.Serializer[Any]):
    line = AssessmentLineOut()
    score = serializers.IntegerField()
    vetoes = serializers.ListField(child=serializers.CharField(), help_text="等级低于得分所对应等级的原因")
    at = serializers.DateTimeField()
    answered = AnsweredQuestionOut(many=True)
    may = serializers.ListField(child=serializers.ChoiceField(["confirm", "void"]))


class Questionnaire(Endpoint):
    @entry(summary="现行风险测评问卷", permission=TAKE, relation=SELF, answers=QuestionnaireOut)
    def get(self, call: Call) -> dict[str, object]:
        found = questionnaire_page(questionnaire_in_force())
        return {
            "number": found.number,
            "digest": found.digest,
            "opened": agreements.opened_mark(call.actor, clock.wall(), found.digest),
            "questions": [one for one in found.questions if one.topic != Topic.AGE],
        }


class OwnRiskAssessments(Endpoint):
    @entry(summary="我的风险测评", permission=OWN, relation=SELF, answers=OwnAssessmentsOut)
    def get(self, call: Call) -> OwnAssessments:
        return assessments_for_member(call.actor, clock.read())


class OwnRiskAssessment(Endpoint):
    @entry(summary="一次风险测评的结果", permission=OWN, relation=SELF, answers=AssessmentOut)
    def get(self, call: Call, assessment_id: UUID) -> AssessmentPage:
        return assessment_for_member(call.actor, assessment_id, clock.read())


class AssessmentTaking(Endpoint):
    @entry(
        summary="提交风险测评",
        permission=TAKE,
        relation=SELF,
        takes=AssessmentIn,
        answers=AssessmentAnswerOut,
        status=201,
    )
    def post(self, call: Call) -> AssessmentAnswer:
        sent = call.sent
        opened = agreements.opened_at(call.actor, sent["opened"], sent["digest"])
        answering = Answering(sent["answers"], sent["digest"], opened)
        return assessment_take(answering=answering, key=call.key, actor=call.actor, now=clock.read())


class AssessmentConfirmation(Endpoint):
    @entry(summary="确认风险测评结果", permission=OWN, relation=SELF)
    def post(self, call: Call, assessment_id: UUID) -> None:
        assessment_confirm(assessment_id=assessment_id, actor=call.actor, now=clock.read())


class AssessmentVoiding(Endpoint):
    @entry(summary="个人情况有变,停用风险测评", permission=OWN, relation=SELF)
    def post(self, call: Call, assessment_id: UUID) -> None:
        assessment_void(assessment_id=assessment_id, actor=call.actor, now=clock.read())
