"""Who signed an API request."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from django.core.cache import cache

from apps.core.actors import Actor, Role, Surface
from apps.core.clock import Moment
from apps.core.errors import SignInRequired

from ..choices import EnterpriseStatus
from ..contracts import SignedRequest
from ..models import ApiCredential

TOLERANCE = timedelta(minutes=5)
MIN_NONCE, MAX_NONCE = 16, 64


def api_credential_verify(*, request: SignedRequest, now: Moment) -> Actor:
    """The enterprise's program as an actor with the one role API_CLIENT: it may make and submit, never approve.

    The signature is HMAC-SHA-256 in hex over `canonical_text`; a nonce serves once. Raises SignInRequired, always with
    the same sentence, for an unknown or inactive key, a wrong signature, a clock more than five minutes off, a used
    nonce, an enterprise that is not certified.
    """
    row = (
        ApiCredential.objects.system("the key names the enterprise")
        .select_related("enterprise")
        .filter(key_id=request.key_id, is_active=True, enterprise__status=EnterpriseStatus.CERTIFIED)
        .first()
    )
    secret = row.secret.clear() if row else ""
    wanted = hmac.new(secret.encode(), canonical_text(request).encode(), hashlib.sha256).hexdigest()
    signed = hmac.compare_digest(wanted.encode(), request.signature.encode())
    if row is None or not signed or not _fresh(request.timestamp, now) or not _first_use(request):
        raise SignInRequired("接口签名无效,请核对密钥、时间与签名。")
    return Actor(
        person_id=row.issuer_person_id,
        user_id=row.pk,
        surface=Surface.API,
        roles=frozenset({Role.API_CLIENT}),
        enterprise_id=row.enterprise_id,
        display=f"接口 {row.key_id[-4:]}",
        organisation=row.enterprise.short_name,
    )


def canonical_text(request: SignedRequest) -> str:
    """What is signed: method, path with query, timestamp, nonce, SHA-256 of the body in hex, joined by line feeds."""
    body = hashlib.sha256(request.body).hexdigest()
    return "\n".join((request.method, request.path, request.timestamp, request.nonce, body))


def _fresh(timestamp: str, now: Moment) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    return abs(datetime.fromtimestamp(int(timestamp), UTC) - now.wall) <= TOLERANCE


def _first_use(request: SignedRequest) -> bool:
    if not MIN_NONCE <= len(request.nonce) <= MAX_NONCE:
        return False
    kept = int(2 * TOLERANCE.total_seconds())
    key = hashlib.sha256(f"{request.key_id}|{request.nonce}".encode()).hexdigest()
    return bool(cache.add(f"nonce:{key}", 1, timeout=kept))
