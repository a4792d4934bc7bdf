from django.db import models
from django.db.models import Q

from apps.core.ids import new_id

from ..contracts import StepUpMethod
from .user import User


class StepUp(models.Model):
    """A confirmation by PIN, PIN and code, or passkey of exactly what `digest` names: short-lived and used once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)
    method = models.CharField(max_length=8, choices=[(method.value, method.value) for method in StepUpMethod])
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "digest"], name="identity_step_up")]
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=[method.value for method in StepUpMethod]), name="identity_step_up_method"
            ),
        ]
