"""The door of the portal, for the settings alone: nothing stands above it."""

from .frame import frame

__all__ = ["frame"]
