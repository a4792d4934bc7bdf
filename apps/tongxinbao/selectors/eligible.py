"""Who of an issuer's people could lend by its roster, before any of them is asked: for the bank, as numbers (TX-3)."""

from collections import Counter
from uuid import UUID

from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.members import api as members
from apps.members.contracts import MemberStatus

from ..choices import HIRED_DAYS
from ..contracts import Eligibility
from .entrusted_lines import REASONS
from .issues import issue_for, issue_line
from .lenders import refusal_by_roster


def eligibility_of(actor: Actor, issue_id: UUID, now: Moment) -> Eligibility:
    """Raises NotFound. Three queries, one of the roster's size."""
    issue = issue_for(actor, issue_id)
    days = params.get(HIRED_DAYS, now.business_date)
    present = [one for one in members.engagements(issue.enterprise_id).values() if one.status != MemberStatus.LEFT]
    refusals: Counter[str] = Counter()
    for engaged in present:
        refusal = refusal_by_roster(issue, engaged, hired_days=days, now=now)
        if refusal:
            refusals[REASONS[refusal[0]]] += 1
    return Eligibility(
        line=issue_line(issue),
        enterprise_id=issue.enterprise_id,
        people=len(present),
        may=len(present) - refusals.total(),
        insured=sum(one.is_insured for one in present),
        refusals=tuple(refusals.most_common()),
    )
