"""Row differences of the low-volume business models, by django-simple-history.

Which models keep one is listed in tests/architecture/test_models.py. Never the books (they never change), never payroll
rows (they log their own moves), never an encrypted column. Written by `.save()` alone, in the transaction of the deed;
the user is the actor of the use case that runs.
"""

from typing import Any
from uuid import UUID

from django.db import models
from simple_history.models import HistoricalRecords

from .db import acting


def _user_id(instance: Any, **kwargs: Any) -> UUID | None:
    actor = acting.get()
    return actor.user_id if actor else None


def _read(historical: Any) -> UUID | None:
    return historical.history_user_id


def _write(historical: Any, user_id: UUID | None) -> None:
    historical.history_user_id = user_id


def row_history(excluded: tuple[str, ...] = ()) -> HistoricalRecords:
    """The `history` attribute of a model; `excluded` names its encrypted and derived columns."""
    return HistoricalRecords(
        excluded_fields=list(excluded),
        get_user=_user_id,
        history_user_id_field=models.UUIDField(null=True),
        history_user_getter=_read,
        history_user_setter=_write,
    )
