"""Handing a waiting message to the gateway."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from apps.core.clock import Moment
from apps.core.jobs import Lease

from ..choices import SmsState
from ..contracts import SmsSender
from ..models import SmsMessage
from ..rules import SMS


def gateway() -> SmsSender:
    """The gateway that the settings name."""
    sender: SmsSender = import_string(settings.SMS_SENDER)()
    return sender


def message_send(*, message_id: UUID, lease: Lease, now: Moment) -> None:
    """Sends with no transaction open, then records it. A message sent twice after a crash is harmless."""
    message = SmsMessage.objects.system("the job's own message").get(pk=message_id)
    if message.state == SmsState.WAITING:
        gateway().send(message.mobile.clear(), message.text.clear())
        message.state, message.sent_at = SMS.check(message.state, "send").target, now.wall
    with transaction.atomic(durable=True):
        message.save(update_fields=["state", "sent_at"])
        lease.finish()
