"""Sending a one-time code. The person waits for it, so the gateway is asked at once; the message stays on record."""

from datetime import datetime

from django.conf import settings

from apps.core.db import use_case

from ..choices import SmsState
from ..models import SmsMessage
from ..rules import code_text
from .message_send import gateway


@use_case
def code_message_write(*, mobile: str, purpose: str, code: str, at: datetime) -> SmsMessage:
    """Writes the message of a code; it is sent outside this transaction."""
    return SmsMessage.objects.create(mobile=mobile, text=code_text(settings.BANK_NAME, purpose, code), created_at=at)


def code_send(*, mobile: str, purpose: str, code: str, at: datetime) -> None:
    """Sends a code to a number. `purpose` is a key of CODE_PURPOSES. A gateway that fails leaves FAILED."""
    message = code_message_write(mobile=mobile, purpose=purpose, code=code, at=at)
    state = SmsState.SENT
    try:
        gateway().send(mobile, message.text.clear())
    except OSError:
        state = SmsState.FAILED
    SmsMessage.objects.system("this very message").filter(pk=message.pk).update(state=state, sent_at=at)
