from django.db import models

from .user import User


class PasswordHistory(models.Model):
    """A password that a login has had, as its hash: the last ones are not taken again (SEC-2)."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="identity_password_history")]
