"""Who belongs to an enterprise at this moment: leaving was perhaps registered ahead, and holds from its day on."""

from django.db.models import Case, F, Q, QuerySet, Subquery, Value, When

from apps.core.choices import DayState
from apps.core.models import BankDay

from ..contracts import MemberStatus
from ..models import OperatorGrant


def _today() -> Subquery:
    return Subquery(BankDay.objects.filter(state=DayState.OPEN).values("business_date")[:1])


def in_force(grants: QuerySet[OperatorGrant]) -> QuerySet[OperatorGrant]:
    """Those of the grants that hold on the open business date: not taken back, and a lent role only on its days."""
    return grants.filter(Q(first_on=None) | Q(first_on__lte=_today(), last_on__gte=_today()), revoked_at=None)


def unexpired(grants: QuerySet[OperatorGrant]) -> QuerySet[OperatorGrant]:
    """Those that hold today or will: not taken back, and no lent role whose days are over."""
    return grants.filter(Q(first_on=None) | Q(last_on__gte=_today()), revoked_at=None)


def status_now() -> Case:
    """The status of a member by the open business date, inside the query that uses it: LEFT from `leaves_on` on, though
    the round that writes it (services.member_leave) has not come yet."""
    return Case(When(leaves_on__lte=_today(), then=Value(MemberStatus.LEFT.value)), default=F("status"))
