from django.db import models
from django.db.models import Q

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import SMS_LABELS, SmsState


class Notice(models.Model):
    """A line in a person's inbox. No amount stands in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)  # one notice per person and key
    title = models.CharField(max_length=40)
    body = models.CharField(max_length=200)
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id")
    objects = ScopedManager["Notice"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notify_notice_key")]
        indexes = [models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notify_unread")]


class SmsMessage(models.Model):
    """A short message on its way out. The text of a code is worth nothing after five minutes; it is kept encrypted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mobile = EncryptedField("mobile")
    text = EncryptedField("secret")
    state = models.CharField(max_length=8, choices=list(SMS_LABELS.items()), default=SmsState.WAITING)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)  # of a code: afterwards nobody wants it
    sent_at = models.DateTimeField(null=True)

    tenancy = Tenancy()
    objects = ScopedManager["SmsMessage"]()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=list(SMS_LABELS)), name="notify_sms_state")]
        indexes = [models.Index(fields=["-created_at"], name="notify_sms_latest")]
