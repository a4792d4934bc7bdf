from django.db import models

from apps.core.ids import new_id

from .user import User


class Device(models.Model):
    """A browser in which a login has signed in, known by a cookie of its own (services/device_trust.py)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_index = models.BinaryField()  # keyed: the cookie itself is not kept
    name = models.CharField(max_length=60)
    ip = models.GenericIPAddressField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    trusted_at = models.DateTimeField(null=True)  # null: it may read, and money waits

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token_index"], name="identity_device_once")]


class DisplacedSession(models.Model):
    """A session that ended because its operator signed in elsewhere: its browser is told once (SEC-3)."""

    key_index = models.BinaryField(primary_key=True)  # of the session's key, which itself is not kept
    device = models.CharField(max_length=60)
    ip = models.GenericIPAddressField()
    ended_at = models.DateTimeField()
