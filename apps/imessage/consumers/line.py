"""The way out to one socket: a bounded queue and a writer of its own, so that a slow phone holds up nobody else."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

from ..contracts import Seat

ROOM = 256  # frames that wait for one socket
RESUME = 4408  # close code: the queue was full, connect again and resume
SIGN_IN = 4401  # close code: the session is over

Write = Callable[[str], Awaitable[None]]
Close = Callable[[int], Awaitable[None]]


class Line:
    """Offers never wait. When there is no room, what is only of this moment goes first; then the line is closed with
    RESUME, and the client comes back with what it has: nothing is lost, because nothing was only here."""

    def __init__(self, write: Write, close: Close, *, reseat: Callable[[], None], room: int = ROOM) -> None:
        self._write, self._close = write, close
        self.reseat = reseat  # reads anew where the person sits
        self._room = room
        self._queue: deque[tuple[str, bool]] = deque()
        self._woken = asyncio.Event()
        self.closing: int | None = None
        self.seats: dict[UUID, Seat] = {}  # conversation → where this person sits in it
        self.person_id: UUID | None = None
        self.who = ""  # the person and the side, as presence knows them
        self.session_key = ""
        self.mark: int | None = None  # of the sign-in when the socket was opened (identity.sign_in_marks)

    def offer(self, frame: str, *, is_ephemeral: bool = False) -> None:
        if self.closing is not None:
            return
        if len(self._queue) >= self._room:
            if is_ephemeral:
                return
            self._queue = deque(item for item in self._queue if not item[1])
            if len(self._queue) >= self._room:
                self.end(RESUME)
                return
        self._queue.append((frame, is_ephemeral))
        self._woken.set()

    def end(self, code: int) -> None:
        """No frame follows: what waits is dropped, the socket is closed with the code."""
        if self.closing is None:
            self.closing = code
            self._queue.clear()
            self._woken.set()

    async def run(self) -> None:
        """Writes until the line is ended, the other end has gone, or the task is cancelled."""
        with suppress(Exception):  # whoever has gone comes back by itself; the disconnect that follows clears the seat
            while self.closing is None:
                await self._woken.wait()
                self._woken.clear()
                while self._queue and self.closing is None:
                    await self._write(self._queue.popleft()[0])
            await self._close(self.closing)
