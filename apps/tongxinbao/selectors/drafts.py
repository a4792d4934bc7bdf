"""What the form of an application shows: what stands in it, what is missing, and what the bank allows today."""

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import AccountBrief, AccountStatus, HolderKind
from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment

from ..choices import DAY_COUNT_LABELS, POLICY_MULTIPLE, SUGGESTED_SHARE, DayCount
from ..contracts import Caps, Draft, NominalCap, SampleDue
from ..models import IssuePaper
from ..rules.interest import ScheduleFault, schedule
from ..rules.issue import ISSUE
from ..rules.rate_cap import nominal_cap
from .gaps import Measured, wants_of
from .issues import issue_standing
from .rate_caps import LprStale, cap_now
from .scale import suggested_scale
from .terms import measures_on, terms_of

NO_CAPS = Caps(None, ())


def draft_for(actor: Actor, issue_id: UUID, now: Moment, *, with_caps: bool = False) -> Draft:
    """Raises NotFound, IllegalMove for an issue that is no draft any more. `with_caps` reads what the rate and the
    scale are measured by as well."""
    row, standing = issue_standing(actor, issue_id)
    ISSUE.check(row.state, "submit")
    known = measures_on(now)
    caps = caps_now(now, known[POLICY_MULTIPLE]) if with_caps else NO_CAPS
    kinds = set(IssuePaper.objects.scoped(actor).filter(issue=row).values_list("kind", flat=True))
    return Draft(
        id=row.pk,
        reference=row.reference,
        title=row.title,
        values=asdict(terms_of(row)),
        account_id=row.account_id,
        papers=tuple(sorted(kinds)),
        wants=wants_of(row, kinds, now, Measured(known, standing, caps.cap)),
        caps=caps,
        suggested_fen=suggested_scale(row.enterprise_id, now, known[SUGGESTED_SHARE]) if with_caps else 0,
    )


def caps_now(now: Moment, multiple: int | None = None) -> Caps:
    """The caps of today on both day counts, or why there are none. `multiple` as of `cap_now`."""
    try:
        cap = cap_now(now, multiple)
    except LprStale as stale:
        return Caps(None, (), stale.message)
    return Caps(
        cap,
        tuple(
            NominalCap(label, nominal_cap(cap.legal, count), nominal_cap(cap.policy, count))
            for count, label in DAY_COUNT_LABELS.items()
        ),
    )


def sample_schedule(
    rate: Decimal | None,
    day_count: str,
    close_at: datetime | None,
    maturity_date: date | None,
    interest_dates: tuple[date, ...],
    principal_fen: int,
) -> tuple[SampleDue, ...]:
    """What a lender of so much would get, were the money lent on the day of the close; nothing while a term is missing
    or wrong."""
    if rate is None or close_at is None or maturity_date is None:
        return ()
    try:
        payments = schedule(
            principal_fen, rate, DayCount(day_count), close_at.astimezone(SHANGHAI).date(), maturity_date,
            interest_dates,
        )  # fmt: skip
    except ScheduleFault:
        return ()
    return tuple(SampleDue(p.due_on, p.days, p.principal, p.gross, p.tax, p.net, p.total) for p in payments)


def accounts_to_choose(actor: Actor) -> tuple[AccountBrief, ...]:
    """The enterprise's own accounts that may take money and pay it back."""
    held = bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=actor.enterprise)
    return tuple(account for account in held if account.status == AccountStatus.NORMAL)
