"""The demo on one's own machine: plain http on loopback, fixed keys, the story bar."""

from .base import *  # noqa: F403
from .base import DATABASES

DEBUG = False
DEMO = True
DEMO_CAST = "fixtures.cast.LABELS"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
SECRET_KEY = "demo-only-" + "0" * 40
FIELD_KEYS = "demo1:" + "11" * 32
BLIND_INDEX_KEY = "22" * 32
COREBANK_SECRET = "demo-core-secret"
TA_SECRET = "demo-agent-secret"

# One ASGI process serves everything here; persistent connections would pile up one per thread.
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 0, "max_size": 8, "timeout": 10}}

WHITENOISE_USE_FINDERS = True
