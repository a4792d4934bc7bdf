"""Who signed an API request."""

import hashlib
import hmac
import re
from datetime import timedelta

from django.core.cache import cache
from redis.exceptions import RedisError

from apps.core.actors import Actor, Role, Surface
from apps.core.clock import Moment
from apps.core.errors import SignInRequired, Unavailable

from ..contracts import EnterpriseStatus, SignedRequest
from ..models import ApiCredential, OperatorGrant

TOLERANCE = timedelta(minutes=5)
USE_STEP = timedelta(minutes=1)
KEY_ID = re.compile(r"[0-9A-Za-z_]{1,32}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")
NONCE = re.compile(r"[!-~]{16,64}")


def api_credential_verify(*, request: SignedRequest, now: Moment) -> Actor:
    """The enterprise's program as an actor with the one role API_CLIENT: it may make and submit, never approve.

    The signature is HMAC-SHA-256 in hex over `canonical_text`; a nonce serves once. Raises SignInRequired, always with
    the same sentence, for an unknown or revoked key, a wrong signature, a clock more than five minutes off, a used
    nonce, an enterprise that is not certified, an issuer who holds no role there any more. Raises Unavailable when
    nobody can tell whether the nonce is new.
    """
    row = _credential(request.key_id)
    secret = row.secret.clear() if row else ""
    wanted = hmac.new(secret.encode(), canonical_text(request).encode(), hashlib.sha256).hexdigest()
    signed = hmac.compare_digest(wanted.encode(), request.signature.encode())
    if row is None or not signed or not _fresh(request.timestamp, now) or not _first_use(request):
        raise SignInRequired("接口签名无效,请核对密钥、时间与签名。")
    _note_use(row, now)
    return Actor(
        person_id=row.issuer_person_id,
        user_id=row.pk,
        surface=Surface.API,
        roles=frozenset({Role.API_CLIENT}),
        enterprise_id=row.enterprise_id,
        display=f"接口 {row.key_id[-4:]}",
        organisation=row.enterprise.short_name,
    )


def _credential(key_id: str) -> ApiCredential | None:
    """The key that works, while the person who answers for its requests still acts for the enterprise."""
    if not KEY_ID.fullmatch(key_id):
        return None
    row = (
        ApiCredential.objects.system("the key names the enterprise")
        .select_related("enterprise")
        .filter(key_id=key_id, revoked_at=None, enterprise__status=EnterpriseStatus.CERTIFIED)
        .first()
    )
    if row is None:
        return None
    grants = OperatorGrant.objects.system("the issuer's own").filter(
        person_id=row.issuer_person_id, enterprise_id=row.enterprise_id, revoked_at=None
    )
    return row if grants.exists() else None


def _note_use(row: ApiCredential, now: Moment) -> None:
    """Writes when the key was last used, at most once a minute: its owners see which one nobody needs any more."""
    if row.last_used_at is None or now.wall - row.last_used_at >= USE_STEP:
        ApiCredential.objects.system("this very key").filter(pk=row.pk).update(last_used_at=now.wall)


def canonical_text(request: SignedRequest) -> str:
    """What is signed: method, path with query, timestamp, nonce, SHA-256 of the body in hex, joined by line feeds."""
    body = hashlib.sha256(request.body).hexdigest()
    return "\n".join((request.method, request.path, request.timestamp, request.nonce, body))


def _fresh(timestamp: str, now: Moment) -> bool:
    if not TIMESTAMP.fullmatch(timestamp):
        return False
    return abs(timedelta(seconds=int(timestamp) - now.wall.timestamp())) <= TOLERANCE


def _first_use(request: SignedRequest) -> bool:
    if not NONCE.fullmatch(request.nonce):
        return False
    kept = int(2 * TOLERANCE.total_seconds())
    key = hashlib.sha256(f"{request.key_id}|{request.nonce}".encode()).hexdigest()
    try:
        return bool(cache.add(f"nonce:{key}", 1, timeout=kept))
    except (RedisError, OSError):
        raise Unavailable() from None
