"""A thousand sockets that cost their machine little: they count the frames of messages and know when each came.

Written on asyncio's protocols, because a client library costs more per frame than the servers that are measured.
"""

import asyncio
import base64
import os
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field

MESSAGE = b'{"t":"message"'  # how every server's frame of a message begins
AT_ONCE = 50  # sockets that are opened at the same time


class Ear(asyncio.Protocol):
    """One socket: it does its handshake, then counts."""

    def __init__(self, swarm: "Swarm", request: bytes) -> None:
        self._swarm, self._request = swarm, request
        self._buffer = bytearray()
        self._is_open = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self._request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head[:20]:
                self.ready.set_exception(ConnectionError(bytes(head[:80])))
                return
            self._is_open, self._buffer = True, rest
            if not self._swarm.greeting:
                self.ready.set_result(None)
        self._frames()

    def _frames(self) -> None:
        """Server frames are not masked: two bytes, then perhaps two or eight of length, then the text."""
        buffer, at, now = self._buffer, 0, time.perf_counter()
        while len(buffer) - at >= 2:
            size, begin = buffer[at + 1] & 0x7F, at + 2
            if size == 126:
                if len(buffer) - at < 4:
                    break
                size, begin = struct.unpack_from("!H", buffer, at + 2)[0], at + 4
            elif size == 127:
                if len(buffer) - at < 10:
                    break
                size, begin = struct.unpack_from("!Q", buffer, at + 2)[0], at + 10
            if len(buffer) < begin + size:
                break
            if buffer.startswith(MESSAGE, begin):
                self._swarm.heard(self.heard, now)
                self.heard += 1
            elif not self.ready.done() and buffer.startswith(self._swarm.greeting, begin):
                self.ready.set_result(None)
            at = begin + size
        del buffer[:at]

    def say(self, text: bytes) -> None:
        mask = os.urandom(4)
        body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(text))
        head = bytes([0x81, 0x80 | len(text)]) if len(text) < 126 else b"\x81\xfe" + struct.pack("!H", len(text))
        self.transport.write(head + mask + body)  # type: ignore[attr-defined]

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(error or ConnectionError("closed"))


@dataclass
class Swarm:
    """So many sockets at one server, and what they heard: `late` holds the seconds of each delivery."""

    port: int
    path: str = "/"
    cookies: list[str] = field(default_factory=lambda: [""])
    greeting: bytes = b""  # how the frame begins from which on a socket hears everything; "" where it needs none
    ears: list[Ear] = field(default_factory=list)
    said_at: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    deliveries: int = 0
    _wanted: int = 0
    _reached: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, number: int, at: float) -> None:
        self.deliveries += 1
        if number < len(self.said_at):
            self.late.append(at - self.said_at[number])
        if self.deliveries >= self._wanted:
            self._reached.set()

    def _request(self, cookie: str) -> bytes:
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{self.port}"
        lines = [
            f"GET {self.path} HTTP/1.1", f"Host: {host}", f"Origin: http://{host}", "Upgrade: websocket",
            "Connection: Upgrade", f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", f"Cookie: {cookie}",
        ]  # fmt: skip
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def open(self, count: int) -> None:
        loop = asyncio.get_running_loop()
        for begin in range(0, count, AT_ONCE):
            requests = [
                self._request(self.cookies[n % len(self.cookies)]) for n in range(begin, min(begin + AT_ONCE, count))
            ]
            pairs = await asyncio.gather(
                *(loop.create_connection(lambda r=r: Ear(self, r), "127.0.0.1", self.port) for r in requests)
            )
            ears = [ear for _, ear in pairs]
            await asyncio.wait_for(asyncio.gather(*(ear.ready for ear in ears)), 60)
            self.ears += ears

    async def until(self, deliveries: int, seconds: float) -> None:
        """Waits for so many deliveries in all; TimeoutError, with what is missing, after so long."""
        self._wanted = deliveries
        if self.deliveries >= deliveries:
            return
        self._reached.clear()
        try:
            await asyncio.wait_for(self._reached.wait(), seconds)
        except TimeoutError:
            raise TimeoutError(f"{self.deliveries} of {deliveries} deliveries after {seconds} s") from None

    async def play(self, messages: int, *, window: int, text: Callable[[int], bytes], seconds: float = 120) -> float:
        """Says so many messages, at most `window` of them on the way; gives the seconds from first to last."""
        begun, base = time.perf_counter(), self.deliveries
        for number in range(messages):
            await self.until(base + max(0, number - window + 1) * len(self.ears), seconds)
            self.said_at.append(time.perf_counter())
            self.ears[number % min(len(self.cookies), len(self.ears))].say(text(number))
        await self.until(base + messages * len(self.ears), seconds)
        return time.perf_counter() - begun

    def close(self) -> None:
        for ear in self.ears:
            ear.transport.abort()  # type: ignore[attr-defined]
