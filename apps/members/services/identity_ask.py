"""Asking the bank's identity service whether a name and an ID number belong together, by a job (ID-7, two elements)."""

from datetime import timedelta

from apps.core.clock import Moment
from apps.core.errors import TooMany
from apps.core.jobs import Lease
from apps.corebank import api as corebank
from apps.corebank.contracts import IdentityAnswer, IdentityElements, IdentityResult

TRIES = 5
WAIT = timedelta(seconds=30)


def identity_ask(*, name: str, id_number: str, now: Moment) -> IdentityAnswer:
    """The service's answer, outside any transaction; UNABLE where the tries of ID-7 are used up."""
    try:
        return corebank.check_identity(elements=IdentityElements(2, name, id_number), now=now)
    except TooMany:
        return IdentityAnswer(IdentityResult.UNABLE, "")


def lease_end(*, is_silent: bool, lease: Lease, now: Moment) -> None:
    """Ends the job whose answers are written; a channel that is silent is asked again later, at most TRIES times."""
    if is_silent and lease.attempt < TRIES:
        lease.again(now.wall + WAIT)
    else:
        lease.finish()
