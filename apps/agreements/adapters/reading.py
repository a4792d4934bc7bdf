"""When a text was opened, in a form that its reader cannot make earlier."""

from datetime import datetime

from django.core.signing import BadSignature, Signer

from apps.core.actors import Actor
from apps.core.errors import InvalidInput

SALT = "agreements.opened"


def opened_mark(actor: Actor, at: datetime) -> str:
    """The moment, signed together with the login that reads."""
    return Signer(salt=SALT).sign(f"{actor.user}|{at.isoformat()}")


def opened_at(actor: Actor, mark: str) -> datetime:
    """The moment of a mark. Raises InvalidInput (OPENED) for one that this house did not make for this login."""
    try:
        user, _, at = Signer(salt=SALT).unsign(mark).partition("|")
    except BadSignature:
        user, at = "", ""
    if user != str(actor.user):
        raise InvalidInput("OPENED", "请重新打开协议,阅读后再签署。")
    return datetime.fromisoformat(at)
