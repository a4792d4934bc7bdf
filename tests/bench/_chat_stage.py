"""People who talk, for the bench of iMessage: sessions for sockets, and clients that store messages side by side."""

import json
import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from uuid import UUID, uuid4

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.core import clock
from apps.imessage.rules import pace
from apps.imessage.services.message_send import message_send
from fixtures import reference
from tests.imessage.cast import Talk
from tests.imessage.servers import cookie_of
from tests.tongxinbao.cast import Stage, build_stage

PEOPLE = 50
CLIENTS = 8
FORK = multiprocessing.get_context("fork")
BARE = "INSERT INTO bench_said (id, talk, sender, body, at) VALUES (%s, %s, %s, %s, now())"


@dataclass
class Chat:
    stage: Stage
    talk: UUID
    cookies: list[str]

    @classmethod
    def build(cls) -> "Chat":
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            reference.load()
        stage = build_stage(staff=PEOPLE)
        talk = Talk(stage).everybody(stage.house.staff)
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE bench_said (id uuid PRIMARY KEY, talk uuid NOT NULL, sender uuid NOT NULL,"
                " body jsonb NOT NULL, at timestamptz NOT NULL)"
            )
        return cls(stage, talk, [cookie_of(stage, who) for who in stage.house.staff])

    def text(self, number: int) -> bytes:
        """What our socket is told; what it makes of it is as long as `frame`."""
        frame = {
            "t": "send",
            "c": str(self.talk),
            "client_id": str(uuid4()),
            "text": f"第 {number} 句:今天的例会改到十点",
        }
        return json.dumps(frame, ensure_ascii=False).encode()

    @staticmethod
    def frame(number: int) -> bytes:
        """What a baseline is told and hands on as it is: as long as one of our messages."""
        return b'{"t":"message","seq":%d,"text":"%s"}' % (number, b"x" * 470)

    # ---- C6: durable sends

    def sends(self, seconds: int, *, is_ours: bool) -> float:
        """Messages a second of eight processes that start together, each in a conversation of its own."""
        people = self.stage.house.staff
        talks = [Talk(self.stage).direct(people[2 * n], people[2 * n + 1]) for n in range(CLIENTS)]
        actors = [Talk(self.stage).at_phone(people[2 * n]) for n in range(CLIENTS)]
        connection.close()  # no child may inherit it
        barrier, pipes, children = FORK.Barrier(CLIENTS), [], []
        for place in range(CLIENTS):
            receiver, sender = FORK.Pipe(duplex=False)
            child = FORK.Process(target=_client, args=(talks[place], actors[place], seconds, is_ours, barrier, sender))
            child.start()
            pipes.append(receiver)
            children.append(child)
        stored = sum(receiver.recv() for receiver in pipes)
        for child in children:
            child.join()
        return stored / seconds

    # ---- C7

    def queries(self, strangers: int) -> int:
        people = self.stage.house.staff
        talk = Talk(self.stage).department(people[:1], strangers=strangers)
        actor, now = Talk(self.stage).at_phone(people[0]), clock.read()
        with CaptureQueriesContext(connection) as queries:
            message_send(conversation_id=talk, client_id=uuid4(), text="大家好", actor=actor, now=now)
        return len(queries)


def _client(
    talk: UUID, actor: object, seconds: int, is_ours: bool, barrier: Barrier, sender: Connection
) -> None:  # fmt: skip
    pace.BURST = pace.PER_SECOND = 10**6  # nobody types that fast
    now, count, body = clock.read(), 0, {"text": "今天的例会改到十点"}
    barrier.wait()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if is_ours:
            message_send(conversation_id=talk, client_id=uuid4(), text=body["text"], actor=actor, now=now)
        else:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(BARE, [uuid4(), talk, talk, json.dumps(body)])
        count += 1
    sender.send(count)
    connection.close()
