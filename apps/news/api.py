"""The door of announcements, for the portal."""

from .selectors import banners_on, standing_for

__all__ = ["banners_on", "standing_for"]
