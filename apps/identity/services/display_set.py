"""How a login wants its pages; kept per account, not per device."""

from apps.core.actors import Actor
from apps.core.db import use_case

from ..models import User
from .login_of import login_of


@use_case
def display_set(*, actor: Actor, theme: str | None = None, is_elder: bool | None = None) -> None:
    """Sets what is given; an unknown theme is left alone."""
    rows = User.objects.filter(pk=login_of(actor))
    if theme in User.Theme.values:
        rows.update(theme=theme)
    if is_elder is not None:
        rows.update(is_elder=is_elder)
