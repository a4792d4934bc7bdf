"""Jobs of the notices."""

from uuid import UUID

from apps.core import clock, jobs

from .services.message_send import message_send
from .services.notice_tell import SMS_JOB


@jobs.handler(SMS_JOB)
def send_message(lease: jobs.Lease) -> None:
    message_send(message_id=UUID(lease.payload["message_id"]), lease=lease, now=clock.read())
