from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import SIDE_LABELS, TALK_LABELS, TalkKind
from ..rules.chain import GENESIS


class Conversation(models.Model):
    """会话: one sequence of messages without holes. `last_seq` and `head_hash` move only with a message (append.sql).

    Its row is the lock under which a message gets its number: a SEQUENCE would leave holes and let commits overtake.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=list(TALK_LABELS.items()))
    # None: of the person and the bank alone.
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey("members.Department", on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=60, blank=True)
    # Of whom there is one: of a talk of two both persons' ids, the lower one first; of cards the person's and the side.
    pair = models.CharField(max_length=73, null=True, db_collation="C")
    last_seq = models.BigIntegerField(default=0)
    last_at = models.DateTimeField()
    head_hash = models.BinaryField(default=GENESIS)
    opened_at = models.DateTimeField()

    tenancy = Tenancy(person="participants__person_id", enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["Conversation"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(TalkKind)), name="imessage_talk_kind"),
            models.CheckConstraint(
                condition=Q(kind=TalkKind.DIRECT, enterprise__isnull=False, pair__isnull=False, department__isnull=True)
                | Q(kind=TalkKind.DEPARTMENT, enterprise__isnull=False, pair__isnull=True, department__isnull=False)
                | Q(kind=TalkKind.ENTERPRISE, enterprise__isnull=False, pair__isnull=True, department__isnull=True)
                | Q(kind=TalkKind.BANK_BULLETIN, enterprise__isnull=False, pair__isnull=True, department__isnull=True)
                | Q(kind=TalkKind.BULLETIN, enterprise__isnull=False, pair__isnull=True)
                | Q(kind=TalkKind.SERVICE, enterprise__isnull=False, pair__isnull=True, department__isnull=True)
                | Q(kind=TalkKind.CARDS, enterprise__isnull=True, pair__isnull=False, department__isnull=True),
                name="imessage_talk_whose",
            ),
            models.UniqueConstraint(fields=["enterprise", "pair"], name="imessage_one_direct"),
            models.UniqueConstraint(fields=["pair"], condition=Q(kind=TalkKind.CARDS), name="imessage_one_of_cards"),
            models.UniqueConstraint(fields=["department", "kind"], name="imessage_one_of_department"),
            models.UniqueConstraint(
                fields=["enterprise", "kind"],
                condition=Q(department__isnull=True, pair__isnull=True) & ~Q(kind=TalkKind.SERVICE),
                name="imessage_one_of_enterprise",
            ),
        ]


class Participant(models.Model):
    """参与人: one person on one side of one conversation, from the message after `joined_seq` up to `left_seq`.

    The cursors only grow: `recv_seq` has reached a device, `read_seq` was seen. `allowance` is how many messages may
    follow at once (rules.pace).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey(
        "Conversation", on_delete=models.PROTECT, db_index=False, related_name="participants"
    )
    person_id = models.UUIDField()  # identity
    side = models.CharField(max_length=8, choices=list(SIDE_LABELS.items()))
    display = models.CharField(max_length=60)  # as the others see the person now; a message keeps what was then
    badge = models.CharField(max_length=80)
    joined_seq = models.BigIntegerField()
    left_seq = models.BigIntegerField(null=True)
    recv_seq = models.BigIntegerField()
    read_seq = models.BigIntegerField()
    told_seq = models.BigIntegerField(default=0)  # up to where the inbox has said that something is unread
    mention_seq = models.BigIntegerField(default=0)  # the last row in which the others called this person
    is_muted = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    is_marked = models.BooleanField(default=False)  # 标为未读, until it is opened again
    allowance = models.IntegerField()  # in thousandths of a message
    allowance_at = models.DateTimeField()

    tenancy = Tenancy(person="person_id", enterprise="conversation__enterprise_id")
    objects = ScopedManager["Participant"]()

    class Meta:
        indexes = [
            models.Index(fields=["person_id"], condition=Q(left_seq__isnull=True), name="imessage_talks_of_person")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "person_id", "side"],
                condition=Q(left_seq__isnull=True),
                name="imessage_in_once",
            ),
            models.CheckConstraint(
                condition=Q(read_seq__lte=F("recv_seq")) & Q(joined_seq__lte=F("read_seq")),
                name="imessage_cursors",
            ),
            models.CheckConstraint(
                condition=Q(left_seq__isnull=True) | Q(left_seq__gte=F("joined_seq")), name="imessage_left_after"
            ),
        ]
