"""The door of the audit trail."""

from .selectors import trail_of, words
from .services.row_record import denial_record as record_denial
from .services.row_record import row_record as record

__all__ = ["record", "record_denial", "trail_of", "words"]
