"""At the end of a day: whose account lacks money for the wages that wait to be paid from it is told in time."""

from collections import defaultdict
from uuid import UUID

from django.urls import reverse

from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.db import require_transaction
from apps.ledger import api as ledger
from apps.notify import api as notify

from ..models import Batch
from ..selectors.batches import WAITING


def funding_remind(now: Moment, partition: int) -> Report:
    """Tells the maker of each batch that waits for approval or debit when the payer's account has less than all of them
    together. No amount is told; the page of the batch says what lacks. Key: batch and day.

    Needs the transaction of the step; locks nothing.
    """
    require_transaction()
    by_payer: dict[UUID, list[Batch]] = defaultdict(list)
    for batch in Batch.objects.system("wages that wait for money").filter(state__in=WAITING).order_by("pk"):
        by_payer[batch.payer_ledger_id].append(batch)
    short = [
        batch
        for payer, batches in by_payer.items()
        if sum(batch.total_fen for batch in batches) > ledger.available(payer, now=now)
        for batch in batches
    ]
    for batch in short:
        notify.tell(
            person_id=batch.maker_person_id,
            kind="daifutong.batch",
            title="付款账户余额不足以发放工资",
            body=f"{batch.title}待发放,付款账户可用余额不足,请在发放前补足。",
            link=reverse("office:batch_detail", args=[batch.pk]),
            key=f"daifutong.funding:{batch.pk}:{now.business_date}",
            now=now,
        )
    told = f"{len(short)} 个待发批次的付款账户余额不足,已提醒" if short else "待发批次余额充足"
    return Report(told, {"short": len(short)})
