"""理财对账单 and maturities for a person's programs: issued, read, and as files."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry
from apps.core.http.files import PDF, file_response

from ..selectors.due_file import ICS, due_file
from ..selectors.paper_file import paper_name, paper_pdf
from ..selectors.papers import paper_for_member, papers_for_member
from ..selectors.wealth import due_lines
from ..services.paper_issue import paper_issue

OWN, SELF = "shenhuobao.holding.own", Relation.SELF


class IssuedPaperOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    first = serializers.DateField()
    last = serializers.DateField()


class IssuedPapersOut(serializers.Serializer[Any]):
    papers = IssuedPaperOut(many=True)


class PaperIssueIn(serializers.Serializer[Any]):
    period = serializers.RegexField(r"^20\d\d(-(0[1-9]|1[0-2]))?$", help_text="如 2026-02 或 2026")


class PaperIssuedOut(serializers.Serializer[Any]):
    paper_id = serializers.UUIDField(source="*")


class WealthPaperOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    first = serializers.DateField(source="content.first")
    last = serializers.DateField(source="content.last")
    closing_fen = serializers.IntegerField(source="content.closing_fen", help_text="期末参考市值")
    gain_fen = serializers.IntegerField(source="content.gain_fen", help_text="期间收益")
    code = serializers.CharField(help_text="验证码,任何人可在凭证查验页核对")
    digest = serializers.CharField()
    prints = serializers.IntegerField()
    issued_at = serializers.DateTimeField()
    is_current = serializers.BooleanField(help_text="假:期间内的账务后来有变化,不能再打印")


class MaturityOut(serializers.Serializer[Any]):
    holding_id = serializers.UUIDField()
    product = serializers.CharField()
    on = serializers.DateField()
    days_left = serializers.IntegerField()


class MaturitiesOut(serializers.Serializer[Any]):
    maturities = MaturityOut(many=True)


class IssuedPapers(Endpoint):
    @entry(summary="已出具的理财对账单", permission=OWN, relation=SELF, answers=IssuedPapersOut)
    def get(self, call: Call) -> dict[str, object]:
        rows = papers_for_member(call.actor)
        return {"papers": [{"id": paper_id, "first": first, "last": last} for paper_id, first, last in rows]}


class PaperIssuing(Endpoint):
    @entry(summary="出具理财对账单", permission=OWN, relation=SELF, takes=PaperIssueIn, answers=PaperIssuedOut)
    def post(self, call: Call) -> UUID:
        return paper_issue(period=call.sent["period"], actor=call.actor, now=clock.read())


class OneWealthPaper(Endpoint):
    @entry(summary="一份理财对账单", permission=OWN, relation=SELF, answers=WealthPaperOut)
    def get(self, call: Call, paper_id: UUID) -> object:
        return paper_for_member(call.actor, paper_id)


class WealthPaperFile(Endpoint):
    @entry(summary="理财对账单(PDF)", permission=OWN, relation=SELF, gives=PDF)
    def get(self, call: Call, paper_id: UUID) -> HttpResponse:
        view = paper_for_member(call.actor, paper_id)
        return file_response(paper_pdf(view), paper_name(view), PDF)


class Maturities(Endpoint):
    @entry(summary="我的理财到期日", permission=OWN, relation=SELF, answers=MaturitiesOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"maturities": due_lines(call.actor, clock.read())}


class MaturityFiles(Endpoint):
    @entry(summary="到期提醒(日历文件)", permission=OWN, relation=SELF, gives=ICS)
    def get(self, call: Call) -> HttpResponse:
        now = clock.read()
        return file_response(due_file(due_lines(call.actor, now), now.wall), "wealth-maturities.ics", ICS)
