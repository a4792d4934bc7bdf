from .notice import Notice, SmsMessage

__all__ = ["Notice", "SmsMessage"]
