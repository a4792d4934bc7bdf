"""The project: settings, processes and the map of URLs. No business lives here."""

from .celery import app as celery_app

__all__ = ["celery_app"]
