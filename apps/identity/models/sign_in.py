from django.db import models

from apps.core.ids import new_id

from .user import User


class SignInCode(models.Model):
    """A code asked for at a sign-in page. Unknown numbers get a row too, without a user: nothing tells them apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8)  # of the login that was asked for
    purpose = models.CharField(max_length=12, default="sign_in")  # as its text says; good for nothing else (SEC-7)
    mobile_index = models.BinaryField()
    code_digest = models.BinaryField()  # keyed, and bound to this row
    failures = models.PositiveSmallIntegerField(default=0)
    ip = models.GenericIPAddressField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["mobile_index", "sent_at"], name="identity_code_mobile"),
            models.Index(fields=["ip", "sent_at"], name="identity_code_ip"),
        ]


class SignInGuard(models.Model):
    """Counts failures of one subject (a staff number, a login's second factor, an address), known to us or not."""

    subject = models.BinaryField(primary_key=True)  # a blind index, so that what people typed is not kept
    failures = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
