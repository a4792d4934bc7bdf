"""Help and prices, for everybody."""

from typing import Any

from rest_framework import serializers

from apps.core import clock
from apps.core.access import PUBLIC
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.api import Call, Endpoint, entry

from ..fees import fee_list
from ..help import Article, article_by_slug, articles, articles_about

QUERY_LENGTH = 60


class HelpQuery(serializers.Serializer[Any]):
    query = serializers.CharField(max_length=QUERY_LENGTH, required=False, help_text="标题和正文都含有这些词")


class ArticleLineOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    title = serializers.CharField()
    category = serializers.CharField()


class HelpOut(serializers.Serializer[Any]):
    articles = ArticleLineOut(many=True)


class ArticleOut(ArticleLineOut):
    lines = serializers.ListField(child=serializers.CharField())


class FeeOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    fee_fen = serializers.IntegerField(source="fen")
    since = serializers.DateField()
    next_fee_fen = serializers.IntegerField(source="next_fen", allow_null=True, help_text="已决定的下一次价格")
    next_from = serializers.DateField(allow_null=True)


class FeeGroupOut(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    fees = FeeOut(source="lines", many=True)


class FeesOut(serializers.Serializer[Any]):
    on = serializers.DateField()
    groups = FeeGroupOut(many=True)


class Help(Endpoint):
    @entry(summary="帮助文章", permission=PUBLIC, relation=Relation.PUBLIC, asks=HelpQuery, answers=HelpOut)
    def get(self, call: Call) -> dict[str, object]:
        query = call.asked.get("query", "")
        return {"articles": articles_about(query) if query else articles()}


class HelpArticle(Endpoint):
    @entry(summary="一篇帮助", permission=PUBLIC, relation=Relation.PUBLIC, answers=ArticleOut)
    def get(self, call: Call, slug: str) -> Article:
        found = article_by_slug(slug)
        if found is None:
            raise NotFound("没有这篇帮助。")
        return found


class Fees(Endpoint):
    @entry(summary="收费标准", permission=PUBLIC, relation=Relation.PUBLIC, answers=FeesOut)
    def get(self, call: Call) -> dict[str, object]:
        on = clock.read().business_date
        return {"on": on, "groups": fee_list(on)}
