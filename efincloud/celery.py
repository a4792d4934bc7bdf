"""Celery only wakes workers: a message carries a job's id, the job's state is in PostgreSQL (core.jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "efincloud.settings.prod")
app = Celery("efincloud")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
