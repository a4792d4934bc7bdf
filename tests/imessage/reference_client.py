"""A client of /ws/imessage/ written from docs/imessage-protocol.md alone: the `websockets` library and nothing of ours.

It keeps what the page asks a client to keep: per conversation the rows without a hole, what waits behind a hole, and
what was sent and not yet acknowledged. It comes back by itself, with what it has.
"""

import asyncio
import json
import random
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

SIGN_IN_AGAIN = {4401, 4403}  # coming back would not help
RESEND_SECONDS = 3.0


@dataclass
class Talk:
    me: str
    rows: list[dict] = field(default_factory=list)  # first_seq + 1, first_seq + 2, … without a hole
    first_seq: int = 0  # rows up to this one are not ours to see
    ahead: dict[int, dict] = field(default_factory=dict)  # rows behind a hole

    @property
    def have(self) -> int:
        return self.rows[-1]["seq"] if self.rows else self.first_seq


@dataclass
class Client:
    address: str
    cookie: str
    origin: str
    talks: dict[str, Talk] = field(default_factory=dict)
    unsent: dict[str, dict] = field(default_factory=dict)  # client_id → the frame, until it is acknowledged
    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)  # client_id → (conversation, seq)
    refused: dict[str, str] = field(default_factory=dict)  # client_id → code
    typed: list[tuple[str, str]] = field(default_factory=list)  # (conversation, participant)
    here: dict[str, set[str]] = field(default_factory=dict)  # conversation → participants
    errors: list[dict] = field(default_factory=list)
    duplicates: int = 0  # rows that came once more: allowed on the wire, dropped here
    connections: int = 0
    closed_with: int | None = None
    drops: bool = False  # whether to cut the connection by itself now and then
    _socket: ClientConnection | None = None
    _task: asyncio.Task | None = None

    async def __aenter__(self) -> "Client":
        self._task = asyncio.create_task(self._live())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _live(self) -> None:
        """Connects, and again after every end, with a growing pause and some chance in it."""
        tries = 0
        while True:
            try:
                headers = {"Cookie": self.cookie}
                async with connect(
                    self.address, additional_headers=headers, origin=self.origin, compression=None, max_size=2**22
                ) as socket:
                    tries, self._socket = 0, socket
                    self.connections += 1
                    resend = asyncio.create_task(self._resend(socket))
                    try:
                        async for text in socket:
                            await self._take(socket, json.loads(text))
                            if self.drops and random.random() < 0.02:
                                await socket.close()
                    finally:
                        resend.cancel()
                    self.closed_with = socket.close_code
            except ConnectionClosed as closed:
                self.closed_with = closed.rcvd.code if closed.rcvd else None
            except (OSError, InvalidHandshake, TimeoutError):
                pass
            self._socket = None
            if self.closed_with in SIGN_IN_AGAIN:
                return
            tries += 1
            await asyncio.sleep(min(2.0, 0.05 * 2**tries) * random.uniform(0.5, 1.5))

    async def _resend(self, socket: ClientConnection) -> None:
        """What is not acknowledged is said again under its own id: the server has one effect of it."""
        while True:
            await asyncio.sleep(RESEND_SECONDS)
            for frame in list(self.unsent.values()):
                await socket.send(json.dumps(frame))

    async def _take(self, socket: ClientConnection, frame: dict) -> None:
        match frame["t"]:
            case "hello":
                for seat in frame["talks"]:
                    self._seat(seat)
                have = {c: talk.have for c, talk in self.talks.items()}
                await socket.send(json.dumps({"t": "resume", "have": have}))
                for waiting in list(self.unsent.values()):
                    await socket.send(json.dumps(waiting))
            case "talk":
                self._seat(frame["talk"])
                await self._pull(socket, frame["talk"]["c"])
            case "message":
                await self._rows(socket, frame["c"], [frame])
            case "page":
                await self._rows(socket, frame["c"], frame["rows"])
                if frame["more"]:
                    await self._pull(socket, frame["c"])
            case "heart":
                for c, last in frame["last"].items():
                    if c in self.talks and self.talks[c].have < last:
                        await self._pull(socket, c)
            case "typing":
                self.typed.append((frame["c"], frame["from"]))
            case "here":
                self.here[frame["c"]] = set(frame["people"])
            case "ack":
                self.unsent.pop(frame["client_id"], None)
                self.acknowledged[frame["client_id"]] = (frame["c"], frame["seq"])
            case "error":
                self.errors.append(frame)
                if frame["code"] not in ("UNAVAILABLE", "BUSY", "TOO_MANY") and "client_id" in frame:
                    self.unsent.pop(frame["client_id"], None)
                    self.refused[frame["client_id"]] = frame["code"]

    def _seat(self, seat: dict) -> None:
        if seat["c"] not in self.talks:
            self.talks[seat["c"]] = Talk(seat["me"], first_seq=seat["joined_seq"])

    async def _rows(self, socket: ClientConnection, c: str, rows: list[dict]) -> None:
        talk = self.talks[c]
        for row in rows:
            if row["seq"] <= talk.have or row["seq"] in talk.ahead:
                self.duplicates += 1
                continue
            talk.ahead[row["seq"]] = row
        while (next_seq := talk.have + 1) in talk.ahead:
            talk.rows.append(talk.ahead.pop(next_seq))
        if talk.ahead:
            await self._pull(socket, c)

    async def _pull(self, socket: ClientConnection, c: str) -> None:
        await socket.send(json.dumps({"t": "pull", "c": c, "after": self.talks[c].have}))

    async def say(self, c: str, text: str) -> str:
        """Sends a text, now or as soon as there is a connection; gives its client id."""
        frame = {"t": "send", "c": c, "client_id": str(uuid4()), "text": text}
        self.unsent[frame["client_id"]] = frame
        if self._socket is not None:
            with suppress(ConnectionClosed):  # it is sent again with the next connection
                await self._socket.send(json.dumps(frame))
        return frame["client_id"]

    async def send_raw(self, text: str) -> None:
        await self._socket.send(text)

    async def until(self, what, seconds: float = 60.0) -> None:
        """Waits until `what()` holds; TimeoutError after so many seconds."""
        async with asyncio.timeout(seconds):
            while not what():
                await asyncio.sleep(0.02)
