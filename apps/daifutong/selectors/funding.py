"""Whether a payer's account will hold what its batches take on their days."""

from datetime import date

from django.db.models import Q, Sum

from apps.core.clock import Moment
from apps.core.money import Fen
from apps.ledger import api as ledger

from ..choices import BatchState
from ..models import Batch

WHY = "what an account must hold for its enterprise's own batches"
AHEAD = (BatchState.SUBMITTED, BatchState.CHECKED, BatchState.SCHEDULED)  # the money has not left


def shortfall(batch: Batch, now: Moment) -> Fen:
    """What the payer's account lacks, in 分, for a batch that has not left yet together with the others that leave from
    it before or with it; 0 where there is enough. Two queries."""
    rows = Batch.objects.system(WHY).filter(payer_account_id=batch.payer_account_id, state__in=AHEAD)
    earlier = Q(pay_on=None) | Q(pay_on__lte=batch.pay_on) if batch.pay_on else Q(pay_on=None)
    others = rows.filter(earlier).exclude(pk=batch.pk).aggregate(fen=Sum("total_fen", default=0))["fen"]
    free = ledger.available(batch.payer_ledger_id, now=now)
    return Fen(max(batch.total_fen + others - free, 0))


def batches_of_day(day: date) -> list[Batch]:
    """The batches of all enterprises that leave on a day, the dearest first."""
    rows = Batch.objects.system("reminders before the day").filter(state__in=AHEAD, pay_on=day)
    return list(rows.order_by("-total_fen", "pk"))
