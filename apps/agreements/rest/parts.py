"""What agreements and signatures look like to a program, of a person or of an enterprise."""

from typing import Any

from rest_framework import serializers

from apps.core import clock
from apps.core.http.api import Call, Confirmable, TermOut

from ..adapters.reading import opened_at, opened_mark
from ..selectors.texts import agreement_for, agreements_for, history_for, signed_copy_for
from ..services.agreement_sign import agreement_sign

STATES = [("SIGNED", "已签署"), ("RENEWED", "有新版本待签"), ("UNSIGNED", "待签署"), ("AT_STEP", "办理时签署")]


class AgreementLineOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    version = serializers.IntegerField()
    effective_from = serializers.DateField()
    state = serializers.ChoiceField(STATES)
    state_label = serializers.CharField()
    signed_at = serializers.DateTimeField(allow_null=True)


class AgreementsOut(serializers.Serializer[Any]):
    agreements = AgreementLineOut(many=True)


class ParagraphOut(serializers.Serializer[Any]):
    text = serializers.CharField()
    is_heading = serializers.BooleanField()


class WordsOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    paragraphs = ParagraphOut(many=True)
    text_hash = serializers.CharField(help_text="标题、换行、正文的 SHA-256")
    effective_from = serializers.DateField()


class AgreementOut(serializers.Serializer[Any]):
    agreement = WordsOut()
    read_seconds = serializers.IntegerField(help_text="打开后至少阅读几秒才能签署")
    signed_at = serializers.DateTimeField(allow_null=True)
    opened = serializers.CharField(help_text="本次打开的凭据,签署时交回")


class SignIn(Confirmable):
    text_hash = serializers.RegexField(r"^[0-9a-f]{64}$", help_text="所展示文本的 text_hash")
    opened = serializers.CharField(max_length=200, help_text="打开协议时得到的 opened")


class SignatureOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    version = serializers.IntegerField()
    signer = serializers.CharField(help_text="已掩码")
    signed_at = serializers.DateTimeField()
    device = serializers.CharField()
    text_hash = serializers.CharField()


class SignaturesOut(serializers.Serializer[Any]):
    signatures = SignatureOut(many=True)


class SignedCopyOut(serializers.Serializer[Any]):
    agreement = WordsOut()
    signer = serializers.CharField(help_text="已掩码")
    signed_at = serializers.DateTimeField()
    device = serializers.CharField()
    proof_code = serializers.CharField(help_text="「凭证查验」页面的验证码")
    terms = TermOut(many=True, help_text="授权的内容")


def agreements_of(call: Call) -> dict[str, object]:
    return {"agreements": agreements_for(call.actor, clock.read())}


def agreement_of(call: Call, code: str) -> dict[str, object]:
    now = clock.read()
    page = agreement_for(call.actor, code, now)
    opened = opened_mark(call.actor, now.wall)
    return {"agreement": page, "read_seconds": page.read_seconds, "signed_at": page.signed_at, "opened": opened}


def sign(call: Call, code: str) -> None:
    now = clock.read()
    agreement_for(call.actor, code, now)  # what is not there is said before what is wrong with the form
    opened = opened_at(call.actor, call.sent["opened"])
    agreement_sign(code=code, text_hash=call.sent["text_hash"], opened_at=opened, actor=call.actor, now=now)


def signatures_of(call: Call) -> dict[str, object]:
    return {"signatures": history_for(call.actor)}


def copy_of(call: Call, signature_id: Any) -> dict[str, object]:
    page = signed_copy_for(call.actor, signature_id, clock.read())
    shown = {name: getattr(page, name) for name in ("signer", "signed_at", "device", "proof_code", "terms")}
    return {"agreement": page} | shown
