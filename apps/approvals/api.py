"""The door of maker and checker."""

from .selectors import history, is_of_head_office, waiting
from .selectors import pending_for as pending
from .services.request_decide import request_decide as decide
from .services.request_decide import request_void as void
from .services.request_open import request_open as request

__all__ = ["decide", "history", "is_of_head_office", "pending", "request", "void", "waiting"]
