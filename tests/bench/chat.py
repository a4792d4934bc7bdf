"""What it costs to hand a message to a thousand sockets, beside servers that do nothing else; and to store one.

    ./dev bench chat [--sockets N] [--messages M] [--pairs P]

One run on one server with fsync on; sides take turns. Ours stores each message, chains it, and reads it back from the
database before it hands it on; the baselines hand on what they are told. C1 CPU of the web process per delivery, C2
deliveries a second, both against bare uvicorn; C3 against stock Channels; C4 p99 against the `websockets` library; C5
memory of a socket; C6 durable sends of eight clients against an INSERT of one row; C7 queries of a send.
"""

import argparse
import asyncio
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

import django

WINDOW = 10  # messages on the way at once where throughput counts
SETTLE_SECONDS = 1.0


@dataclass(frozen=True)
class Run:
    cpu: float  # µs of the server per delivery
    rate: float  # deliveries a second
    p99: float  # ms
    memory: float  # KiB a socket


def run(side: Callable[[], AbstractContextManager[Any]], sockets: int, messages: int, **way: Any) -> Run:
    """One server, its sockets, first a stream of messages, then one at a time."""
    from tests.bench._chat_load import Swarm

    text = way.pop("text")

    async def play(server: Any) -> Run:
        swarm = Swarm(server.port, **way)
        await swarm.open(len(swarm.cookies))  # whatever is made once
        await asyncio.sleep(SETTLE_SECONDS)
        before = server.kib()
        await swarm.open(sockets - len(swarm.ears))
        await asyncio.sleep(SETTLE_SECONDS)
        opened = sockets - len(swarm.cookies)
        memory = (server.kib() - before) / opened
        await swarm.play(3, window=1, text=text)  # warm
        cpu, deliveries = server.cpu(), swarm.deliveries
        seconds = await swarm.play(messages, window=WINDOW, text=text)
        cpu, deliveries = server.cpu() - cpu, swarm.deliveries - deliveries
        swarm.late.clear()
        await swarm.play(messages // 2, window=1, text=text)
        p99 = quantiles(swarm.late, n=100)[98] * 1000
        swarm.close()
        return Run(cpu / deliveries * 1e6, deliveries / seconds, p99, memory)

    with side() as server:
        return asyncio.run(play(server))


def fan_out(chat: Any, options: argparse.Namespace) -> None:
    """C1 to C5."""
    from tests.bench import _chat_servers as servers
    from tests.bench._bench_venv import bench_python
    from tests.bench._harness import emit, emit_alone, say

    python = bench_python()
    mine = {"path": "/ws/imessage/", "cookies": chat.cookies, "text": chat.text, "greeting": b'{"t":"hello"'}
    plain = {"text": chat.frame}
    sides = {
        "ours": lambda: run(servers.ours, options.sockets, options.messages, **mine),
        "bare": lambda: run(servers.bare, options.sockets, options.messages, **plain),
        "channels": lambda: run(lambda: servers.channels(python), options.sockets, options.messages, **plain),
        "websockets": lambda: run(servers.websockets, options.sockets, options.messages, **plain),
    }
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for number in range(options.pairs):
        for name in sides if number % 2 == 0 else reversed(sides):
            runs[name].append(sides[name]())
            say(f"{name}: {runs[name][-1]}")

    def of(name: str, field: str) -> list[float]:
        return [getattr(one, field) for one in runs[name]]

    many = f"to {options.sockets} sockets"
    emit("C1", f"CPU of a delivery {many} / bare uvicorn", "µs", of("ours", "cpu"), of("bare", "cpu"), at_most=3)
    emit("C2", f"deliveries {many} / bare uvicorn", "1/s", of("ours", "rate"), of("bare", "rate"), at_least=0.7)
    emit("C3", f"deliveries {many} / group_send", "1/s", of("ours", "rate"), of("channels", "rate"), at_least=10)
    emit("C4", f"p99 {many} / websockets broadcast", "ms", of("ours", "p99"), of("websockets", "p99"), at_most=3)
    emit("C5", "memory of a socket / bare uvicorn", "KiB", of("ours", "memory"), of("bare", "memory"), at_most=2)
    emit_alone("C5-alone", "memory of a socket", "KiB", max(of("ours", "memory")), at_most=40)


def storing(chat: Any, options: argparse.Namespace) -> None:
    """C6 and C7."""
    from tests.bench._harness import emit, emit_alone, in_turns

    ours, plainly = in_turns(
        options.pairs,
        lambda: chat.sends(options.seconds, is_ours=True),
        lambda: chat.sends(options.seconds, is_ours=False),
    )
    emit("C6", "durable sends of 8 clients / INSERT of one row", "1/s", ours, plainly, at_least=0.6)
    few, many = chat.queries(9), chat.queries(999)
    emit_alone("C7", f"queries of a send to 1,000 (to 10: {few})", "queries", many, at_most=few)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench chat")
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    if options.pairs < 3:
        parser.error("fewer than three pairs say nothing")
    if options.sockets < 200:
        parser.error("fewer than 200 sockets say nothing of memory")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    django.setup()
    from tests.bench._chat_stage import Chat
    from tests.bench._harness import require_durable

    chat = Chat.build()
    require_durable()
    fan_out(chat, options)
    storing(chat, options)


if __name__ == "__main__":
    main()
