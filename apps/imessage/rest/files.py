"""Files of conversations by the API: sent as multipart, had as the bytes that they are."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from apps.core import clock
from apps.core.http.api import Call, Endpoint, entry
from apps.core.http.files import ANY, file_response

from ..contracts import SendAnswer
from ..selectors.files import file_for_member
from ..services.file_send import file_send
from .talks import SELF, TALK, SendAnswerOut


class TalkFileIn(serializers.Serializer[Any]):
    client_id = serializers.UUIDField(help_text="每个文件一个编号,重发时不变")
    file = serializers.FileField(max_length=200, help_text="图片、PDF、Word、Excel、PPT 或文本")


class FileSending(Endpoint):
    parser_classes = (MultiPartParser,)

    @entry(summary="发送文件", permission=TALK, relation=SELF, takes=TalkFileIn, answers=SendAnswerOut, status=201)
    def post(self, call: Call, conversation_id: UUID) -> SendAnswer:
        file = call.sent["file"]
        return file_send(
            conversation_id=conversation_id, client_id=call.sent["client_id"], data=file.read(), name=file.name,
            actor=call.actor, now=clock.read(),
        )  # fmt: skip


class MessageFile(Endpoint):
    @entry(summary="消息中的图片或文件", permission=TALK, relation=SELF, gives=ANY)
    def get(self, call: Call, conversation_id: UUID, seq: int) -> HttpResponse:
        found = file_for_member(call.actor, conversation_id, seq)
        return file_response(found.content, found.name, found.media_type)
