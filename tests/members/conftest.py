"""What the members' tests share."""

from .applicants import admin  # noqa: F401  (a fixture)
