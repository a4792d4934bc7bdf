"""Telling a person something."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from apps.core import jobs
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.identity import api as identity

from ..models import Notice, SmsMessage

SMS_JOB = "notify.sms"


def notice_tell(
    *, person_id: UUID, kind: str, title: str, body: str, link: str, key: str, now: Moment, sms: bool = False
) -> None:
    """Puts a notice into a person's inbox in the caller's transaction; the same key again changes nothing.

    No amount, card or ID number may stand in the text. With `sms` a message is sent after the commit.
    """
    require_transaction()
    notice = Notice(person_id=person_id, kind=kind, key=key, title=title, body=body, link=link, created_at=now.wall)
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    mine = Notice.objects.system("was this the first of its key").filter(pk=notice.pk).exists()
    if sms and mine:
        sms_write(mobile=identity.person_mobile(person_id), text=f"【{settings.BANK_NAME}】{title}:{body}", now=now)


def notices_tell(*, person_ids: list[UUID], kind: str, title: str, body: str, link: str, key: str, now: Moment) -> None:
    """The same notice to many people in one statement, in the caller's transaction."""
    require_transaction()
    Notice.objects.bulk_create(
        [
            Notice(person_id=person, kind=kind, key=key, title=title, body=body, link=link, created_at=now.wall)
            for person in person_ids
        ],
        ignore_conflicts=True,
    )


def sms_write(*, mobile: str, text: str, now: Moment, expires_at: datetime | None = None) -> None:
    """Writes a message and the job that sends it, in the caller's transaction. It is not sent after `expires_at`."""
    require_transaction()
    message = SmsMessage.objects.create(mobile=mobile, text=text, created_at=now.wall, expires_at=expires_at)
    jobs.add(SMS_JOB, str(message.pk), {"message_id": str(message.pk)})
