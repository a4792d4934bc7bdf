"""Canned answers and the desk's figures by program."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..contracts.desk import DeskFigures, DeskStats
from ..rules.canned import MOST_ANSWER, MOST_TITLE
from ..selectors.canned import canned_for_staff
from ..selectors.desk_stats import desk_stats
from ..services.canned_decide import canned_decide
from ..services.canned_propose import canned_propose
from ..services.canned_retire import canned_retire

VIEW, PROPOSE, DECIDE = "imessage.canned.view", "imessage.canned.propose", "imessage.canned.decide"
UNIT = Relation.UNIT
MOST_DAYS = 90


class CannedOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    skill = serializers.CharField(source="skill_label")
    title = serializers.CharField()
    text = serializers.CharField()
    state = serializers.CharField()
    may_decide = serializers.BooleanField()
    digest = serializers.CharField(help_text="复核时带回")


class CannedListOut(serializers.Serializer[Any]):
    answers = CannedOut(many=True)


class CannedIn(serializers.Serializer[Any]):
    skill = serializers.CharField(max_length=10, default="", allow_blank=True)
    title = serializers.CharField(max_length=MOST_TITLE)
    text = serializers.CharField(max_length=MOST_ANSWER)


class CannedMadeOut(serializers.Serializer[Any]):
    answer_id = serializers.UUIDField()


class CannedVerdictIn(Confirmable):
    verdict = serializers.CharField(max_length=10, help_text="APPROVE 同意、RETURN 退回")
    reason = serializers.CharField(max_length=200, default="", allow_blank=True)
    digest = serializers.CharField(max_length=64)


class DeskFiguresOut(serializers.Serializer[Any]):
    came = serializers.IntegerField(help_text="进入队列")
    taken = serializers.IntegerField()
    answered = serializers.IntegerField()
    handled = serializers.IntegerField(help_text="办结")
    waited = serializers.IntegerField(help_text="等候秒数合计")
    first = serializers.IntegerField(help_text="首次答复秒数合计")
    scores = serializers.IntegerField(help_text="评价次数")
    score_sum = serializers.IntegerField()


class DeskFiguresOfOut(serializers.Serializer[Any]):
    name = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField()

    def get_name(self, pair: tuple[object, DeskFigures]) -> str:
        return f"{pair[0]}"

    def get_figures(self, pair: tuple[object, DeskFigures]) -> dict[str, int]:
        return dict(DeskFiguresOut(pair[1]).data)


class DeskStatsOut(serializers.Serializer[Any]):
    total = DeskFiguresOut()
    days = DeskFiguresOfOut(many=True)
    skills = DeskFiguresOfOut(many=True)
    agents = DeskFiguresOfOut(many=True)


class DeskStatsQuery(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, default=30)


class CannedAnswers(Endpoint):
    @entry(summary="快捷回复", permission=VIEW, relation=UNIT, answers=CannedListOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"answers": canned_for_staff(call.actor)}


class CannedProposing(Endpoint):
    @entry(summary="提交快捷回复", permission=PROPOSE, relation=UNIT, takes=CannedIn, answers=CannedMadeOut, status=201)
    def post(self, call: Call) -> dict[str, object]:
        return {"answer_id": canned_propose(**call.sent, actor=call.actor, now=clock.read())}


class CannedDeciding(Endpoint):
    @entry(summary="复核快捷回复", permission=DECIDE, relation=UNIT, takes=CannedVerdictIn, step_up="复核快捷回复")
    def post(self, call: Call, answer_id: UUID) -> None:
        canned_decide(answer_id=answer_id, **call.sent, actor=call.actor, now=clock.read())


class CannedRetiring(Endpoint):
    @entry(summary="停用快捷回复", permission=PROPOSE, relation=UNIT)
    def post(self, call: Call, answer_id: UUID) -> None:
        canned_retire(answer_id=answer_id, actor=call.actor, now=clock.read())


class DeskFiguresRead(Endpoint):
    @entry(
        summary="客服统计", permission="imessage.desk.stats", relation=UNIT, asks=DeskStatsQuery, answers=DeskStatsOut
    )
    def get(self, call: Call) -> DeskStats:
        return desk_stats(call.actor, clock.read(), days=call.asked["days"])
