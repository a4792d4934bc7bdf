"""Persons with a PIN who make and decide, and one request of theirs."""

from datetime import date

from django.db import transaction

from apps.approvals import api as approvals
from apps.core import clock
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from fixtures.generators import id_number, mobile

NOW = Moment(clock.wall(), clock.wall().date())
ENTERPRISE, SUBJECT, DIGEST, PIN = new_id(), new_id(), "d" * 64, "246810"
KIND = "tests.thing"


def somebody(serial: int, *roles: Role) -> Actor:
    """A person with an operator login and a PIN, acting for the enterprise."""
    system = Actor.system("测试")
    with transaction.atomic():
        number = id_number(date(1990, 1, 1), female=False, sequence=serial)
        who = identity.person_ensure(
            name=f"测试{'甲乙丙丁'[serial]}", id_number=number, mobile=mobile(serial), actor=system, now=NOW
        )
        user = identity.login_ensure(person_id=who, kind=LoginKind.OPERATOR, now=NOW)
        identity.pin_set(user_id=user, pin=PIN, actor=system, now=NOW)
    return Actor(
        person_id=who, user_id=user, surface=Surface.OFFICE, roles=frozenset(roles), enterprise_id=ENTERPRISE,
        relation=Relation.ENTERPRISE, step_up=True, display="*甲",
    )  # fmt: skip


def decide(actor: Actor, verdict: str = "APPROVE", *, digest: str = DIGEST, reason: str = "", pin: str = PIN) -> str:
    if pin:
        identity.step_up_confirm(actor=actor, digest=digest, pin=pin, now=NOW)
    with transaction.atomic():
        outcome = approvals.decide(
            kind=KIND, subject_id=SUBJECT, verdict=verdict, reason=reason, digest=digest, actor=actor, now=NOW
        )
    return f"{outcome.state} {outcome.step}"
