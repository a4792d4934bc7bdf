from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import BULLETIN_LABELS, SIDE_LABELS, BulletinState, Side


class Bulletin(models.Model):
    """公告: what an enterprise says to its people or to one department, or the bank (`side`) to those of enterprises.

    Once published it is rows of channels (BulletinPost); its words do not change any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    side = models.CharField(max_length=8, choices=list(SIDE_LABELS.items()))
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey("members.Department", on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("members.BankUnit", on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=40)
    text = models.TextField()
    needs_confirm = models.BooleanField()
    confirm_by = models.DateField(null=True)  # business date; later is taken too, and called late
    state = models.CharField(max_length=12, choices=list(BULLETIN_LABELS.items()))
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=40)
    checker_person_id = models.UUIDField(null=True)  # of the bank's
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.IntegerField(default=0)

    tenancy = Tenancy(enterprise="enterprise_id", unit="unit__path")
    objects = ScopedManager["Bulletin"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(BulletinState)), name="imessage_bulletin_state"),
            models.CheckConstraint(
                condition=Q(side=Side.OFFICE, enterprise__isnull=False, unit__isnull=True)
                | Q(side=Side.BANK, enterprise__isnull=True, department__isnull=True, unit__isnull=False),
                name="imessage_bulletin_whose",
            ),
            models.CheckConstraint(
                condition=Q(needs_confirm=True) | Q(confirm_by__isnull=True), name="imessage_bulletin_confirm_by"
            ),
            models.CheckConstraint(
                condition=~Q(checker_person_id=F("maker_person_id")), name="imessage_bulletin_two_people"
            ),
        ]


class BulletinTarget(models.Model):
    """Which enterprise a bulletin of the bank is for; without any it is for all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, db_index=False, related_name="targets")
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="+")

    tenancy = Tenancy(unit="bulletin__unit__path")
    objects = ScopedManager["BulletinTarget"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulletin", "enterprise"], name="imessage_bulletin_target_once")]


class BulletinPost(models.Model):
    """Where a bulletin stands: the row of a channel's sequence that says it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, db_index=False, related_name="posts")
    conversation = models.ForeignKey("Conversation", on_delete=models.PROTECT, db_index=False, related_name="+")
    seq = models.BigIntegerField()

    tenancy = Tenancy(enterprise="conversation__enterprise_id")
    objects = ScopedManager["BulletinPost"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "conversation"], name="imessage_posted_once"),
            models.UniqueConstraint(fields=["conversation", "seq"], name="imessage_post_row"),
        ]


class BulletinReceipt(models.Model):
    """已读与确认: that a participant has opened a bulletin, and confirmed it. It never goes back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, db_index=False, related_name="receipts")
    participant = models.ForeignKey("Participant", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)

    tenancy = Tenancy(person="participant__person_id")
    objects = ScopedManager["BulletinReceipt"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "participant"], name="imessage_one_receipt"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("read_at")),
                name="imessage_read_then_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | Q(confirmed_at__isnull=False), name="imessage_late_is_confirmed"
            ),
        ]
