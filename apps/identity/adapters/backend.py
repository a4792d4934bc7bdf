"""How Django finds the login of a session. There is no authenticate(): each surface has its own way in."""

from uuid import UUID

from django.contrib.auth.backends import BaseBackend

from ..models import User


class LoginBackend(BaseBackend):
    def get_user(self, user_id: UUID) -> User | None:
        """With its person in the same query; None, which means signed out, when the login is disabled."""
        return User.objects.select_related("person").filter(pk=user_id, is_active=True).first()
