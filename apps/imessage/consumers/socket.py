"""/ws/imessage/: one socket of one person, for all the conversations of one side (docs/imessage-protocol.md)."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, assert_never
from uuid import UUID
from weakref import WeakKeyDictionary

import structlog
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer

from apps.core import clock
from apps.core.access import Access
from apps.core.actors import Actor, Relation, Surface
from apps.core.errors import AppError, SignInRequired
from apps.core.http.sockets import actor_of, in_database, is_own_origin, session_key_of
from apps.identity import api as identity

from ..adapters import hint_typing
from ..contracts import MessageLine, Seat, SendAnswer
from ..rules import frames
from ..rules.frames import BadFrame, Frame, spelt
from ..rules.presence import person_mark
from ..selectors.messages import PAGE, rows_for_seat
from ..selectors.seats import SIDES, all_seats_of, seat_of
from ..services.cursor_move import cursor_move
from ..services.message_edit import message_edit
from ..services.message_recall import message_recall
from ..services.message_send import message_send
from ..services.present_in import present_in
from .hub import Hub
from .line import SIGN_IN, Line
from .spelling import message_fields

log = structlog.get_logger("imessage")

REFUSED = 4403  # close code: another site's page, or a login without this right
MALFORMED = 4400  # close code: BAD_FRAMES frames that are none
BAD_FRAMES = 10
TYPING_SECONDS = 2.0  # between two words of one socket that its person types
_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub_here() -> Hub:
    """The hub of this process: of its event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]


class TalkSocket(AsyncConsumer):
    """Frames in are handled one after the other; frames out have a line of their own, and wait for none of them."""

    access = Access(Surface.MOBILE, "imessage.talk", Relation.SELF)

    async def websocket_connect(self, event: dict[str, Any]) -> None:
        await self.send({"type": "websocket.accept"})  # a refusal by close code says more than a failed handshake
        self.line: Line | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        self.bad, self.types_at = 0, time.monotonic()
        if not is_own_origin(self.scope):
            await self._close(REFUSED)
            return
        key = session_key_of(self.scope)
        try:  # the mark first: what ends the session from here on changes it
            mark = (await in_database(identity.sign_in_marks, [key], clock.wall())).get(key)
            self.actor: Actor = await in_database(actor_of, self.scope, self.access)
            seats = await in_database(all_seats_of, self.actor)
        except AppError as error:
            await self._close(SIGN_IN if isinstance(error, SignInRequired) else REFUSED)
            return
        self.hub = hub_here()
        self.hub.start()
        line = Line(self._write, self._close, reseat=self._reseat)
        line.person_id, line.session_key, line.mark = self.actor.person, key, mark
        line.who = person_mark(SIDES[self.actor.surface], self.actor.person)
        line.seats = {seat.conversation_id: seat for seat in seats}
        self.line = line
        self.hub.join(line)
        self.writer = asyncio.ensure_future(line.run())
        line.offer(spelt({"t": "hello", "talks": [_seat_fields(seat) for seat in seats]}))

    async def websocket_receive(self, event: dict[str, Any]) -> None:
        line = self.line
        if line is None or line.closing is not None:
            return
        try:
            frame = frames.parsed(event.get("text"))
        except BadFrame as error:
            self.bad += 1
            line.offer(spelt({"t": "error", "code": "E_FRAME", "message": "消息格式无法识别。", "what": str(error)}))
            if self.bad >= BAD_FRAMES:
                line.end(MALFORMED)
            return
        try:
            await self._take(line, frame)
        except AppError as error:
            line.offer(spelt(_refusal(frame, error.code, error.message)))
        except Exception:
            log.exception("imessage.frame_failed", frame=type(frame).__name__)
            line.offer(spelt(_refusal(frame, "UNAVAILABLE", "暂时无法处理,请稍后重试。")))

    async def websocket_disconnect(self, event: dict[str, Any]) -> None:
        if self.line is not None:
            self.hub.leave(self.line)
            self.writer.cancel()
        raise StopConsumer()

    async def _take(self, line: Line, frame: Frame) -> None:
        match frame:
            case frames.Ping():
                line.offer(spelt({"t": "pong"}))
            case frames.Resume():
                for conversation_id, have in frame.have.items():
                    if conversation_id in line.seats:
                        await self._page(line, conversation_id, have)
            case frames.Pull():
                await self._page(line, frame.conversation_id, frame.after)
            case frames.Send():
                line.offer(_taken(frame, await in_database(_send, frame, self.actor)))
            case frames.Edit():
                line.offer(_taken(frame, await in_database(_edit, frame, self.actor)))
            case frames.Recall():
                line.offer(_taken(frame, await in_database(_recall, frame, self.actor)))
            case frames.Read():
                await in_database(_read, frame, self.actor)
            case frames.Typing():
                self._type(line, frame.conversation_id)
            case frames.Who():
                people = await in_database(present_in, self.actor, frame.conversation_id)
                line.offer(spelt({"t": "here", "c": frame.conversation_id, "people": people}), is_ephemeral=True)
            case _:
                assert_never(frame)

    async def _page(self, line: Line, conversation_id: UUID, after: int) -> None:
        """One page of rows behind `after`, and whether there are more: the client asks for the next one."""
        rows, last_seq = await in_database(_stretch, self.actor, conversation_id, after)
        line.offer(
            spelt({
                "t": "page", "c": conversation_id, "after": after, "last_seq": last_seq,
                "more": len(rows) == PAGE, "rows": [message_fields(row) for row in rows],
            })
        )  # fmt: skip

    def _type(self, line: Line, conversation_id: UUID) -> None:
        """Tells every process, at most once in TYPING_SECONDS."""
        seat, now = line.seats.get(conversation_id), time.monotonic()
        if seat is not None and now >= self.types_at:
            self.types_at = now + TYPING_SECONDS
            self._later(asyncio.to_thread(hint_typing, conversation_id, seat.participant_id))

    def _reseat(self) -> None:
        """Reads anew where the person sits, and tells the client what has come to it; by itself, later."""
        self._later(self._seats_anew())

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _seats_anew(self) -> None:
        line = self.line
        if line is None or line.closing is not None:
            return
        for seat in await in_database(all_seats_of, self.actor):
            if seat.conversation_id not in line.seats:
                self.hub.sit(line, seat)
                line.offer(spelt({"t": "talk", "talk": _seat_fields(seat)}))

    async def _write(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text})

    async def _close(self, code: int) -> None:
        await self.send({"type": "websocket.close", "code": code})


def _send(frame: frames.Send, actor: Actor) -> SendAnswer:
    return message_send(
        conversation_id=frame.conversation_id, client_id=frame.client_id, text=frame.text, quote=frame.quote,
        actor=actor, now=clock.read(),
    )  # fmt: skip


def _edit(frame: frames.Edit, actor: Actor) -> SendAnswer:
    return message_edit(
        conversation_id=frame.conversation_id, seq=frame.seq, client_id=frame.client_id, text=frame.text, actor=actor,
        now=clock.read(),
    )  # fmt: skip


def _recall(frame: frames.Recall, actor: Actor) -> SendAnswer:
    return message_recall(
        conversation_id=frame.conversation_id, seq=frame.seq, client_id=frame.client_id, actor=actor, now=clock.read()
    )


def _read(frame: frames.Read, actor: Actor) -> None:
    cursor_move(conversation_id=frame.conversation_id, read_seq=frame.seq, actor=actor)


def _stretch(actor: Actor, conversation_id: UUID, after: int) -> tuple[list[MessageLine], int]:
    seat = seat_of(actor, conversation_id)
    return rows_for_seat(seat, after), seat.last_seq


def _seat_fields(seat: Seat) -> dict[str, Any]:
    return {
        "c": str(seat.conversation_id),
        "me": str(seat.participant_id),
        "joined_seq": seat.joined_seq,
        "read_seq": seat.read_seq,
        "last_seq": seat.last_seq,
    }


def _taken(frame: frames.Send | frames.Edit | frames.Recall, answer: SendAnswer) -> str:
    return spelt({
        "t": "ack", "c": frame.conversation_id, "client_id": frame.client_id, "seq": answer.seq,
        "sent_at": answer.sent_at.isoformat(),
    })  # fmt: skip


def _refusal(frame: Frame, code: str, message: str) -> dict[str, Any]:
    """An error in answer to a frame, with what the client needs to find its own frame again."""
    own = {name: str(getattr(frame, field)) for name, field in _NAMES if hasattr(frame, field)}
    return {"t": "error", "code": code, "message": message, **own}


_NAMES = (("c", "conversation_id"), ("client_id", "client_id"))
