"""Tests: real PostgreSQL and Valkey, nothing pooled, quick password hashes."""

from .base import DATABASE_URL, database_from_url
from .dev import *  # noqa: F403

DATABASES = {"default": database_from_url(DATABASE_URL)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "tests-only"
