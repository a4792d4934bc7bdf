"""When a text was opened, in a form that its reader cannot make earlier."""

from datetime import datetime

from django.core.signing import BadSignature, Signer

from apps.core.actors import Actor
from apps.core.errors import InvalidInput

SALT = "agreements.opened"


def opened_mark(actor: Actor, at: datetime, what: str = "") -> str:
    """The moment, signed together with the login that reads and, with `what`, the only text that it counts for."""
    return Signer(salt=f"{SALT}{what}").sign(f"{actor.user}|{at.isoformat()}")


def opened_at(actor: Actor, mark: str, what: str = "") -> datetime:
    """The moment of a mark. Raises InvalidInput (OPENED) for one that this house did not make for this login, or for
    another text."""
    try:
        user, _, at = Signer(salt=f"{SALT}{what}").unsign(mark).partition("|")
    except BadSignature:
        user, at = "", ""
    if user != str(actor.user):
        raise InvalidInput("OPENED", "请重新打开协议,阅读后再签署。")
    return datetime.fromisoformat(at)
