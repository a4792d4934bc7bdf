"""Sending a one-time code: like every message by a job after the commit, and never after it has expired."""

from datetime import datetime

from django.conf import settings

from apps.core.clock import Moment

from ..rules import code_text
from .notice_tell import sms_write


def code_send(*, mobile: str, purpose: str, code: str, expires_at: datetime, now: Moment, detail: str = "") -> None:
    """Writes the message of a code and its job, in the caller's transaction. `purpose` is a key of CODE_PURPOSES;
    `detail` says what exactly it is for, such as an amount."""
    text = code_text(settings.BANK_NAME, purpose, code, detail)
    sms_write(mobile=mobile, text=text, expires_at=expires_at, now=now)


def text_send(*, mobile: str, text: str, now: Moment) -> None:
    """Writes a message to a number that may be no person's any more, and its job, in the caller's transaction."""
    sms_write(mobile=mobile, text=f"【{settings.BANK_NAME}】{text}", now=now)
