"""The door of conversations, for the portal."""

from .selectors.talks import unread_for_member

__all__ = ["unread_for_member"]
