"""Who belongs to an enterprise at this moment: leaving was perhaps registered ahead, and holds from its day on."""

from django.db.models import Case, F, Subquery, Value, When

from apps.core.choices import DayState
from apps.core.models import BankDay

from ..contracts import MemberStatus


def status_now() -> Case:
    """The status of a member by the open business date, inside the query that uses it: LEFT from `leaves_on` on, though
    the round that writes it (services.member_leave) has not come yet."""
    today = Subquery(BankDay.objects.filter(state=DayState.OPEN).values("business_date")[:1])
    return Case(When(leaves_on__lte=today, then=Value(MemberStatus.LEFT.value)), default=F("status"))
