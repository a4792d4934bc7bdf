"""The roster of the caller's enterprise."""

from typing import Any

from rest_framework import serializers

from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, PageQuery, entry

from ..contracts import MEMBER_LABELS
from ..selectors.rosters import MemberPage, members_for_enterprise


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
