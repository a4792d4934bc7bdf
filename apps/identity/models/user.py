from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from apps.core.ids import new_id

from ..contracts import LoginKind
from .person import Person


class User(AbstractBaseUser):
    """A login of a person. Its kind decides the surface; what it may do is read elsewhere, on each request."""

    class Theme(models.TextChoices):
        AUTO = "auto", "跟随系统"
        LIGHT = "light", "浅色"
        DARK = "dark", "深色"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="logins")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in LoginKind])
    login_name = models.CharField(max_length=48, unique=True)  # the staff number; made up for everybody else
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)  # raising it ends every session of this login
    pin_hash = models.CharField(max_length=128, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    pin_locked_at = models.DateTimeField(null=True)  # until it is set anew
    password_due_at = models.DateTimeField(null=True)  # from then on the next sign-in begins with a new password
    money_held_until = models.DateTimeField(null=True)  # after a recovery: reads, and moves nothing
    is_elder = models.BooleanField(default=False)
    theme = models.CharField(max_length=5, choices=Theme.choices, default=Theme.AUTO)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "login_name"
    REQUIRED_FIELDS = []

    objects = BaseUserManager["User"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="identity_one_login_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in LoginKind]), name="identity_user_kind"),
            models.CheckConstraint(condition=Q(theme__in=["auto", "light", "dark"]), name="identity_user_theme"),
        ]

    def __str__(self) -> str:
        return f"login {self.id}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django compares this with the session on every request: a new password or a raised epoch ends it."""
        value = f"{self.password}|{self.session_epoch}"
        return salted_hmac("identity.User.session", value, secret=secret, algorithm="sha256").hexdigest()
