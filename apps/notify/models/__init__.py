from .notice import Notice, SmsMessage, SmsPreference

__all__ = ["Notice", "SmsMessage", "SmsPreference"]
