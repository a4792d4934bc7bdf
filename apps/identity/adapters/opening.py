"""Opening a browser's session in the transaction that uses up the last factor."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from apps.core import clock, masking
from apps.core.actors import Actor
from apps.core.errors import SignInRequired
from apps.core.http.request import Request

from ..contracts import SURFACE_OF, LoginKind
from ..models import User
from . import browser


def opener(request: Request, kind: LoginKind) -> Callable[[UUID], Actor]:
    """What opens this browser's session, for the service that uses up the last factor.

    It raises SignInRequired when the login was closed just now.
    """

    def opens(user_id: UUID) -> Actor:
        user = _login(user_id)
        if user is None:
            raise SignInRequired()
        device = browser.session_open(request, user, clock.wall())
        return replace(half_actor(request, kind, user_id), device_id=device.pk)

    return opens


def half_actor(request: Request, kind: LoginKind, user_id: UUID) -> Actor:
    """The login while it signs in: it has no roles, may act on nothing, and stands in the audit trail."""
    user = _login(user_id)
    if user is None:
        raise SignInRequired()
    return Actor(
        person_id=user.person_id, user_id=user_id, surface=SURFACE_OF[kind],
        display=masking.mask_name(user.person.name), request_id=request.id,
        device=browser.client_device(request), ip=browser.client_ip(request),
    )  # fmt: skip


def _login(user_id: UUID) -> User | None:
    return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()
