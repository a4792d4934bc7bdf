"""The search of each surface: an address for each, since what is asked within is another relation."""

from typing import Any

from rest_framework import serializers

from apps.core import clock
from apps.core.actors import Relation
from apps.core.http.api import Call, Endpoint, entry

from ..search import QUERY_LENGTH, found_for


class SearchQuery(serializers.Serializer[Any]):
    query = serializers.CharField(max_length=QUERY_LENGTH)


class SearchFindingOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    note = serializers.CharField()
    url = serializers.CharField(help_text="页面地址")


class SearchGroupOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    findings = SearchFindingOut(many=True)


class SearchOut(serializers.Serializer[Any]):
    groups = SearchGroupOut(many=True)


def _found(call: Call) -> dict[str, object]:
    return {"groups": found_for(call.actor, call.asked["query"], clock.read())}


class Search(Endpoint):
    @entry(
        summary="搜索本人的内容", permission="portal.mobile.home", relation=Relation.SELF, asks=SearchQuery,
        answers=SearchOut,
    )  # fmt: skip
    def get(self, call: Call) -> dict[str, object]:
        return _found(call)


class EnterpriseSearch(Endpoint):
    @entry(
        summary="搜索企业的内容", permission="portal.office.home", relation=Relation.ENTERPRISE, asks=SearchQuery,
        answers=SearchOut,
    )  # fmt: skip
    def get(self, call: Call) -> dict[str, object]:
        return _found(call)


class BankSearch(Endpoint):
    @entry(
        summary="搜索本机构的内容", permission="portal.console.home", relation=Relation.UNIT, asks=SearchQuery,
        answers=SearchOut,
    )  # fmt: skip
    def get(self, call: Call) -> dict[str, object]:
        return _found(call)
