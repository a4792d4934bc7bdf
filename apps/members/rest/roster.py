"""The roster of the caller's enterprise: looked at, and made the same as that of its own system."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..contracts import MEMBER_LABELS, SyncAnswer
from ..rules.roster import MAX_ROWS
from ..selectors.rosters import MemberPage, members_for_enterprise
from ..services.roster_sync import roster_sync


class MemberQuery(PageQuery):
    query = serializers.CharField(max_length=40, required=False, help_text="姓名、拼音、工号或手机号后四位")
    status = serializers.ChoiceField([status.value for status in MEMBER_LABELS], required=False)
    department = serializers.CharField(max_length=60, required=False)


class MemberOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    emp_no = serializers.CharField()
    name = serializers.CharField()
    department = serializers.CharField()
    contract_label = serializers.CharField()
    mobile_tail = serializers.CharField()
    hired_on = serializers.DateField()
    status = serializers.CharField()
    status_label = serializers.CharField()


class MemberPageOut(serializers.Serializer[Any]):
    members = MemberOut(source="lines", many=True)
    page = serializers.IntegerField(source="number")
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class Members(Endpoint):
    @entry(
        summary="花名册", permission="members.roster.view", relation=Relation.ENTERPRISE, asks=MemberQuery,
        answers=MemberPageOut,
    )  # fmt: skip
    def get(self, call: Call) -> MemberPage:
        asked = dict(call.asked)
        return members_for_enterprise(call.actor, number=asked.pop("page"), **asked)


# Somebody of the list. What is wrong is told by row, as with a file.
class PersonIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60, allow_blank=True)
    id_number = serializers.CharField(max_length=24, allow_blank=True)
    emp_no = serializers.CharField(max_length=40, allow_blank=True)
    mobile = serializers.CharField(max_length=24, allow_blank=True, help_text="只在首次登记时使用,之后以本人确认的为准")
    department = serializers.CharField(max_length=60, allow_blank=True)
    hired_on = serializers.CharField(max_length=20, allow_blank=True, help_text="2026-03-02")
    contract_type = serializers.CharField(max_length=20, allow_blank=True, help_text="LABOUR 或 劳动合同,等五种")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "试算",
            {
                "people": [
                    {
                        "name": "李晓雯",
                        "id_number": "890101199105180025",
                        "emp_no": "CX0001",
                        "mobile": "19900009001",
                        "department": "研发部",
                        "hired_on": "2019-04-01",
                        "contract_type": "LABOUR",
                    }
                ],
                "dry_run": True,
            },
            request_only=True,
        )
    ]
)
class RosterIn(serializers.Serializer[Any]):
    people = serializers.ListField(child=PersonIn(), min_length=1, max_length=MAX_ROWS, help_text="完整名单")
    left_on = serializers.DateField(required=False, help_text="未列入名单者的离职日期;有人离职时必填")
    most_leavers = serializers.IntegerField(
        min_value=0, max_value=MAX_ROWS, required=False, help_text="最多允许离职的人数;不填为在册人数的 10%(至少 5 人)"
    )
    dry_run = serializers.BooleanField(default=False, help_text="只比对,不生效")


class SyncLineOut(serializers.Serializer[Any]):
    emp_no = serializers.CharField()
    name = serializers.CharField()


class SyncChangeOut(SyncLineOut):
    columns = serializers.ListField(child=serializers.CharField())


class SyncFaultOut(serializers.Serializer[Any]):
    row = serializers.IntegerField(help_text="在名单中的序号,从 1 开始")
    field = serializers.CharField()
    message = serializers.CharField()


class SyncOut(serializers.Serializer[Any]):
    is_applied = serializers.BooleanField(help_text="试算或任一行有错误时为 false,什么也没有改动")
    joiners = SyncLineOut(many=True)
    changed = SyncChangeOut(many=True)
    leavers = SyncLineOut(many=True)
    unchanged = serializers.IntegerField()
    faults = SyncFaultOut(many=True)


class Roster(Endpoint):
    @entry(
        summary="同步花名册", permission="members.roster.sync", relation=Relation.ENTERPRISE, takes=RosterIn,
        answers=SyncOut,
    )  # fmt: skip
    def put(self, call: Call) -> SyncAnswer:
        sent = call.sent
        return roster_sync(
            people=sent["people"],
            left_on=sent.get("left_on"),
            most_leavers=sent.get("most_leavers"),
            is_dry_run=sent["dry_run"],
            actor=call.actor,
            now=clock.read(),
        )
