"""Somebody at a device that the house knows: what moves money is refused without one (RC-2)."""

from dataclasses import replace
from datetime import timedelta

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.crypto import blind_index
from apps.core.ids import new_id
from apps.identity.models import Device


def on_device(actor: Actor, now: Moment, *, hours: float = 100, is_trusted: bool = True) -> Actor:
    """The actor at a device of the own login that was confirmed so many hours ago, or never."""
    at = now.wall - timedelta(hours=hours)
    device = Device.objects.create(
        user_id=actor.user, token_index=blind_index("device", str(new_id())), name="安卓手机", ip="127.0.0.1",
        first_seen_at=at, last_seen_at=at, trusted_at=at if is_trusted else None,
    )  # fmt: skip
    return replace(actor, device_id=device.pk)
