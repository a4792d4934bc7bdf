from django.db import models
from django.db.models import Q

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import PURPOSES, SMS_LABELS, SmsState


class Notice(models.Model):
    """A line in a person's inbox. No amount stands in it. `surface`: whose inbox; empty: each one of the person's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=16, choices=[(name, row.label) for name, row in PURPOSES.items()])
    surface = models.CharField(max_length=8, blank=True)
    key = models.CharField(max_length=120)  # one notice per person and key
    title = models.CharField(max_length=40)
    body = models.CharField(max_length=200)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["Notice"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notify_notice_key"),
            models.CheckConstraint(condition=Q(category__in=list(PURPOSES)), name="notify_notice_category"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notify_unread"),
            models.Index(fields=["person", "-id"], name="notify_latest"),
        ]


class SmsPreference(models.Model):
    """What a person has said about text messages of a category; where there is no row they are sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, db_index=False)
    category = models.CharField(max_length=16, choices=[(name, row.label) for name, row in PURPOSES.items()])
    sms = models.BooleanField()
    changed_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["SmsPreference"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "category"], name="notify_preference_once"),
            models.CheckConstraint(
                condition=Q(category__in=[name for name, row in PURPOSES.items() if not row.is_locked]),
                name="notify_preference_category",
            ),
        ]


class SmsMessage(models.Model):
    """A short message on its way out. The text of a code is worth nothing after five minutes; it is kept encrypted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mobile = EncryptedField("mobile")
    text = EncryptedField("secret")
    state = models.CharField(max_length=8, choices=list(SMS_LABELS.items()), default=SmsState.WAITING)
    created_at = models.DateTimeField()
    leaves_at = models.DateTimeField()  # not before: the end of the quiet hours, if it was written in them
    expires_at = models.DateTimeField(null=True)  # of a code: afterwards nobody wants it
    sent_at = models.DateTimeField(null=True)

    tenancy = Tenancy()
    objects = ScopedManager["SmsMessage"]()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=list(SMS_LABELS)), name="notify_sms_state")]
        indexes = [models.Index(fields=["-created_at"], name="notify_sms_latest")]
