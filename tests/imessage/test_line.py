"""A slow phone: what waits for it is bounded, what is only of the moment goes first, and then it has to resume."""

import asyncio

from apps.imessage.consumers.line import RESUME, SIGN_IN, Line


class Phone:
    """Takes a frame whenever it is let."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.closed: int | None = None
        self.may_read = asyncio.Event()

    async def write(self, text: str) -> None:
        await self.may_read.wait()
        self.got.append(text)

    async def close(self, code: int) -> None:
        self.closed = code


async def rest() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def line_to(phone: Phone, room: int = 4) -> Line:
    return Line(phone.write, phone.close, reseat=lambda: None, room=room)


def test_frames_come_in_their_order() -> None:
    async def play() -> Phone:
        phone = Phone()
        phone.may_read.set()
        line = line_to(phone)
        task = asyncio.ensure_future(line.run())
        for frame in "一二三":
            line.offer(frame)
        await rest()
        task.cancel()
        return phone

    assert asyncio.run(play()).got == ["一", "二", "三"]


def test_what_is_of_the_moment_makes_room_and_then_the_line_ends() -> None:
    async def play() -> tuple[Phone, Line]:
        phone = Phone()
        line = line_to(phone)
        task = asyncio.ensure_future(line.run())
        await rest()
        for frame, is_ephemeral in (("0", False), ("t", True), ("1", False), ("2", False)):
            line.offer(frame, is_ephemeral=is_ephemeral)
        line.offer("t again", is_ephemeral=True)  # no room for it
        line.offer("3")  # the older "t" goes
        assert line.closing is None
        for frame in "456":
            line.offer(frame)
        assert line.closing == RESUME
        line.offer("7")
        phone.may_read.set()
        await asyncio.wait_for(task, 5)
        return phone, line

    phone, _ = asyncio.run(play())
    assert phone.closed == RESUME
    assert "t" not in phone.got and "7" not in phone.got


def test_the_first_end_counts_and_drops_what_waits() -> None:
    async def play() -> Phone:
        phone = Phone()
        line = line_to(phone)
        line.offer("nobody may read this any more")
        line.end(SIGN_IN)
        line.end(RESUME)
        await asyncio.wait_for(line.run(), 5)
        return phone

    phone = asyncio.run(play())
    assert (phone.closed, phone.got) == (SIGN_IN, [])


def test_a_phone_that_has_gone_leaves_no_trace() -> None:
    async def play() -> None:
        async def gone(_: object) -> None:
            raise ConnectionError("gone")

        line = Line(gone, gone, reseat=lambda: None)
        line.offer("one")
        await asyncio.wait_for(line.run(), 5)

    asyncio.run(play())
