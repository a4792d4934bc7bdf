"""What conversations do when the roster has moved. Repeats change nothing."""

from typing import Any
from uuid import UUID

from apps.core import clock
from apps.core.outbox import subscriber
from apps.members.events import CertificationApproved, MemberLeft, MemberMoved

from .services.seats_follow import seats_follow


@subscriber(CertificationApproved.name, "imessage.seats_joined")
def sit_down(event: dict[str, Any]) -> None:
    _follow(event)


@subscriber(MemberLeft.name, "imessage.seats_left")
def stand_up(event: dict[str, Any]) -> None:
    _follow(event)


@subscriber(MemberMoved.name, "imessage.seats_moved")
def change_seats(event: dict[str, Any]) -> None:
    _follow(event)


def _follow(event: dict[str, Any]) -> None:
    seats_follow(person_id=UUID(event["person_id"]), enterprise_id=UUID(event["enterprise_id"]), now=clock.read())
