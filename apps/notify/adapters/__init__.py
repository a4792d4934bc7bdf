from .caught_sms import CaughtSms

__all__ = ["CaughtSms"]
