"""The bank cards of the person who asks: proved, bound by signing what may be pulled, unbound."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from apps.agreements import api as agreements
from apps.core import clock
from apps.core.actors import Relation
from apps.core.errors import NotFound
from apps.core.http.api import Call, Confirmable, Endpoint, entry

from ..contracts import BoundCard
from ..selectors import card_for_member, cards_for_member
from ..services.card_bind import MANDATE, card_bind, card_unbind
from ..services.card_check import card_check

OWN, SELF = "bankaccounts.card.own", Relation.SELF
MOST_FEN = 10**15


class CardOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    masked_number = serializers.CharField()
    card_class = serializers.CharField()
    is_own_bank = serializers.BooleanField()
    state = serializers.CharField()
    state_label = serializers.CharField()
    has_mandate = serializers.BooleanField(help_text="转入授权有效")
    single_fen = serializers.IntegerField(help_text="转入单笔上限")
    day_fen = serializers.IntegerField(help_text="转入每日上限")
    bound_at = serializers.DateTimeField(allow_null=True)


class CardsOut(serializers.Serializer[Any]):
    cards = CardOut(many=True)


class CardIn(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=40, write_only=True, help_text="本人的银行卡号")
    mobile = serializers.CharField(
        max_length=20, allow_blank=True, default="", write_only=True, help_text="发卡银行预留的手机号;本行的卡可以不填"
    )


class CardIdOut(serializers.Serializer[Any]):
    card_id = serializers.UUIDField()


class SignedWordsOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    text_hash = serializers.CharField()
    text = serializers.CharField(help_text="协议全文")


class BindingIn(Confirmable):
    single_fen = serializers.IntegerField(min_value=1, max_value=MOST_FEN, help_text="转入单笔上限")
    day_fen = serializers.IntegerField(min_value=1, max_value=MOST_FEN, help_text="转入每日上限")
    text_hash = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="所签授权书的摘要值,见 words")


def words_out(code: str) -> dict[str, object]:
    """The words in force, as a program shows them to the person who signs."""
    page = agreements.words_in_force(code, clock.read())
    text = "\n".join(paragraph.text for paragraph in page.paragraphs)
    return {"code": page.code, "version": page.version, "title": page.title, "text_hash": page.text_hash, "text": text}


class Cards(Endpoint):
    @entry(summary="我的银行卡", permission=OWN, relation=SELF, answers=CardsOut)
    def get(self, call: Call) -> dict[str, object]:
        return {"cards": cards_for_member(call.actor, clock.read())}

    @entry(summary="核验一张银行卡", permission=OWN, relation=SELF, takes=CardIn, answers=CardIdOut)
    def put(self, call: Call) -> dict[str, object]:
        return {"card_id": card_check(**call.sent, actor=call.actor, now=clock.read())}


class CardWords(Endpoint):
    @entry(summary="绑定卡转入授权书", permission=OWN, relation=SELF, answers=SignedWordsOut)
    def get(self, call: Call) -> dict[str, object]:
        return words_out(MANDATE)


class Card(Endpoint):
    @entry(summary="一张银行卡", permission=OWN, relation=SELF, answers=CardOut)
    def get(self, call: Call, card_id: UUID) -> BoundCard:
        found = card_for_member(call.actor, card_id, clock.read())
        if found is None:
            raise NotFound("没有找到这张卡。")
        return found

    @entry(summary="解绑银行卡", permission=OWN, relation=SELF)
    def delete(self, call: Call, card_id: UUID) -> None:
        card_unbind(card_id=card_id, actor=call.actor, now=clock.read())


class CardBinding(Endpoint):
    @entry(summary="签署授权并绑定", permission=OWN, relation=SELF, step_up="签署绑定卡转入授权", takes=BindingIn)
    def post(self, call: Call, card_id: UUID) -> None:
        card_bind(card_id=card_id, **call.sent, actor=call.actor, now=clock.read())
