"""Named points at which a test can kill this very process, as a power cut would (reliability.md, crash matrix).

Nothing happens unless the environment says `EFINCLOUD_FAILPOINT=name`, or `name@3` for the third time the point is
reached: then the marker goes to stderr and the process sends itself SIGKILL, with no chance to clean up.
"""

import os
import signal

VARIABLE = "EFINCLOUD_FAILPOINT"
MARKER = "failpoint reached: "
KEY_WRITTEN = "idempotency.key_written"
EVENTS_TAKEN = "relay.events_taken"
EVENTS_RELAYED = "relay.events_relayed"
JOBS_MARKED = "relay.jobs_marked"
JOB_WOKEN = "relay.job_woken"
JOB_LEASED = "worker.job_leased"
REQUEST_SENT = "corebank.request_sent"
HEADS_WRITTEN = "seal.heads_written"
BEFORE_HINT = "imessage.before_hint"

_name, _, _times = os.environ.get(VARIABLE, "").partition("@")
_left = int(_times or 1)


def before_commit(service: str) -> str:
    """The point at the end of a use case, when all is written and nothing is committed."""
    return f"{service}.before_commit"


def after_commit(service: str) -> str:
    """The point behind a use case, when all is committed and nobody has been told."""
    return f"{service}.after_commit"


def reach(name: str) -> None:
    """Passes by, or dies here."""
    global _left  # noqa: PLW0603  (a process dies once)
    if name != _name:
        return
    _left -= 1
    if _left == 0:
        os.write(2, f"{MARKER}{name}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)
