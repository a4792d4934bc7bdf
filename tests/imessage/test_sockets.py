"""Two web processes, a real Valkey and the reference client: what the protocol promises, seen from outside."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from websockets.asyncio.client import connect

from apps.core import clock
from apps.identity.models import User
from apps.imessage.adapters import here_mark
from apps.imessage.rules.presence import person_mark
from apps.imessage.services.present_in import present_in
from apps.imessage.services.seats import seat_leave

from .cast import Talk
from .oracle import Verdict, verdict
from .reference_client import Client
from .servers import Servers

pytestmark = pytest.mark.django_db(transaction=True)


def played(play: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """One play of several clients, in a thread of its own: this thread keeps the test's database connection."""
    return asyncio.run(play())


async def beside(deed: Callable[[], object]) -> None:
    """A deed in the database while sockets are open: on another thread, whose connection it closes."""

    def run() -> None:
        try:
            deed()
        finally:
            connection.close()

    await asyncio.to_thread(run)


def at_rest(conversation: UUID, clients: list[Client], count: int) -> Callable[[], bool]:
    c = str(conversation)
    return lambda: all(
        c in client.talks and client.talks[c].have >= count and not client.unsent and not client.talks[c].ahead
        for client in clients
    )


def assert_clean(found: Verdict, what: str) -> None:
    print(f"{what}: {found}")
    assert found.is_clean, found


def test_what_one_says_the_other_hears_on_another_server(talk: Talk, servers: Servers) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    talk.say(ours, one, "先来的")
    phones = [servers.client(talk.stage, who, port) for who, port in zip((one, other), servers.ports, strict=True)]

    async def play() -> None:
        async with phones[0], phones[1]:
            await phones[0].until(lambda: phones[0].talks and phones[1].talks)
            for number in range(20):
                await phones[number % 2].say(str(ours), f"第 {number} 句")
            await phones[0].until(at_rest(ours, phones, 21))

    played(play)
    assert_clean(verdict(ours, phones), "two servers")
    assert len(talk.rows(ours)) == 21


def closed_with(address: str, *, cookie: str = "", origin: str | None) -> int | None:
    """How the server ends a socket that says nothing."""

    async def play() -> int | None:
        headers = {"Cookie": cookie} if cookie else {}
        async with connect(address, additional_headers=headers, origin=origin, compression=None) as socket:
            async with asyncio.timeout(20):
                await socket.wait_closed()
            return socket.close_code

    return asyncio.run(play())


def test_strangers_are_shown_out(talk: Talk, servers: Servers) -> None:
    one = talk.stage.house.staff[0]
    own = servers.client(talk.stage, one, servers.ports[0])
    talk.direct(one, talk.stage.house.staff[1])
    assert closed_with(own.address, origin=own.origin) == 4401
    assert closed_with(own.address, cookie="sessionid=none", origin=own.origin) == 4401
    assert closed_with(own.address.replace("imessage", "none"), cookie=own.cookie, origin=own.origin) == 4404
    for origin in (None, "http://evil.example", "null"):
        assert closed_with(own.address, cookie=own.cookie, origin=origin) == 4403


ENDS = {
    "disabled": lambda user: User.objects.filter(pk=user).update(is_active=False),
    "sessions ended": lambda user: User.objects.filter(pk=user).update(session_epoch=99),
    "signed out": lambda user: UserSession.objects.filter(user_id=user).delete(),
    "expired": lambda user: Session.objects.update(expire_date=clock.wall() - timedelta(seconds=1)),
}


@pytest.mark.parametrize(
    "end", [pytest.param(name, marks=[] if name == "disabled" else [pytest.mark.slow], id=name) for name in ENDS]
)
def test_a_socket_ends_within_ten_seconds_of_its_session(talk: Talk, servers: Servers, end: str) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    phone = servers.client(talk.stage, one, servers.ports[0])
    user = talk.at_phone(one).user_id

    async def play() -> None:
        async with phone:
            await phone.until(lambda: phone.talks)
            await beside(lambda: ENDS[end](user))
            await phone.until(lambda: phone.closed_with == 4401, 10)

    played(play)
    assert talk.rows(ours) == []


def test_nobody_reaches_a_talk_of_others_by_any_frame(talk: Talk, servers: Servers) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.direct(one, other)
    talk.direct(third, one)
    talk.say(ours, one, "只有我们")
    phone = servers.client(talk.stage, third, servers.ports[0])
    c, seen = str(ours), []

    async def play() -> None:
        async with phone:
            await phone.until(lambda: phone.talks)
            for place in (c, str(uuid4())):
                before = len(phone.errors)
                for frame in (
                    {"t": "pull", "c": place, "after": 0},
                    {"t": "send", "c": place, "client_id": str(uuid4()), "text": "我也在"},
                    {"t": "recall", "c": place, "client_id": str(uuid4()), "seq": 1},
                    {"t": "read", "c": place, "seq": 1},
                    {"t": "resume", "have": {place: 0}},
                    {"t": "typing", "c": place},
                    {"t": "who", "c": place},
                    {"t": "ping"},
                ):
                    await phone.send_raw(json.dumps(frame))
                await phone.until(lambda before=before: len(phone.errors) >= before + 5)
                seen.append([(error["code"], error["message"]) for error in phone.errors[before:]])

    played(play)
    assert seen[0] == seen[1], "absent and others' are the same answer"
    assert {code for code, _ in seen[0]} == {"NOT_FOUND"}
    assert c not in phone.talks
    assert talk.rows(ours)[-1].seq == 1


def test_who_types_and_who_is_there_is_seen_from_another_server(talk: Talk, servers: Servers) -> None:
    one, other, third = talk.stage.house.staff[:3]
    c = str(talk.direct(one, other))
    a = servers.client(talk.stage, one, servers.ports[0])
    b = servers.client(talk.stage, other, servers.ports[1])
    beside_them = servers.client(talk.stage, third, servers.ports[1])

    async def asked() -> bool:
        await a.send_raw(json.dumps({"t": "who", "c": c}))
        await asyncio.sleep(0.3)
        return a.here.get(c) == {b.talks[c].me}

    async def play() -> None:
        async with a, b, beside_them:
            await a.until(lambda: c in a.talks and c in b.talks)
            while not await asked():
                pass
            for _ in range(5):
                await a.send_raw(json.dumps({"t": "typing", "c": c}))
            await b.until(lambda: b.typed)
            await asyncio.sleep(0.5)

    played(play)
    assert b.typed == [(c, a.talks[c].me)], "five words within two seconds are one"
    assert (a.typed, beside_them.typed) == ([], [])


def test_nobody_is_told_who_is_in_a_large_conversation(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    large, small = (talk.department([one, other], strangers=count) for count in (49, 48))
    here_mark({person_mark("EMPLOYEE", other.person_id)})
    assert present_in(talk.at_phone(one), large) == []
    assert present_in(talk.at_phone(one), small) == [talk.seat(small, other).pk]


def test_who_has_left_gets_the_last_row_and_nothing_behind_it(talk: Talk, servers: Servers) -> None:
    staff = talk.stage.house.staff
    ours = talk.everybody(staff)
    phones = [servers.client(talk.stage, who, port) for who, port in zip(staff[:2], servers.ports, strict=True)]

    def leave() -> None:
        with transaction.atomic():
            seat_leave(talk.seat(ours, staff[0]), now=talk.stage.now)

    async def play() -> None:
        async with phones[0], phones[1]:
            await phones[0].until(lambda: phones[0].talks and phones[1].talks)
            await phones[1].say(str(ours), "再见")
            await phones[0].until(at_rest(ours, phones, 1))
            await beside(leave)
            await phones[1].until(at_rest(ours, phones[1:], 2))
            await phones[1].say(str(ours), "他走了吗")
            await phones[1].until(at_rest(ours, phones[1:], 3))
            await phones[0].say(str(ours), "我还在")
            await phones[0].until(lambda: phones[0].refused)

    played(play)
    assert [row["kind"] for row in phones[0].talks[str(ours)].rows] == ["TEXT", "LEFT"]
    assert set(phones[0].refused.values()) == {"NOT_FOUND"}


NONSENSE = [
    "", "{", "[]", "null", "5", '"t"', "{}", '{"t": 5}', '{"t": "shout"}', '{"t": "pull"}', "[" * 5000,
    '{"t": "pull", "c": "x", "after": 0}', '{"t": "send", "c": null}', '{"t": "resume", "have": []}',
    '{"t": "resume", "have": {"x": 1}}', '{"t":"read","c":"00000000-0000-0000-0000-000000000000","seq":-1}',
    '{"t":"read","c":"00000000-0000-0000-0000-000000000000","seq":1e400}', "\ud83d", "多" * 20_000,
    '{"t":"read","c":"00000000-0000-0000-0000-000000000000","seq":true}', "x" * 1_000_000,
]  # fmt: skip


def test_frames_that_are_none_are_answered_and_ten_of_them_end_it(talk: Talk, servers: Servers) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    own = servers.client(talk.stage, one, servers.ports[0])

    async def play() -> None:
        for text in NONSENSE:
            headers = {"Cookie": own.cookie}
            async with connect(own.address, additional_headers=headers, origin=own.origin, compression=None) as socket:
                assert json.loads(await socket.recv())["t"] == "hello"
                await socket.send(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
                answer = json.loads(await socket.recv())
                assert (answer["t"], answer["code"]) == ("error", "E_FRAME"), text[:40]
                await socket.send('{"t": "ping"}')
                assert json.loads(await socket.recv())["t"] == "pong", "it goes on"
                await socket.send(b"\x00\xff")
                assert json.loads(await socket.recv())["code"] == "E_FRAME", "bytes are none either"

    played(play)

    async def ten_times() -> int | None:
        headers = {"Cookie": own.cookie}
        async with connect(own.address, additional_headers=headers, origin=own.origin, compression=None) as socket:
            for _ in range(10):
                await socket.send("{")
            await socket.wait_closed()
            return socket.close_code

    assert played(ten_times) == 4400
    assert talk.rows(ours) == []
