"""The door of maker and checker."""

from .selectors import history
from .selectors import pending_for as pending
from .services.request_decide import request_decide as decide
from .services.request_decide import request_void as void
from .services.request_open import request_open as request

__all__ = ["decide", "history", "pending", "request", "void"]
