"""The door of the audit trail."""

from .selectors import places_of, trail_of, words
from .services.row_record import denial_record as record_denial
from .services.row_record import row_record as record

__all__ = ["places_of", "record", "record_denial", "trail_of", "words"]
