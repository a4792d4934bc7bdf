"""The one base of every endpoint: who calls, what is declared, one call of the app, an answer or a problem.

An endpoint is a class with a method for each HTTP method; `entry` declares each of them:

    class Batches(Endpoint):
        @entry(summary="代发批次列表", permission=READ, relation=OWN, asks=BatchQuery, answers=BatchPageOut)
        def get(self, call: Call) -> BatchPage:
            return batches_for_enterprise(call.actor, **call.asked)

What it returns is written by `answers`; without `answers` the reply is 204. One that `gives` a kind of file returns the
whole HttpResponse, and what goes wrong is a problem document all the same. A POST has an effect unless it says
otherwise: it needs an Idempotency-Key, its one use case is done once for that key, and a repetition gets the stored
answer. An entry with `step_up` takes `{"step_up": {"digest", "pin"}}` beside its own fields (docs/how-to/api.md).
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string
from rest_framework import serializers
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.parsers import BaseParser
from rest_framework.parsers import JSONParser as BaseJSONParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request as RestRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from .. import clock
from ..access import Access, authorise, denials_recorded
from ..actors import Actor, Relation, Surface
from ..errors import InvalidInput, StepUpRequired
from ..idempotency import KEY_LENGTH, keyed
from .caller import identify
from .errors import BadRequest
from .request import Request

KEY_HEADER, REPLAYED_HEADER = "Idempotency-Key", "Idempotent-Replayed"
KEY_FORM = re.compile(f"[!-~]{{1,{KEY_LENGTH}}}")
MAX_PAGE = 10_000
FAULTS_SHOWN = 50  # of the fields of one request
WHOLE = ".non_field_errors"  # the framework's word for a part that is wrong as a whole
METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has passed the door: `sent` is the body and `asked` the query, both read by their serializers."""

    actor: Actor
    sent: dict[str, Any]
    asked: dict[str, Any]
    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What one method of an endpoint declares."""

    access: Access
    summary: str
    takes: type[serializers.Serializer[Any]] | None
    asks: type[serializers.Serializer[Any]] | None
    answers: type[serializers.BaseSerializer[Any]] | None
    status: int
    is_keyed: bool
    later: int = 0  # the status of an answer that `is_accepted`: the rest is done later
    gives: str = ""  # the media type of a file


class StepUpIn(serializers.Serializer[Any]):
    digest = serializers.RegexField(r"^[0-9A-Za-z_-]{1,64}$", help_text="应答 STEP_UP_REQUIRED 给出的 digest")
    pin = serializers.RegexField(r"^[0-9]{6}$", write_only=True, help_text="本人的交易密码")
    code_id = serializers.UUIDField(
        required=False, help_text="应答 proof 为 CODE 时给出的 code_id;不带则另发一条验证码"
    )
    code = serializers.RegexField(r"^[0-9]{6}$", required=False, write_only=True, help_text="短信验证码")


# Base of the bodies of entries with step-up.
class Confirmable(serializers.Serializer[Any]):
    step_up = StepUpIn(required=False)


class PageQuery(serializers.Serializer[Any]):
    page = serializers.IntegerField(min_value=1, max_value=MAX_PAGE, default=1, help_text="页码,从 1 开始")


class TermOut(serializers.Serializer[Any]):
    """One line of what is agreed to, a pair of label and text."""

    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    text = serializers.SerializerMethodField()

    def get_label(self, term: tuple[str, str]) -> str:
        return term[0]

    def get_text(self, term: tuple[str, str]) -> str:
        return term[1]


class JSONParser(BaseJSONParser):
    """Refuses what is nested too deep as what cannot be read, instead of failing over it."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise BadRequest() from None


class FileRenderer(BaseRenderer):
    """Lets a caller ask for the kind of file that an entry gives; the file is a response already."""

    charset, format = None, "file"

    def __init__(self, media_type: str) -> None:
        self.media_type = media_type

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        raise ImproperlyConfigured("an entry that gives a file returns the response")


class Endpoint(APIView):
    http_method_names = [*METHODS, "head"]
    parser_classes: tuple[type[BaseParser], ...] = (JSONParser,)
    access: tuple[Access, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        handlers = [getattr(cls, name) for name in METHODS if hasattr(cls, name)]
        if not handlers or not all(isinstance(getattr(handler, "entry", None), Entry) for handler in handlers):
            raise ImproperlyConfigured(f"{cls.__qualname__} has a method that declares no access")
        cls.access = tuple(handler.entry.access for handler in handlers)

    def initial(self, request: RestRequest, *args: Any, **kwargs: Any) -> None:
        method = str(request.method).lower()
        handler = getattr(self, method, None) if method in self.http_method_names else None
        if handler is None:
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        plain = plain_request(request)
        plain.actor = authorise(plain.actor, handler.entry.access)

    def get_renderers(self) -> list[Any]:
        handler = getattr(self, str(self.request.method).lower(), None)
        gives = handler.entry.gives if handler and hasattr(handler, "entry") else ""
        return [FileRenderer(gives), *super().get_renderers()] if gives else super().get_renderers()

    def perform_authentication(self, request: RestRequest) -> None:
        identify(plain_request(request))


def entry(
    *,
    summary: str,
    permission: str,
    relation: Relation,
    takes: type[serializers.Serializer[Any]] | None = None,
    asks: type[serializers.Serializer[Any]] | None = None,
    answers: type[serializers.BaseSerializer[Any]] | None = None,
    status: int = 200,
    later: int = 0,
    step_up: str = "",
    has_effect: bool = True,
    is_hidden: bool = False,
    gives: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Declares a method of an endpoint. `has_effect=False`: a POST that only reads; PUT and DELETE need no key, since
    the same again leaves things as they are. `later` (202): the status of a POST's answer that says by `is_accepted`
    that a job does the rest. `gives`: the media type of a file; no key, as no file is kept as an answer."""
    if step_up and not (takes and issubclass(takes, Confirmable)):
        raise ImproperlyConfigured("an entry with step_up takes a Confirmable body")

    def decorate(method: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        name = method.__name__.upper()
        access = Access(Surface.API, permission, relation, step_up, (name,), is_hidden)
        good, is_keyed = status if answers or gives else 204, name == "POST" and has_effect and not gives
        declared = Entry(access, summary, takes, asks, answers, good, is_keyed, later, gives)

        @wraps(method)
        def run(self: Endpoint, request: RestRequest, **place: Any) -> HttpResponseBase:
            actor = plain_request(request).actor
            key = _key(request) if declared.is_keyed else ""
            sent, asked = _read(takes, request.data) if takes else {}, _read(asks, request.query_params) if asks else {}
            call = Call(actor, sent, asked, key)
            fault = _confirm(plain_request(request), sent.pop("step_up", None))
            try:
                with denials_recorded(actor, access):
                    if declared.is_keyed:
                        return _run_once(declared, self, request, method, call, place)
                    result = method(self, call, **place)
                    return result if declared.gives else Response(_written(declared, result), declared.status)
            except StepUpRequired as needed:
                if fault is not None:
                    needed.code, needed.message = fault.code, fault.message
                raise

        run.entry = declared  # type: ignore[attr-defined]
        return run

    return decorate


def _run_once(
    declared: Entry,
    view: Endpoint,
    request: RestRequest,
    method: Callable[..., Any],
    call: Call,
    place: Mapping[str, Any],
) -> Response:
    match = plain_request(request).resolver_match
    body = {"place": place, "sent": {name: _comparable(value) for name, value in call.sent.items()}}
    with keyed(
        actor=call.actor,
        route=match.view_name if match else "",
        key=call.key,
        body=body,
        encode=lambda result: {"body": _written(declared, result), "status": _status(declared, result)},
    ) as kept:
        method(view, call, **place)
    headers = {REPLAYED_HEADER: "true"} if kept.is_replay else None
    return Response(kept.answer["body"], kept.answer.get("status", declared.status), headers=headers)


def _status(declared: Entry, result: Any) -> int:
    return declared.later if declared.later and result.is_accepted else declared.status


def _written(declared: Entry, result: Any) -> Any:
    return dict(declared.answers(result).data) if declared.answers else None


def plain_request(request: RestRequest) -> Request:
    """What the framework has wrapped."""
    return cast(Request, request._request)


def _key(request: RestRequest) -> str:
    key = request.headers.get(KEY_HEADER, "")
    if not KEY_FORM.fullmatch(key):
        raise InvalidInput("KEY_MISSING", f"请在请求头 {KEY_HEADER} 中给出请求编号(1 至 {KEY_LENGTH} 个可见字符)。")
    return key


def _read(serializer: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    reader = serializer(data=data)
    if not reader.is_valid():
        fields = dict(_faults(reader.errors))
        raise InvalidInput("INVALID", "提交的内容有误,请核对后重试。", fields=fields)
    return dict(reader.validated_data)


def _faults(errors: Any) -> Iterator[tuple[str, str]]:
    """The first FAULTS_SHOWN of the nested errors as (`lines.3.name`, sentence)."""
    shown = 0
    waiting = [("", errors)]
    while waiting and shown < FAULTS_SHOWN:
        place, found = waiting.pop()
        if isinstance(found, Mapping):
            parts = [(f"{place}.{name}".removesuffix(WHOLE).lstrip("."), part) for name, part in found.items()]
            waiting += reversed(parts)
        elif found and isinstance(found[0], Mapping):
            waiting += [(f"{place}.{number}", part) for number, part in reversed(list(enumerate(found)))]
        elif found:
            shown += 1
            yield place or "body", str(found[0])


def _comparable(value: Any) -> Any:
    """A file counts by its contents: the form around it is drawn anew on every attempt."""
    if isinstance(value, UploadedFile):
        content = value.read()
        value.seek(0)
        return [value.name, hashlib.sha256(content).hexdigest()]
    return value


def _confirm(request: Request, step_up: Mapping[str, Any] | None) -> StepUpRequired | None:
    """Checks the PIN that came with the body, and notes which code did; what is wrong with it, or None."""
    request.step_up_code = step_up.get("code_id") if step_up else None
    if step_up is None:
        return None
    try:
        import_string(settings.STEP_UP_BY_PIN)(actor=request.actor, now=clock.read(), **step_up)
    except StepUpRequired as fault:
        return fault
    return None
