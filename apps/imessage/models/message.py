from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy

from ..choices import HOUSE_KINDS, MESSAGE_LABELS, POINTING_KINDS, MessageKind


class Message(models.Model):
    """消息: row `seq` of a conversation, append-only and chained. Edits and recalls are rows of the same sequence
    that point at another one. What was said stands in MessageBody; here stands only what proves it (`body_mac`).
    """

    pk = models.CompositePrimaryKey("conversation_id", "seq")
    conversation = models.ForeignKey("Conversation", on_delete=models.PROTECT, db_index=False, related_name="+")
    seq = models.BigIntegerField()
    participant = models.ForeignKey(
        "Participant", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    device = models.CharField(max_length=40, db_collation="C")
    client_id = models.UUIDField()  # made on the device before the first try: the idempotency key
    kind = models.CharField(max_length=10, choices=list(MESSAGE_LABELS.items()))
    target_seq = models.BigIntegerField(null=True)
    display = models.CharField(max_length=60)  # the sender as he was called then
    badge = models.CharField(max_length=80)  # what he was certified as then
    body_mac = models.BinaryField()
    sent_at = models.DateTimeField()  # wall clock
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    tenancy = Tenancy(enterprise="conversation__enterprise_id")
    objects = ScopedManager["Message"]()

    class Meta:
        indexes = [
            models.Index(
                fields=["conversation", "target_seq"],
                condition=Q(target_seq__isnull=False),
                name="imessage_pointing",
            ),
            BrinIndex(fields=["sent_at"], name="imessage_message_time"),  # written in the order of time
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "participant", "device", "client_id"], name="imessage_one_effect"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(MessageKind)), name="imessage_message_kind"),
            models.CheckConstraint(
                condition=Q(participant__isnull=False) | Q(kind__in=HOUSE_KINDS), name="imessage_somebodys_words"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=POINTING_KINDS) | Q(target_seq__isnull=False), name="imessage_pointing_at"
            ),
        ]


class MessageBody(models.Model):
    """What a message says, with the salt of its MAC: the one part that retention and privacy may erase."""

    pk = models.CompositePrimaryKey("conversation_id", "seq")
    conversation = models.ForeignKey("Conversation", on_delete=models.PROTECT, db_index=False, related_name="+")
    seq = models.BigIntegerField()
    salt = models.BinaryField(null=True)
    body = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="conversation__enterprise_id")
    objects = ScopedManager["MessageBody"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(salt__isnull=False, body__isnull=False, erased_at__isnull=True)
                | Q(salt__isnull=True, body__isnull=True, erased_at__isnull=False),
                name="imessage_body_or_erased",
            )
        ]
