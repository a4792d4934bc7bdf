"""A process to be killed: relay and worker of the payroll in one, until nothing is left to do.

    python -m tests.crash.program work
    python -m tests.crash.program VERB BATCH DIGEST PERSON USER ENTERPRISE
    python -m tests.crash.program order ISSUE ACCOUNT FEN RISK TERMS PERSON USER ENTERPRISE DEVICE
    python -m tests.crash.program wealth DEED SAID PERSON USER ENTERPRISE DEVICE
    python -m tests.crash.program close DAY      closes bank days until DAY is open
    python -m tests.crash.program trace …      the same, and tells on stderr which fail points it reached

The code is that of `manage.py relay` and of the Celery task; only the message between them is left out.
"""

import json
import os
import sys
import time
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import UUID

import django

if TYPE_CHECKING:
    from apps.core.actors import Actor

OWN_ROWS = 2  # lines, or people, a part: six are three parts
IDLE_ROUNDS = 3
REACHED = "reached "


def work() -> None:
    from apps.core import jobs, outbox, tasks
    from apps.core.testing import failpoints
    from apps.daifutong.services import batch_read, batch_release
    from apps.news.services import announcement_tell

    batch_release.OWN_ROWS = batch_read.SLICE = announcement_tell.CHUNK = OWN_ROWS  # type: ignore[misc]
    idle = 0
    while idle < IDLE_ROUNDS:
        events = outbox.relay(10)
        due = jobs.due(10)
        for job_id in due:
            failpoints.reach(failpoints.JOBS_MARKED)
            tasks.run_job(str(job_id))
        idle = 0 if events or due else idle + 1
        time.sleep(0.02)


def deed(verb: str, batch_id: str, digest: str, *ids: str) -> None:
    """One deed of an operator under the key "crash"; `digest` "-" for a deed that signs nothing."""
    from apps.core import clock
    from apps.core.actors import Actor, Relation, Role, Surface

    person_id, user_id, enterprise_id = map(UUID, ids)
    actor = Actor(
        person_id=person_id,
        user_id=user_id,
        enterprise_id=enterprise_id,
        surface=Surface.OFFICE,
        roles=frozenset({Role.MAKER, Role.CHECKER, Role.AUTHORISER}),
        relation=Relation.ENTERPRISE,
        display="经办",
        step_up=True,
    )
    said: dict[str, object] = {} if digest == "-" else {"digest": digest}
    said |= {"warnings_confirmed": True} if verb == "submit" else {"reason": "重做"} if verb == "reject" else {}
    service = getattr(import_module(f"apps.daifutong.services.batch_{verb}"), f"batch_{verb}")
    service(batch_id=UUID(batch_id), **said, key="crash", actor=actor, now=clock.read())


def lender(*ids: str) -> "Actor":
    """The employee whose person, login, enterprise and device these are."""
    from apps.core.actors import Actor, Relation, Role, Surface

    person_id, user_id, enterprise_id, device_id = map(UUID, ids)
    return Actor(
        person_id=person_id,
        user_id=user_id,
        enterprise_id=enterprise_id,
        device_id=device_id,
        device="测试手机",
        surface=Surface.MOBILE,
        roles=frozenset({Role.EMPLOYEE}),
        relation=Relation.SELF,
        display="员工",
        step_up=True,
    )


def order(issue_id: str, account_id: str, fen: str, risk: str, terms: str, *ids: str) -> None:
    """One order of a loan under the key "crash"."""
    from apps.core import clock
    from apps.tongxinbao.contracts import Signing
    from apps.tongxinbao.services.order_place import order_place

    now = clock.read()
    order_place(
        issue_id=UUID(issue_id),
        account_id=UUID(account_id),
        fen=int(fen),
        is_own_money=True,
        signing=Signing(risk, terms, now.wall - timedelta(minutes=1)),
        key="crash",
        actor=lender(*ids),
        now=now,
    )


def wealth(verb: str, said: str, *ids: str) -> None:
    """One deed of a buyer or holder under the key "crash"; `said` is what is asked for, as JSON of texts."""
    from decimal import Decimal

    from apps.core import clock
    from apps.shenhuobao.contracts import Reading

    now, told = clock.read(), json.loads(said)
    asked: dict[str, object] = {name: UUID(value) for name, value in told.items() if name.endswith("_id")}
    if verb == "purchase_place":
        asked |= {"fen": int(told["fen"]), "reading": Reading(*told["words"], now.wall - timedelta(minutes=1))}
    elif verb == "dividend_choose":
        asked |= {"mode": told["mode"]}
    else:
        asked |= {"units": Decimal(told["units"])}
    if verb == "conversion_place":
        asked |= {"reading": Reading(*told["words"], now.wall - timedelta(minutes=1))}
    service = getattr(import_module(f"apps.shenhuobao.services.{verb}"), verb)
    service(**asked, key="crash", actor=lender(*ids), now=now)


def close(day: str) -> None:
    from django.core.management import call_command

    call_command("close_day", "--to", day)


def trace(arguments: list[str]) -> None:
    from apps.core.testing import failpoints

    reached: set[str] = set()
    failpoints.reach = reached.add
    main(arguments)
    print("\n".join(f"{REACHED}{name}" for name in sorted(reached)), file=sys.stderr)


def main(arguments: list[str]) -> None:
    match arguments:
        case ["work"]:
            work()
        case ["order", *words]:
            order(*words)
        case ["wealth", verb, said, *ids]:
            wealth(verb, said, *ids)
        case ["close", day]:
            close(day)
        case ["trace", *rest]:
            trace(rest)
        case _:
            deed(*arguments)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.test")
    django.setup()
    main(sys.argv[1:])
