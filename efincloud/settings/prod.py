"""Production: everything secret comes from the environment, and a missing secret stops the start."""

import os

from .base import *  # noqa: F403
from .base import DATABASES

# base.py has defaults for these; here each must be given, since a wrong one is found too late. TRUSTED_PROXY_COUNT: how
# many proxies of the bank's own stand in front; 0 would make all clients one address for the rate limits.
MISSING = {"DATABASE_URL", "REDIS_URL", "TRUSTED_PROXY_COUNT"} - os.environ.keys()
if MISSING:
    raise KeyError(f"not set in the environment: {', '.join(sorted(MISSING))}")

DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
FIELD_KEYS = os.environ["FIELD_KEYS"]
BLIND_INDEX_KEY = os.environ["BLIND_INDEX_KEY"]
COREBANK_SECRET = os.environ["COREBANK_SECRET"]
COREBANK_URL = os.environ["COREBANK_URL"]
TA_SECRET = os.environ["TA_SECRET"]
TA_URL = os.environ["TA_URL"]
SMS_SENDER = os.environ["SMS_SENDER"]  # dotted path of the gateway's adapter (apps.notify.contracts.SmsSender)
BANK_NAME = os.environ["BANK_NAME"]
SEAL_HEADS_DIR = os.environ["SEAL_HEADS_DIR"]
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")

DATABASES["default"]["CONN_MAX_AGE"] = 60
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
DEVICE_COOKIE_NAME = "__Host-device"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
