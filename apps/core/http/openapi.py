"""The OpenAPI document, drawn from what the endpoints declare."""

from functools import cache
from typing import Any

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema_serializer
from rest_framework import serializers

from ..access import PUBLIC, roles_of
from ..actors import ROLE_LABELS, Relation, Role
from .api import KEY_HEADER, REPLAYED_HEADER, Call, Endpoint, Entry, entry
from .caller import SIGNATURE_HEADERS

PROBLEM = "application/problem+json"
FAULTS = {
    400: "请求无法识别",
    401: "未登录,或签名无效",
    403: "没有权限,或需要交易密码确认(STEP_UP_REQUIRED)",
    404: "不存在,或不属于调用方",
    405: "不支持这种请求方法",
    406: "只提供 JSON 应答",
    409: "当前状态不允许,或同一编号的请求正在处理",
    413: "内容过大",
    415: "不支持这种内容类型",
    422: "内容有误,见 fields",
    429: "过于频繁,见 Retry-After",
    503: "依赖的服务暂时不可用",
}
NOT_WITHOUT = {400: "body", 404: "place", 409: "effect", 413: "body", 415: "body"}  # what must be there for it


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "需要确认",
            {
                "type": "urn:efincloud:error:STEP_UP_REQUIRED",
                "title": "Forbidden",
                "status": 403,
                "code": "STEP_UP_REQUIRED",
                "detail": "请输入交易密码确认本次操作。",
                "request_id": "01966f0e-0000-7000-8000-000000000000",
                "digest": "9f2c6f0e9f2c6f0e",
                "shown": {"合计": "¥1,000.00"},
            },
            response_only=True,
        )
    ]
)
class Problem(serializers.Serializer[Any]):
    """RFC 9457:`detail` 是给人看的一句话,`code` 供程序判断。"""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    request_id = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField(), required=False)  # type: ignore[assignment]
    digest = serializers.CharField(required=False, help_text="只在 STEP_UP_REQUIRED 时给出")
    shown = serializers.DictField(child=serializers.CharField(), required=False, help_text="请本人核对的内容")


class EntrySchema(AutoSchema):
    """Reads the `Entry` of each method; nothing is said twice."""

    @property
    def entry(self) -> Entry:
        declared: Entry = getattr(self.view, self.method.lower()).entry
        return declared

    def get_operation_id(self) -> str:
        return f"{self.method.lower()}{type(self.view).__name__}"

    def get_summary(self) -> str:
        return self.entry.summary

    def get_description(self) -> str:  # type: ignore[override]
        if self.entry.access.permission == PUBLIC:
            return "无需登录。"
        labels = "、".join(sorted(ROLE_LABELS[role] for role in roles_of(self.entry.access.permission)))
        step_up = "须由本人用交易密码确认。" if self.entry.access.step_up else ""
        return f"角色:{labels}。{step_up}"

    def get_request_serializer(self) -> Any:
        return self.entry.takes

    def get_response_serializers(self) -> Any:
        answers = self.entry.answers
        if self.entry.gives:
            return {
                (self.entry.status, self.entry.gives): OpenApiResponse(OpenApiTypes.BINARY, "文件")
            } | self._faults()
        good = OpenApiResponse(answers, "成功") if answers else OpenApiResponse(None, "成功,没有内容")
        later = {self.entry.later: OpenApiResponse(answers, "已受理,在后台处理")} if self.entry.later else {}
        return {self.entry.status: good} | later | self._faults()

    def _faults(self) -> dict[Any, OpenApiResponse]:
        return {
            (status, PROBLEM): OpenApiResponse(Problem, said)
            for status, said in FAULTS.items()
            if self._may_be(NOT_WITHOUT.get(status, ""))
        }

    def _may_be(self, wanted: str) -> bool:
        match wanted:
            case "body":
                return self.entry.takes is not None
            case "place":
                return "{" in self.path or self.entry.takes is not None or self.entry.access.is_hidden
            case "effect":
                return self.entry.is_keyed or self.method != "GET"
        return True

    def get_override_parameters(self) -> list[Any]:
        parameters: list[Any] = [self.entry.asks] if self.entry.asks else []
        if self.entry.is_keyed:
            parameters += [
                OpenApiParameter(
                    KEY_HEADER, {"type": "string", "pattern": "^[!-~]{1,80}$"}, OpenApiParameter.HEADER, required=True,
                    description="调用方为每个业务动作自定的编号;重试时不变",
                ),
                OpenApiParameter(
                    REPLAYED_HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, response=[self.entry.status],
                    description="true:这是同一编号先前的应答,没有再次执行",
                ),
            ]  # fmt: skip
        return parameters

    def get_auth(self) -> list[dict[str, list[str]]]:
        permission = self.entry.access.permission
        if permission == PUBLIC:
            return [{}]
        session: dict[str, list[str]] = {"session": []} if self.method == "GET" else {"session": [], "csrf": []}
        return [session, signature()] if Role.API_CLIENT in roles_of(permission) else [session]


def signature() -> dict[str, list[str]]:
    """The security requirement of a signed request: all four headers."""
    return {f"signature_{name}": [] for name in SIGNATURE_HEADERS}


def add_security(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Post-processing hook: the ways in, by name."""
    result["components"]["securitySchemes"] = {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "登录页面建立的会话",
        },
        "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken", "description": "会话提交时必带"},
    } | {
        f"signature_{name}": {"type": "apiKey", "in": "header", "name": header, "description": "见 docs/how-to/api.md"}
        for name, header in SIGNATURE_HEADERS.items()
    }
    return result


@cache
def document() -> dict[str, Any]:
    """The whole document; it changes only with the code."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema


class AsItIs(serializers.BaseSerializer[Any]):
    def to_representation(self, instance: Any) -> Any:
        return instance


class SchemaDocument(Endpoint):
    schema = None  # it does not describe itself

    @entry(summary="接口文档", permission=PUBLIC, relation=Relation.PUBLIC, answers=AsItIs)
    def get(self, call: Call) -> dict[str, Any]:
        return document()
