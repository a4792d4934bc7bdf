"""Nothing said is lost, whatever dies: the reference client, two web processes, and the oracle after each storm."""

import asyncio
import json
import random
import signal
from uuid import UUID

import psycopg
import pytest
import redis.asyncio
from django.db import connection

from apps.core.testing import failpoints

from .cast import Talk
from .oracle import verdict
from .reference_client import Client
from .servers import Servers
from .test_sockets import assert_clean, at_rest, played

pytestmark = pytest.mark.django_db(transaction=True)


def phones_of(talk: Talk, servers: Servers, count: int, **changes: bool) -> list[Client]:
    """So many sockets of the stage's people, in turn at each of the servers."""
    staff, ports = talk.stage.house.staff, servers.ports
    return [
        servers.client(talk.stage, staff[place % len(staff)], ports[place % len(ports)], **changes)
        for place in range(count)
    ]


async def all_in(phones: list[Client]) -> None:
    for phone in phones:
        await phone.__aenter__()
    await phones[0].until(lambda: all(phone.talks for phone in phones), 120)


async def all_out(phones: list[Client]) -> None:
    await asyncio.gather(*(phone.__aexit__() for phone in phones))


async def chatter(phones: list[Client], ours: UUID, count: int, *, pause: float = 0.02) -> None:
    for number in range(count):
        await phones[number % len(phones)].say(str(ours), f"第 {number} 句")
        await asyncio.sleep(random.uniform(0, 2 * pause))


@pytest.mark.parametrize(
    "point",
    [
        pytest.param("message_send.before_commit", marks=pytest.mark.slow),
        failpoints.BEFORE_HINT,
        pytest.param("message_send.after_commit", marks=pytest.mark.slow),
    ],
)
def test_a_web_process_dies_with_a_message_in_its_hands(talk: Talk, servers: Servers, point: str) -> None:
    ours = talk.everybody(talk.stage.house.staff)
    dying = servers.ports[0]
    servers.kill(dying)
    servers.begin(dying, point=f"{point}@7")
    servers.wait(dying)
    phones = phones_of(talk, servers, 4)

    async def play() -> None:
        await all_in(phones)
        await chatter(phones, ours, 30)
        await phones[0].until(lambda: servers.processes[dying].poll() is not None)
        assert servers.processes[dying].returncode == -signal.SIGKILL
        await asyncio.to_thread(servers.again, dying)
        await phones[0].until(at_rest(ours, phones, 30), 90)
        await all_out(phones)

    played(play)
    assert failpoints.MARKER + point in servers.said(dying)
    found = verdict(ours, phones)
    assert_clean(found, point)
    assert (found.stored, found.acknowledged) == (30, 30)


def _kill(servers: Servers) -> None:
    servers.valkey.child.process.kill()
    servers.valkey.child.process.wait()


async def _redis_killed(servers: Servers) -> None:
    await asyncio.to_thread(_kill, servers)
    await asyncio.sleep(3)
    await asyncio.to_thread(servers.valkey.start)


async def _redis_silent(servers: Servers, seconds: float = 4) -> None:
    await asyncio.to_thread(servers.stop_valkey, seconds)


async def _redis_silent_long(servers: Servers) -> None:
    await _redis_silent(servers, 30)


async def _redis_flushed(servers: Servers) -> None:
    async with redis.asyncio.Redis.from_url(servers.valkey.url) as server:
        for _ in range(5):
            await server.flushall()
            await server.client_kill_filter(_type="pubsub")
            await asyncio.sleep(0.3)


async def _backends_ended(servers: Servers) -> None:
    """What a restart of PostgreSQL does to every connection of the web processes."""
    for _ in range(3):
        async with await psycopg.AsyncConnection.connect(servers.env["DATABASE_URL"], autocommit=True) as server:
            await server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)", [servers.spared]
            )  # fmt: skip
        await asyncio.sleep(0.5)


async def _webs_killed(servers: Servers) -> None:
    for port in servers.ports:
        await asyncio.to_thread(servers.kill, port)
        await asyncio.to_thread(servers.again, port)


STORMS = {
    "Redis killed": _redis_killed,
    "Redis silent": _redis_silent,
    "Redis flushed, its listeners cut off": _redis_flushed,
    "backends ended": _backends_ended,
    "web processes killed": _webs_killed,
    "Redis silent for 30 s": _redis_silent_long,
}
QUICK = {"Redis killed", "backends ended"}


@pytest.mark.parametrize(
    "storm", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow], id=name) for name in STORMS]
)
def test_a_storm_loses_nothing(talk: Talk, servers: Servers, storm: str) -> None:
    ours = talk.everybody(talk.stage.house.staff)
    phones = phones_of(talk, servers, 6)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        servers.spared = cursor.fetchone()[0]  # the test's own connection

    async def play() -> None:
        await all_in(phones)
        await asyncio.gather(chatter(phones, ours, 90, pause=0.04), STORMS[storm](servers))
        await phones[0].until(at_rest(ours, phones, 90), 120)
        await all_out(phones)

    played(play)
    found = verdict(ours, phones)
    assert_clean(found, storm)
    assert (found.stored, found.acknowledged, found.delivered) == (90, 90, 540)


def test_phones_that_come_and_go_miss_nothing(talk: Talk, servers: Servers) -> None:
    """Also the race between sitting down and reading what was before: some come back while others speak."""
    ours = talk.everybody(talk.stage.house.staff)
    phones = phones_of(talk, servers, 8, drops=True)

    async def play() -> None:
        await all_in(phones)
        await chatter(phones, ours, 120, pause=0.02)
        for phone in phones:
            phone.drops = False
        await phones[0].until(at_rest(ours, phones, 120), 120)
        await all_out(phones)

    played(play)
    found = verdict(ours, phones)
    assert_clean(found, "coming and going")
    assert found.connections > len(phones), "nobody went: the test shows nothing"
    assert found.delivered == 8 * 120


def test_sends_doubled_late_and_out_of_order_have_one_effect(talk: Talk, servers: Servers) -> None:
    ours = talk.everybody(talk.stage.house.staff)
    phones = phones_of(talk, servers, 2)
    phones[1].cookie, phones[1].address = phones[0].cookie, phones[1].address  # one device, two servers

    async def play() -> None:
        await all_in(phones)
        frames = []
        for number in range(20):
            frames.append(phones[0].unsent[await phones[0].say(str(ours), f"第 {number} 句")])
        for frame in random.sample(frames, len(frames)) + random.sample(frames, len(frames)):
            await random.choice(phones).send_raw(json.dumps(frame))
        await phones[0].until(at_rest(ours, phones, 20))
        await all_out(phones)

    played(play)
    found = verdict(ours, phones)
    assert_clean(found, "doubled sends")
    assert found.stored == 20


@pytest.mark.slow
def test_a_burst_of_500_reaches_100_sockets_whole(talk: Talk, servers: Servers) -> None:
    ours = talk.everybody(talk.stage.house.staff)
    phones = phones_of(talk, servers, 100)

    async def play() -> None:
        await all_in(phones)
        for number in range(500):
            await phones[number % 100].say(str(ours), f"第 {number} 句")
        await phones[0].until(at_rest(ours, phones, 500), 240)
        await all_out(phones)

    played(play)
    found = verdict(ours, phones)
    assert_clean(found, "burst")
    assert found.delivered == 50_000


@pytest.mark.slow
def test_a_thundering_herd_comes_back(talk: Talk, servers: Servers) -> None:
    """One of two servers dies with half of the sockets; all of those come back at once, to the other one."""
    ours = talk.everybody(talk.stage.house.staff)
    phones = phones_of(talk, servers, 100)

    async def play() -> None:
        await all_in(phones)
        await chatter(phones[1::2], ours, 20)
        await asyncio.to_thread(servers.kill, servers.ports[0])
        for phone in phones[::2]:
            phone.address, phone.origin = phones[1].address, phones[1].origin
        await chatter(phones[1::2], ours, 40)
        await phones[0].until(at_rest(ours, phones, 60), 180)
        await all_out(phones)

    played(play)
    found = verdict(ours, phones)
    assert_clean(found, "herd")
    assert found.delivered == 100 * 60
