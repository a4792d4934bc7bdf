"""Tests: real PostgreSQL and Valkey, nothing pooled, quick password hashes."""

import os

from .base import CACHES, DATABASE_URL, database_from_url
from .dev import *  # noqa: F403

DATABASES = {"default": database_from_url(DATABASE_URL)}
# Each worker has a database of its own, and what it keeps of it in Valkey is its own too.
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": os.environ.get("PYTEST_XDIST_WORKER", "")}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "tests-only"
