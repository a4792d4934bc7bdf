from .announcement import Announcement

__all__ = ["Announcement"]
