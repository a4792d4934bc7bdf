"""TOTP with allauth's arithmetic and table; the secret is encrypted, and a code is good once.

The last counter used is kept in the row instead of a cache: a code stays used when Redis is away.
"""

import base64
import hmac
import io
from uuid import UUID

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth

from apps.core.crypto import decrypt, encrypt
from apps.core.db import require_transaction

from ..models import User

PLACE = "mfa.Authenticator|secret"


def new_secret() -> str:
    return str(auth.generate_totp_secret())


def current_code(secret: str) -> str:
    """What an authenticator app shows now."""
    counters = list(auth.yield_hotp_counters_from_time())
    return _code(secret, counters[len(counters) // 2])


def qr_code(user: User, secret: str) -> str:
    """A data URI of the picture that an authenticator app scans."""
    picture = io.BytesIO()
    segno.make(get_adapter().build_totp_url(user, secret)).save(picture, kind="svg", scale=5, border=2, light="white")
    return "data:image/svg+xml;base64," + base64.b64encode(picture.getvalue()).decode()


def secret_set(user_id: UUID, secret: str) -> None:
    """Replaces the secret of a login, in the caller's transaction."""
    require_transaction()
    sealed = base64.b64encode(encrypt(PLACE, user_id, secret)).decode()
    Authenticator.objects.update_or_create(
        user_id=user_id, type=Authenticator.Type.TOTP, defaults={"data": {"secret": sealed, "counter": 0}}
    )


def secret_of(user_id: UUID) -> str | None:
    row = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
    return decrypt(PLACE, user_id, base64.b64decode(row.data["secret"])) if row else None


def code_matches(secret: str, code: str) -> int | None:
    """The counter to which a code belongs within the tolerance; None when it is wrong."""
    for counter in auth.yield_hotp_counters_from_time():
        if hmac.compare_digest(_code(secret, counter).encode(), code.encode()):
            return int(counter)
    return None


def code_use(user_id: UUID, code: str) -> bool:
    """Whether a code is right and newer than the last one; uses it up. Locks the row in the caller's transaction."""
    require_transaction()
    rows = Authenticator.objects.select_for_update().filter(user_id=user_id, type=Authenticator.Type.TOTP)
    row = rows.first()
    if row is None:
        return False
    counter = code_matches(decrypt(PLACE, user_id, base64.b64decode(row.data["secret"])), code)
    if counter is None or counter <= row.data["counter"]:
        return False
    row.data["counter"] = counter
    row.save(update_fields=["data"])
    row.record_usage()
    return True


def _code(secret: str, counter: int) -> str:
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))
