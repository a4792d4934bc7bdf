from django.db import models
from django.db.models import F, Q

from apps.core.crypto import BlindIndexField, EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import CARD_LABELS, REASON_LENGTH, WageCardState

S = WageCardState


class WageCard(models.Model):
    """工资卡: the account into which one employer pays one person, as the person has said and the employer confirmed.

    Exactly one of `account_id` and `card_id` says where it comes from: an own account here, or a bound card of another
    bank. What was submitted never changes: another account is another row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, db_index=False, related_name="+")
    person_id = models.UUIDField()
    name = models.CharField(max_length=60)
    emp_no = models.CharField(max_length=40)
    number = EncryptedField("account_number")
    number_index = BlindIndexField("number")
    tail = models.CharField(max_length=4)
    label = models.CharField(max_length=40)  # 本行I类户 尾号 1234
    account_id = models.UUIDField(null=True)  # bankaccounts, own bank
    card_id = models.UUIDField(null=True)  # bankaccounts, the bound card of another bank
    account_since = models.DateField()  # since when the account is there, or the card bound
    state = models.CharField(max_length=9, choices=list(CARD_LABELS.items()), default=S.SUBMITTED)
    submitted_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)  # who confirmed or rejected it for the enterprise
    decided_display = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True)  # withdrawn by the person, or replaced by the next one

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["WageCard"]()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "person_id"], name="daifutong_card_person")]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["enterprise", "person_id"], condition=Q(state=state), name=f"daifutong_card_{word}"
                )
                for state, word in ((S.SUBMITTED, "waiting"), (S.CONFIRMED, "in_use"))
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("person_id")), name="daifutong_card_other_person"),
            models.CheckConstraint(
                condition=Q(account_id__isnull=True, card_id__isnull=False)
                | Q(account_id__isnull=False, card_id__isnull=True),
                name="daifutong_card_source",
            ),
            models.CheckConstraint(
                condition=Q(state=S.SUBMITTED, decided_by__isnull=True, decided_at__isnull=True, ended_at__isnull=True)
                | Q(state=S.WITHDRAWN, decided_by__isnull=True, ended_at__isnull=False)
                | Q(state=S.CONFIRMED, decided_by__isnull=False, decided_at__isnull=False, ended_at__isnull=True)
                | Q(state=S.REJECTED, decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")
                | Q(state=S.REPLACED, decided_by__isnull=False, ended_at__isnull=False),
                name="daifutong_card_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.person_id}"
