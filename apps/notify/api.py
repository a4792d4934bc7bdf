"""The door of notices."""

from .selectors import caught_messages, sms_is_in_trouble, unread_count
from .services.code_send import code_send as send_code
from .services.code_send import text_send as send_text
from .services.notice_tell import notice_tell as tell
from .services.notice_tell import notices_tell as tell_many

__all__ = ["caught_messages", "send_code", "send_text", "sms_is_in_trouble", "tell", "tell_many", "unread_count"]
