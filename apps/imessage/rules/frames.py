"""The frames of the wire protocol (docs/imessage-protocol.md): what a client may send, and how ours are spelt."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

MOST_BYTES = 16_384  # of one frame that a client sends
MOST_TALKS = 500  # that one resume may name
MOST_SEQ = 2**53  # what a client can count to


class BadFrame(ValueError):
    """A frame that is none of the protocol's."""


@dataclass(frozen=True, slots=True)
class Resume:
    have: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class Pull:
    conversation_id: UUID
    after: int


@dataclass(frozen=True, slots=True)
class Send:
    conversation_id: UUID
    client_id: UUID
    text: object
    quote: object


@dataclass(frozen=True, slots=True)
class Edit:
    conversation_id: UUID
    client_id: UUID
    seq: int
    text: object


@dataclass(frozen=True, slots=True)
class Recall:
    conversation_id: UUID
    client_id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class Read:
    conversation_id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class Typing:
    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class Who:
    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class Ping:
    pass


Frame = Resume | Pull | Send | Edit | Recall | Read | Typing | Who | Ping


def parsed(text: str | None) -> Frame:
    """What a client's text means. Raises BadFrame for whatever is not one of the frames, however it is wrong."""
    if text is None or len(text) > MOST_BYTES:
        raise BadFrame("size")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("json") from error
    if not isinstance(said, dict):
        raise BadFrame("object")
    kind = said.get("t")
    parse = _PARSERS.get(kind) if isinstance(kind, str) else None
    if parse is None:
        raise BadFrame("t")
    return parse(said)


def _uuid(value: object) -> UUID:
    if not isinstance(value, str) or len(value) != 36:
        raise BadFrame("id")
    try:
        return UUID(value)
    except ValueError as error:
        raise BadFrame("id") from error


def _seq(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_SEQ:
        raise BadFrame("seq")
    return value


def _resume(said: dict[str, Any]) -> Resume:
    have = said.get("have")
    if not isinstance(have, dict) or len(have) > MOST_TALKS:
        raise BadFrame("have")
    return Resume({_uuid(key): _seq(value) for key, value in have.items()})


_PARSERS: dict[str, Callable[[dict[str, Any]], Frame]] = {
    "resume": _resume,
    "pull": lambda said: Pull(_uuid(said.get("c")), _seq(said.get("after"))),
    "send": lambda said: Send(_uuid(said.get("c")), _uuid(said.get("client_id")), said.get("text"), said.get("quote")),
    "edit": lambda said: Edit(
        _uuid(said.get("c")), _uuid(said.get("client_id")), _seq(said.get("seq")), said.get("text")
    ),
    "recall": lambda said: Recall(_uuid(said.get("c")), _uuid(said.get("client_id")), _seq(said.get("seq"))),
    "read": lambda said: Read(_uuid(said.get("c")), _seq(said.get("seq"))),
    "typing": lambda said: Typing(_uuid(said.get("c"))),
    "who": lambda said: Who(_uuid(said.get("c"))),
    "ping": lambda said: Ping(),
}


def spelt(frame: dict[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"), default=str)
