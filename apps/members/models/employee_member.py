from django.db import models
from django.db.models import Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.history import row_history
from apps.core.ids import new_id

from ..contracts import CONTRACT_LABELS, MEMBER_LABELS, ContractType, MemberStatus


class EmployeeMember(models.Model):
    """员工会员: one person at one enterprise (ID-9). Leaving is a status, never a deletion.

    `name` and `mobile_tail` (the last four digits, which every mask shows) are what the enterprise's roster says.
    `claimed_at`: the person has said, with a code sent to the own phone, that this is right.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="members")
    department = models.ForeignKey("members.Department", on_delete=models.PROTECT, related_name="members")
    emp_no = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    mobile_tail = models.CharField(max_length=4)
    status = models.CharField(
        max_length=10,
        choices=[(key.value, label) for key, label in MEMBER_LABELS.items()],
        default=MemberStatus.INVITED.value,
    )
    contract_type = models.CharField(
        max_length=10, choices=[(key.value, label) for key, label in CONTRACT_LABELS.items()]
    )
    hired_on = models.DateField()
    is_insured = models.BooleanField(default=False)  # in the employer's social insurance, as the roster says (TX-3)
    insured_by = models.ForeignKey("members.InsuranceRecord", on_delete=models.PROTECT, null=True, related_name="+")
    left_on = models.DateField(null=True)
    leaves_on = models.DateField(null=True)  # registered ahead: from this day on the member counts as LEFT
    chosen_at = models.DateTimeField(null=True)  # when the person last chose this employer among several
    created_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)  # by the last short message
    claimed_at = models.DateTimeField(null=True)
    mended_at = models.DateTimeField(null=True)  # the field that the bank sent back, until it is submitted again

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["EmployeeMember"]()
    history = row_history()

    class Meta:
        indexes = [
            models.Index(fields=["enterprise", "status", "emp_no"], name="members_roster"),
            models.Index(fields=["leaves_on"], condition=Q(leaves_on__isnull=False), name="members_leaving"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "enterprise"], name="members_one_per_enterprise"),
            models.UniqueConstraint(fields=["enterprise", "emp_no"], name="members_emp_no"),
            models.CheckConstraint(
                condition=Q(status__in=[key.value for key in MemberStatus]), name="members_member_status"
            ),
            models.CheckConstraint(
                condition=Q(contract_type__in=[key.value for key in ContractType]), name="members_contract_type"
            ),
            models.CheckConstraint(
                condition=Q(status=MemberStatus.LEFT.value, left_on__isnull=False)
                | (~Q(status=MemberStatus.LEFT.value) & Q(left_on__isnull=True)),
                name="members_left_on",
            ),
        ]
