"""Whose login an actor acts with."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.errors import SignInRequired


def login_of(actor: Actor) -> UUID:
    """The actor's own login. Raises SignInRequired for the system and for nobody."""
    if actor.user_id is None:
        raise SignInRequired()
    return actor.user_id
