"""What follows what another bank has answered, and who is told of it (never an amount). Repeats change nothing."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from apps.core import clock
from apps.core.outbox import subscriber
from apps.corebank.events import PaymentBounced, PaymentDoubted, PaymentResolved, PaymentStuck, PaymentUnsent
from apps.notify import api as notify

from .choices import REFERENCE, TransferState
from .events import TransferEnded
from .selectors.transfers import person_of
from .services.transfer_resolve import transfer_bounce, transfer_call, transfer_doubt, transfer_resolve

NOTES = {
    TransferState.SUCCEEDED: ("转账成功", "您发起的转账已成功。"),
    TransferState.FAILED: ("转账未成功", "转出的款项已退回原账户,请查看原因。"),
    TransferState.IN_DOUBT: ("转账结果查询中", "对方银行尚未明确答复,系统持续查询,请勿重复转账。"),
}


@subscriber(PaymentDoubted.name, "transfers.doubt", reference=REFERENCE)
def doubt(event: dict[str, Any]) -> None:
    transfer_doubt(reference=event["reference"], now=clock.read())


@subscriber(PaymentResolved.name, "transfers.resolve", reference=REFERENCE)
def resolve(event: dict[str, Any]) -> None:
    transfer_resolve(reference=event["reference"], code=event["code"], now=clock.read())


@subscriber(PaymentBounced.name, "transfers.bounce", reference=REFERENCE)
def bounce(event: dict[str, Any]) -> None:
    transfer_bounce(reference=event["reference"], now=clock.read())


@subscriber(PaymentStuck.name, "transfers.stuck", reference=REFERENCE)
def call_stuck(event: dict[str, Any]) -> None:
    transfer_call(kind="stuck", reference=event["reference"], now=clock.read())


@subscriber(PaymentUnsent.name, "transfers.unsent", reference=REFERENCE)
def call_unsent(event: dict[str, Any]) -> None:
    transfer_call(kind="unsent", reference=event["reference"], now=clock.read())


@subscriber(TransferEnded.name, "transfers.tell")
def tell(event: dict[str, Any]) -> None:
    transfer_id = UUID(event["transfer_id"])
    person_id, is_interest = person_of(transfer_id)
    title, body = NOTES[TransferState(event["state"])]
    if is_interest and event["state"] == TransferState.FAILED:
        body = "销户利息未能转到您的银行卡,款项暂存银行,请携带身份证到任一网点领取。"
    notify.tell(
        person_id=person_id,
        kind="transfers.transfer",
        title=title,
        body=body,
        link=reverse("mobile:transfer", args=[transfer_id]),
        key=f"transfers:{transfer_id}:{event['state']}",
        now=clock.read(),
    )
