"""Lines that an earlier batch did not pay: which may be paid now, and which batch pays them."""

from django.db.models import Exists, OuterRef, QuerySet

from apps.core.actors import Actor

from ..choices import LEFT_OUT, RowState, WageCardState
from ..contracts import WaitingLines
from ..models import Batch, FollowUp, Row, WageCard
from ..rules.batch import REPEATABLE, VOID

WHY = "lines of batches that have been scoped"


def waiting_rows(actor: Actor, is_confidential: bool) -> QuerySet[Row]:
    """The parked lines of the enterprise's paid batches, confidential or not, whose employees have a confirmed wage
    card now."""
    card = WageCard.objects.scoped(actor).filter(person_id=OuterRef("person_id"), state=WageCardState.CONFIRMED)
    return _parked(actor).filter(Exists(card), batch__is_confidential=is_confidential)


def waiting_lines(actor: Actor) -> WaitingLines:
    """How many parked lines nothing pays yet, and how many of them could be paid now. Three queries."""
    free = ~Exists(_on_its_way())
    ready, hidden = (waiting_rows(actor, secret).filter(free).count() for secret in (False, True))
    return WaitingLines(_parked(actor).filter(free).count(), ready, hidden)


def retryable(batch: Batch) -> bool:
    """Whether a failed line of a batch that has been scoped is in no other batch that may still pay it."""
    failed = Row.objects.system(WHY).filter(batch=batch, state=RowState.RETURNED)
    return failed.filter(~Exists(_on_its_way()), ~Exists(_on_its_way_of_chain())).exists()


def _parked(actor: Actor) -> QuerySet[Row]:
    rows = Row.objects.scoped(actor).filter(state=RowState.WAITING, batch__state__in=REPEATABLE, follows=None)
    return rows.select_related("batch")


def _live() -> QuerySet[FollowUp]:
    over = (*LEFT_OUT, RowState.RETURNED)
    rows = FollowUp.objects.system(WHY).filter(is_live=True)
    return rows.exclude(row__state__in=over).exclude(row__batch__state__in=VOID)


def _on_its_way() -> QuerySet[FollowUp]:
    return _live().filter(origin=OuterRef("pk"))


def _on_its_way_of_chain() -> QuerySet[FollowUp]:
    return _live().filter(origin__follow_ups__row=OuterRef("pk"))
