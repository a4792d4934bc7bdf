"""Putting sign-ins on record, and the wishes of a login about its pages."""

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case

from ..models import User
from .login_of import login_of


@use_case
def sign_in_record(*, actor: Actor, method: str, now: Moment) -> None:
    """One row for a browser that has just been signed in; `method` names the factors."""
    audit.record(actor=actor, action="identity.login.signed_in", subject_kind="login", subject_id=actor.user_id,
                 detail={"method": method}, now=now)  # fmt: skip


@use_case
def sign_out_record(*, actor: Actor, now: Moment) -> None:
    audit.record(actor=actor, action="identity.login.signed_out", subject_kind="login", subject_id=actor.user_id,
                 now=now)  # fmt: skip


@use_case
def session_end_record(*, actor: Actor, now: Moment) -> None:
    """The actor ended a session of the own login from the list of devices."""
    audit.record(actor=actor, action="identity.sessions.ended", subject_kind="login", subject_id=actor.user_id,
                 now=now)  # fmt: skip


@use_case
def display_set(*, actor: Actor, theme: str | None = None, is_elder: bool | None = None) -> None:
    """How this login wants its pages; kept per account, not per device."""
    rows = User.objects.filter(pk=login_of(actor))
    if theme in User.Theme.values:
        rows.update(theme=theme)
    if is_elder is not None:
        rows.update(is_elder=is_elder)
