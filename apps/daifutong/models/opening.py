from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import OPENING_LABELS, REASON_LENGTH, OpeningState

S = OpeningState


class Opening(models.Model):
    """批量开户: an enterprise asks the bank to open accounts for its people, each of whom then opens the own one.

    No account comes into being by it: the person is needed for that (docs/adr/0015-no-account-without-its-holder.md).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=10, choices=list(OPENING_LABELS.items()), default=S.ASKED)
    wish = models.CharField(max_length=REASON_LENGTH, blank=True)  # when and where the enterprise would like it
    place = models.CharField(max_length=REASON_LENGTH, blank=True)  # when and where the bank sees the people
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, blank=True)  # of people and place: what the approver agrees to
    maker_person_id = models.UUIDField()
    maker_display = models.CharField(max_length=60)
    operator_person_id = models.UUIDField(null=True)
    approver_person_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["Opening"]()

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-asked_at"], name="daifutong_opening_list")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(operator_person_id=F("approver_person_id")), name="daifutong_opening_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.ACCEPTED, S.INVITED]) | ~Q(place="") & Q(operator_person_id__isnull=False),
                name="daifutong_opening_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.INVITED) | Q(approver_person_id__isnull=False, invited_at__isnull=False),
                name="daifutong_opening_invited",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.count}"


class OpeningInvitee(models.Model):
    """One of the people of a request; how far they are is read from their accounts and wage cards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, db_index=False, related_name="invitees")
    person_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=60)
    emp_no = models.CharField(max_length=40)

    tenancy = Tenancy(person="person_id", enterprise="opening__enterprise_id", unit="opening__enterprise__unit__path")
    objects = ScopedManager["OpeningInvitee"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "person_id"], name="daifutong_invitee_once")]

    def __str__(self) -> str:
        return f"{self.opening_id} {self.person_id}"
