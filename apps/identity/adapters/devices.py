"""The cookie by which a browser is known again, and the row that a login keeps of it."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpResponse

from apps.core.crypto import blind_index
from apps.core.http.request import Request

from ..models import Device, User

NEW = "new_device_token"  # on the request
LIFE = timedelta(days=730)
SHAPE = 43  # characters of a token: 32 random bytes


def device_note(request: Request, user: User, *, name: str, ip: str, now: datetime) -> Device:
    """The device of this browser for a login, made when it is new; `trusted_at` is decided by services/device_trust."""
    token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if len(token) != SHAPE:
        token = secrets.token_urlsafe(32)
        setattr(request, NEW, token)
    seen = {"name": name[:60], "ip": ip, "last_seen_at": now}
    index = blind_index("device", token)
    return Device.objects.update_or_create(
        user=user, token_index=index, defaults=seen, create_defaults=seen | {"first_seen_at": now}
    )[0]


def device_last_used(user: User) -> str:
    """The device of the login's last sign-in and its address, in words; empty when it never signed in."""
    row = Device.objects.filter(user=user).order_by("-last_seen_at").first()
    return f"{row.name} {row.ip}" if row else ""


def device_keep(request: Request, response: HttpResponse) -> None:
    """Gives a browser that signed in for the first time its cookie."""
    if token := getattr(request, NEW, ""):
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            token,
            max_age=LIFE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
