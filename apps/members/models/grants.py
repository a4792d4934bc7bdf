from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.core.actors import ROLE_LABELS, Role
from apps.core.db import ScopedManager, Tenancy
from apps.core.history import row_history
from apps.core.ids import new_id

from ..rules import OPERATOR_ROLES, STAFF_ROLES


def _choices(roles: frozenset[Role]) -> list[tuple[str, str]]:
    return sorted((role.value, ROLE_LABELS[role]) for role in roles)


class Grant(models.Model):
    """A role given to a login by another person. Taking it back keeps the row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()  # the login's person: conflicts are between persons, not logins
    granter_person_id = models.UUIDField(null=True)  # null: loaded when the house was set up
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class OperatorGrant(Grant):
    """What a login may do for an enterprise. With days it is a role lent by its granter, whose own it is (代办)."""

    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="operator_grants")
    role = models.CharField(max_length=20, choices=_choices(OPERATOR_ROLES))

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["OperatorGrant"]()
    history = row_history()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise", "role"],
                condition=Q(revoked_at__isnull=True, first_on__isnull=True),
                name="members_operator_grant_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[value for value, _ in _choices(OPERATOR_ROLES)]), name="members_operator_role"
            ),
            models.CheckConstraint(
                condition=~Q(person_id=F("granter_person_id")), name="members_operator_grant_by_another"
            ),
            models.CheckConstraint(
                condition=Q(first_on__isnull=True, last_on__isnull=True)
                | Q(last_on__gte=F("first_on"), granter_person_id__isnull=False),
                name="members_operator_grant_days",
            ),
        ]


class StaffGrant(Grant):
    """What a login may do at a unit of the bank."""

    unit = models.ForeignKey("members.BankUnit", on_delete=models.PROTECT, related_name="staff_grants")
    role = models.CharField(max_length=20, choices=_choices(STAFF_ROLES))

    tenancy = Tenancy(person="person_id", unit="unit__path")
    objects = ScopedManager["StaffGrant"]()
    history = row_history()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(revoked_at__isnull=True), name="members_staff_grant_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[value for value, _ in _choices(STAFF_ROLES)]), name="members_staff_role"
            ),
            models.CheckConstraint(
                condition=~Q(person_id=F("granter_person_id")), name="members_staff_grant_by_another"
            ),
        ]
