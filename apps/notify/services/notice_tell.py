"""Telling a person something."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from apps.core import jobs, params
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.identity import api as identity

from ..choices import PURPOSES, QUIET_FROM, QUIET_TO, Category
from ..models import Notice, SmsMessage
from ..rules import leaves_at
from ..selectors import kind_of, wants_sms

SMS_JOB = "notify.sms"


def notice_tell(
    *, person_id: UUID, kind: str, title: str, body: str, link: str, key: str, now: Moment, sms: bool = False
) -> None:
    """Puts a notice into a person's inbox in the caller's transaction; the same key again changes nothing.

    `kind` stands in a table NOTICE_KINDS; it decides category and surface. No amount, card or ID number may stand in
    the text. With `sms` a message is sent after the commit, unless the person wants none of this category; one that is
    not urgent waits for the end of the quiet hours (PL-2). RuntimeError for a kind that nobody declared.
    """
    require_transaction()
    notice = _notice(person_id, kind, title, body, link, key, now)
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    if not sms or not Notice.objects.system("was this the first of its key").filter(pk=notice.pk).exists():
        return
    category = Category(notice.category)
    if wants_sms(person_id, category):
        hours = params.values([QUIET_FROM, QUIET_TO], now.business_date)
        leaves = leaves_at(now.wall, hours[QUIET_FROM], hours[QUIET_TO], is_urgent=PURPOSES[category].is_urgent)
        text = f"【{settings.BANK_NAME}】{title}:{body}"
        sms_write(mobile=identity.person_mobile(person_id), text=text, leaves=leaves, now=now)


def notices_tell(*, person_ids: list[UUID], kind: str, title: str, body: str, link: str, key: str, now: Moment) -> None:
    """The same notice to many people in one statement, in the caller's transaction."""
    require_transaction()
    Notice.objects.bulk_create(
        [_notice(person, kind, title, body, link, key, now) for person in person_ids], ignore_conflicts=True
    )


def _notice(person_id: UUID, kind: str, title: str, body: str, link: str, key: str, now: Moment) -> Notice:
    declared = kind_of(kind)
    return Notice(
        person_id=person_id,
        kind=kind,
        category=declared.category,
        surface=declared.surface,
        key=key,
        title=title,
        body=body,
        link=link,
        created_at=now.wall,
    )


def sms_write(
    *, mobile: str, text: str, now: Moment, leaves: datetime | None = None, expires_at: datetime | None = None
) -> None:
    """Writes a message and the job that sends it, in the caller's transaction: not before `leaves` (at once without
    it) and not after `expires_at`."""
    require_transaction()
    due_at = leaves or now.wall
    message = SmsMessage.objects.create(
        mobile=mobile, text=text, created_at=now.wall, leaves_at=due_at, expires_at=expires_at
    )
    jobs.add(SMS_JOB, str(message.pk), {"message_id": str(message.pk)}, due_at=due_at)
