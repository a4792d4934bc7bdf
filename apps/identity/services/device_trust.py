"""The new-device rule (SEC-3, RC-2), and what a person does with the devices on the list.

A browser is known by a cookie of its own. When a login is opened in one for the first time:

- the very first device of a login is trusted, since there is nothing to tell it apart from;
- where a second factor was shown (operators and the bank's staff, always) it is trusted, and the person is told;
- an employee who came by a code sent to the phone alone may read. The person is told by notice and short message, and
  money waits (`money_require`) until the device is confirmed by the PIN or a passkey on the page 我的设备.

After a recovery of the number money waits for the hours of its parameter as well, on every device. For some hours after
its device was trusted, also the very first one, a login moves less out: `money_require` tells, and the limits centre
counts.
"""

from datetime import timedelta
from uuid import UUID

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction, use_case
from apps.core.errors import InvalidInput, NotFound
from apps.core.idempotency import body_hash

from ..adapters import browser
from ..choices import NEW_DEVICE_HOURS
from ..contracts import SecurityChange
from ..models import Device
from ..selectors import NONE, money_refusal
from .login_of import login_of
from .security_tell import security_tell
from .step_up_confirm import require_step_up

SECOND_FACTORS = ("totp", "passkey", "recovery_code")


def device_settle(*, actor: Actor, method: str, now: Moment) -> None:
    """Applies the rule above to the device of a sign-in, in its transaction; `method` names the last factor shown."""
    require_transaction()
    (device,) = lock_rows(Device.objects.filter(pk=actor.device_id or NONE))
    if device.trusted_at is not None:
        return
    is_first = not Device.objects.filter(user=device.user_id).exclude(pk=device.pk).exists()
    is_strong = method in SECOND_FACTORS
    if is_first or is_strong:
        device.trusted_at = now.wall
        device.save(update_fields=["trusted_at"])
    if is_first:
        return
    change = SecurityChange.NEW_DEVICE if is_strong else SecurityChange.NEW_DEVICE_WAITS
    if device.first_seen_at == device.last_seen_at:  # told once, not at each sign-in until it is confirmed
        security_tell(user_id=device.user_id, change=change, actor=actor, now=now)
    _write("identity.device.seen", device.pk, actor, now)


@use_case
def device_confirm(*, actor: Actor, now: Moment) -> None:
    """Trusts the device that the actor sits at. Raises NotFound (a session without one), StepUpRequired."""
    device = _own(actor, actor.device_id)
    require_step_up(actor=actor, digest=body_hash({"trust": device.pk}), shown={"确认本机": device.name}, now=now)
    device.trusted_at = now.wall
    device.save(update_fields=["trusted_at"])
    _write("identity.device.trusted", device.pk, actor, now)


@use_case
def device_forget(*, device_id: UUID, actor: Actor, now: Moment) -> None:
    """Takes one of the actor's devices off the list and ends its sessions; there it is new the next time.

    Raises NotFound for another's, InvalidInput (THIS_DEVICE).
    """
    device = _own(actor, device_id)
    if device.pk == actor.device_id:
        raise InvalidInput("THIS_DEVICE", "不能移除正在使用的设备,如需退出请点「退出登录」。")
    browser.sessions_end_of_device(login_of(actor), device.pk)
    device.delete()
    _write("identity.device.forgotten", device_id, actor, now)


def money_require(*, actor: Actor, now: Moment) -> bool:
    """Lets the person at this device move own money, or refuses: called by every service that moves it, or that binds
    what it may be moved to. Gives whether the device is so new that less may leave by it (RC-2).

    Raises Conflict: COOLING_OFF after a recovery, NEW_DEVICE on a device that is not confirmed. Three queries.
    """
    if refusal := money_refusal(actor=actor, now=now):
        raise refusal
    trusted_at = Device.objects.values_list("trusted_at", flat=True).get(pk=actor.device_id or NONE)
    hours = params.get(NEW_DEVICE_HOURS, now.business_date)
    return trusted_at is not None and now.wall < trusted_at + timedelta(hours=hours)


def _own(actor: Actor, device_id: UUID | None) -> Device:
    rows = lock_rows(Device.objects.filter(pk=device_id or NONE, user=login_of(actor)))
    if not rows:
        raise NotFound("没有找到这台设备。")
    return rows[0]


def _write(action: str, device_id: UUID, actor: Actor, now: Moment) -> None:
    audit.record(actor=actor, action=action, subject_kind="device", subject_id=device_id, now=now)
