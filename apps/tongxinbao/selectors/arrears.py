"""How late an issue is, for who may put a default on record (row 20)."""

from uuid import UUID

from django.db.models import Count, Sum

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment

from ..choices import DEFAULT_DAYS
from ..contracts import Late
from ..models import Holding
from ..rules.issue import ISSUE
from .issues import issue_for, issue_line
from .owed import claims_on, late_since


def late_for_staff(actor: Actor, issue_id: UUID, now: Moment) -> Late:
    """Raises NotFound, IllegalMove for an issue that is not late. Five queries."""
    issue = issue_for(actor, issue_id)
    ISSUE.check(issue.state, "default")
    since = late_since(issue.pk)
    open_ones = Holding.objects.scoped(actor).filter(issue=issue, closed_on=None)
    found = open_ones.aggregate(lenders=Count("person_id", distinct=True), left=Sum("left_fen", default=0))
    claims = claims_on(issue, now.business_date)
    return Late(
        line=issue_line(issue),
        since=since,
        days=(now.business_date - since).days if since else 0,
        bound=params.get(DEFAULT_DAYS, now.business_date),
        lenders=found["lenders"],
        left_fen=int(found["left"]),
        interest_fen=sum(one.owed.interest for one in claims.lines),
        overdue_fen=sum(one.owed.overdue for one in claims.lines),
    )
