"""Handing a waiting message to the gateway: intent (the row), send, result, each by itself."""

from uuid import UUID

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from apps.core.clock import Moment
from apps.core.db import lock_rows, refuse_transaction, use_case
from apps.core.jobs import Lease

from ..choices import SmsState
from ..contracts import SmsSender
from ..models import SmsMessage
from ..rules import SMS, SMS_TRIES

log = structlog.get_logger("notify")


def gateway() -> SmsSender:
    """The gateway that the settings name."""
    sender: SmsSender = import_string(settings.SMS_SENDER)()
    return sender


def message_send(*, message_id: UUID, lease: Lease, now: Moment) -> None:
    """Sends with no transaction open, then records it.

    A gateway that fails is asked again by the job's own delays, under the same reference; after SMS_TRIES, or when
    the message has expired, it is given up. A message sent twice after a crash is harmless.
    """
    refuse_transaction()
    message = SmsMessage.objects.system("the job's own message").get(pk=message_id)
    move = ""
    if message.state == SmsState.WAITING:
        is_late = message.expires_at is not None and message.expires_at <= now.wall
        move = "send" if not is_late and _is_taken(message, lease) else "give_up"
    _message_record(message_id=message_id, move=move, lease=lease, now=now)


def _is_taken(message: SmsMessage, lease: Lease) -> bool:
    """Whether the gateway accepted the message. Raises what the gateway raised while there are tries left."""
    try:
        gateway().send(mobile=message.mobile.clear(), text=message.text.clear(), reference=message.pk)
    except Exception as error:
        log.warning("sms.refused", message=str(message.pk), attempt=lease.attempt, error=type(error).__name__)
        if lease.attempt < SMS_TRIES:
            raise
        return False
    return True


@use_case
def _message_record(*, message_id: UUID, move: str, lease: Lease, now: Moment) -> None:
    (message,) = lock_rows(SmsMessage.objects.system("the job's own message").filter(pk=message_id))
    if move and message.state == SmsState.WAITING:
        message.state = SMS.check(message.state, move).target
        message.sent_at = now.wall if message.state == SmsState.SENT else None
        message.save(update_fields=["state", "sent_at"])
    lease.finish()
