"""The door of 同心宝, for the portal."""

from .choices import ENTRY
from .selectors.lending import entry_exists_for

__all__ = ["ENTRY", "entry_exists_for"]
