from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from apps.core.db import ScopedManager, Tenancy


class MessageGrams(models.Model):
    """What search finds a row by: its words' grams of one and two letters, and its conversation. The database writes
    them with the body and erases them with it (sql/search.sql)."""

    pk = models.CompositePrimaryKey("conversation_id", "seq")
    conversation = models.ForeignKey("Conversation", on_delete=models.PROTECT, db_index=False, related_name="+")
    seq = models.BigIntegerField()
    grams = ArrayField(models.TextField())

    tenancy = Tenancy(enterprise="conversation__enterprise_id")
    objects = ScopedManager["MessageGrams"]()

    class Meta:
        indexes = [GinIndex(fields=["grams"], name="imessage_grams_of")]
