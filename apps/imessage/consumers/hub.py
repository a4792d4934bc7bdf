"""One hub per process: which sockets sit in which conversation, and how far each conversation has been handed on.

A hint says that a conversation has moved; the hub reads what is new, spells each row once and offers it to every line.
Hints only hurry it: it looks by itself every few seconds, so that a lost hint, a silent Redis or a process that died
between its commit and its hint cost seconds, never a message.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

import redis.asyncio
import structlog
from django.conf import settings
from django.db import DatabaseError
from redis.exceptions import RedisError

from apps.core import clock
from apps.core.http.sockets import in_database
from apps.identity import api as identity

from ..adapters import CHANNEL, here_mark
from ..choices import MessageKind
from ..contracts import Seat
from ..rules.frames import spelt
from ..rules.presence import MOST_SHOWN
from ..selectors.messages import PAGE, last_seqs, rows_after
from ..selectors.receipts import MOST_PEOPLE_LIVE, read_marks
from .line import SIGN_IN, Line
from .spelling import message_frame, receipts_frame

log = structlog.get_logger("imessage")

LOOK_SECONDS = 5.0  # how late a message may be whose hint was lost
LOOK_ALONE_SECONDS = 1.5  # the same while Redis is away
HEART_SECONDS = 25.0
RECEIPT_SECONDS = 1.0  # how long counts of readers are gathered
LIVES_SECONDS = 5.0  # how long a socket may outlive its session


class Hub:
    def __init__(self) -> None:
        self.lines: set[Line] = set()
        self.seated: dict[UUID, set[Line]] = defaultdict(set)
        self.handed: dict[UUID, int] = {}  # conversation → the last row that every line of it was offered
        self._wanted: dict[UUID, int] = {}
        self._pumps: dict[UUID, asyncio.Task[None]] = {}
        self._reads: dict[UUID, asyncio.Task[None]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.hears = False  # whether hints come

    def start(self) -> None:
        """With the first socket of the process, on its loop."""
        if not self._tasks:
            rounds = (self._listen, self._look, self._beat, self._watch_sessions, self._tell_who_is_here)
            self._tasks = [asyncio.ensure_future(work()) for work in rounds]

    def join(self, line: Line) -> None:
        self.lines.add(line)
        for seat in line.seats.values():
            self.sit(line, seat)

    def leave(self, line: Line) -> None:
        self.lines.discard(line)
        for conversation_id in list(line.seats):
            self._rise(line, conversation_id)

    def sit(self, line: Line, seat: Seat) -> None:
        """From here on the line gets every row of the conversation that comes; what is older the client asks for."""
        line.seats[seat.conversation_id] = seat
        self.seated[seat.conversation_id].add(line)
        self.handed.setdefault(seat.conversation_id, seat.last_seq)
        self.moved(seat.conversation_id, seat.last_seq)

    def _rise(self, line: Line, conversation_id: UUID) -> None:
        line.seats.pop(conversation_id, None)
        self.seated[conversation_id].discard(line)
        if not self.seated[conversation_id]:
            del self.seated[conversation_id]
            self.handed.pop(conversation_id, None)
            self._wanted.pop(conversation_id, None)

    def moved(self, conversation_id: UUID, seq: int) -> None:
        """The conversation has come to `seq`: what is missing is fetched by one task, whoever asks however often."""
        if seq <= self.handed.get(conversation_id, seq):
            return
        self._wanted[conversation_id] = max(seq, self._wanted.get(conversation_id, 0))
        if conversation_id not in self._pumps:
            task = asyncio.ensure_future(self._pump(conversation_id))
            self._pumps[conversation_id] = task
            task.add_done_callback(lambda _: self._pumps.pop(conversation_id, None))

    async def _pump(self, conversation_id: UUID) -> None:
        while conversation_id in self.handed and self.handed[conversation_id] < self._wanted[conversation_id]:
            rows = await in_database(rows_after, conversation_id, self.handed[conversation_id], limit=PAGE)
            if not rows or conversation_id not in self.handed:
                return
            for row in rows:
                frame = message_frame(row)
                for line in list(self.seated[conversation_id]):
                    if row.seq > line.seats[conversation_id].joined_seq:
                        line.offer(frame)
                if row.kind == MessageKind.LEFT:
                    self._see_off(conversation_id, row.body or {})
                if conversation_id not in self.handed:
                    return
                self.handed[conversation_id] = row.seq

    def _see_off(self, conversation_id: UUID, body: dict[str, object]) -> None:
        """Whoever has left gets the row that says so, and nothing behind it."""
        for line in list(self.seated[conversation_id]):
            if str(line.seats[conversation_id].participant_id) == body.get("participant"):
                self._rise(line, conversation_id)

    def read(self, conversation_id: UUID) -> None:
        """Somebody has read further: the counts are handed on once in RECEIPT_SECONDS, however many read meanwhile."""
        if conversation_id in self.seated and conversation_id not in self._reads:
            task = asyncio.ensure_future(self._tell_reads(conversation_id))
            self._reads[conversation_id] = task
            task.add_done_callback(lambda _: self._reads.pop(conversation_id, None))

    async def _tell_reads(self, conversation_id: UUID) -> None:
        await asyncio.sleep(RECEIPT_SECONDS)
        with suppress(DatabaseError):  # the database is away: the next reading tells
            marks = await in_database(read_marks, conversation_id)
            if sum(mark.people for mark in marks) <= MOST_PEOPLE_LIVE:
                frame = receipts_frame(conversation_id, marks)
                for line in list(self.seated.get(conversation_id, ())):
                    line.offer(frame, is_ephemeral=True)

    def _types(self, conversation_id: UUID, participant_id: UUID) -> None:
        """Somebody types, at this process or at another: said to the others, and of this moment only."""
        others = self.seated.get(conversation_id, set())
        if len(others) > MOST_SHOWN:
            return
        frame = spelt({"t": "typing", "c": conversation_id, "from": participant_id})
        for other in others:
            if other.seats[conversation_id].participant_id != participant_id:
                other.offer(frame, is_ephemeral=True)

    async def _listen(self) -> None:
        """Hears hints for as long as the process lives; tells the clients nothing of a silent Redis."""
        while True:
            try:
                server = redis.asyncio.Redis.from_url(settings.REDIS_URL, health_check_interval=5)
                async with server, server.pubsub(ignore_subscribe_messages=True) as hints:
                    await hints.subscribe(CHANNEL)
                    self.hears = True
                    await self._look_once()  # what came while nobody listened
                    while True:
                        hint = await hints.get_message(timeout=LOOK_SECONDS)
                        if hint:
                            self._hinted(hint["data"])
            except (RedisError, OSError) as error:
                self.hears = False
                log.warning("imessage.hints_silent", error=type(error).__name__)
                await asyncio.sleep(LOOK_ALONE_SECONDS)

    def _hinted(self, data: bytes) -> None:
        with suppress(ValueError, KeyError, TypeError):
            hint = json.loads(data)
            if "r" in hint:
                self.read(UUID(hint["r"]))
            elif "c" in hint:
                self.moved(UUID(hint["c"]), int(hint["s"]))
            elif "p" in hint:
                self.reseat(UUID(hint["p"]))
            elif "y" in hint:
                self._types(UUID(hint["y"]), UUID(hint["f"]))

    def reseat(self, person_id: UUID) -> None:
        """The person's lines read anew where they sit; each consumer knows how."""
        for line in self.lines:
            if line.person_id == person_id:
                line.reseat()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS if self.hears else LOOK_ALONE_SECONDS)
            await self._look_once()

    async def _look_once(self) -> None:
        for conversation_id, seq in (await self._last_seqs(self.seated)).items():
            self.moved(conversation_id, seq)

    async def _beat(self) -> None:
        """The heartbeat carries how far each conversation is: a client that lost the last message finds it out."""
        while True:
            await asyncio.sleep(HEART_SECONDS)
            last = await self._last_seqs(self.seated)
            for line in list(self.lines):
                mine = {str(one): last[one] for one in line.seats if one in last}
                line.offer(spelt({"t": "heart", "last": mine}))
                line.reseat()

    async def _watch_sessions(self) -> None:
        while True:
            await asyncio.sleep(LIVES_SECONDS)
            with suppress(Exception):  # the database is away: the next round asks again
                marks = await in_database(
                    identity.sign_in_marks, {line.session_key for line in self.lines}, clock.wall()
                )
                for line in list(self.lines):
                    if marks.get(line.session_key) != line.mark:
                        line.end(SIGN_IN)

    async def _tell_who_is_here(self) -> None:
        while True:
            if self.lines:
                await asyncio.to_thread(here_mark, {line.who for line in self.lines})
            await asyncio.sleep(LOOK_SECONDS)

    async def _last_seqs(self, conversations: Iterable[UUID]) -> dict[UUID, int]:
        wanted = list(conversations)
        if not wanted:
            return {}
        try:
            return await in_database(last_seqs, wanted)
        except Exception as error:  # the database is away: the next round asks again
            log.warning("imessage.look_failed", error=type(error).__name__)
            return {}
