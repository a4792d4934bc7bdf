"""The bank's feed of loans paid out to accounts here: told once each, asked for all day long (TX-5)."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max

from apps.audit.api import record
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.crypto import blind_indexer
from apps.core.db import refuse_transaction, use_case
from apps.core.jobs import Lease
from apps.core.money import MAX_FEN

from ..adapters import NoAnswer, exchange
from ..models import LoanDisbursement

LOANS_JOB = "corebank.loans"
AGAIN = timedelta(minutes=10)
PAGES = 20  # at most in one run; the rest comes with the next
OK = 200
_REFERENCE, _ACCOUNT = re.compile(r"[A-Za-z0-9-]{1,64}"), re.compile(r"[0-9]{8,32}")


@dataclass(frozen=True, slots=True)
class Told:
    """A loan as the feed tells it; `number` counts them from 1."""

    number: int
    reference: str
    account: str
    amount: int
    paid_on: date


def loans_ask(*, now: Moment) -> None:
    """Has the feed asked for on the open day; once a day, however often it is called. In the caller's transaction."""
    day = now.business_date.isoformat()
    jobs.add(LOANS_JOB, day, {"day": day})


def loans_fetch(*, lease: Lease, now: Moment) -> None:
    """The job of a day: asks for what is new, outside any transaction, keeps it, and comes again until the day is over.

    Raises NotSent or NoAnswer for a bank that does not answer, or tells what cannot be: the job is tried again, and at
    last people are called.
    """
    refuse_transaction()
    after = LoanDisbursement.objects.aggregate(last=Max("number"))["last"] or 0
    found: list[Told] = []
    for _ in range(PAGES):
        page, is_more = _page(found[-1].number if found else after)
        found += page
        if not is_more:
            break
    loans_keep(told=found, lease=lease, now=now)


def _page(after: int) -> tuple[list[Told], bool]:
    answer = exchange("GET", f"/v1/loan-disbursements/{after}")
    if answer.status != OK:
        raise NoAnswer(f"STATUS_{answer.status}")
    try:
        told = [_told(entry) for entry in answer.body["disbursements"]]
        numbers = [after, *(one.number for one in told)]
        if any(a >= b for a, b in itertools.pairwise(numbers)):
            raise ValueError("out of order")
        return told, bool(answer.body["more"]) and bool(told)
    except (KeyError, TypeError, ValueError):
        raise NoAnswer("BAD_ANSWER") from None


def _told(entry: Mapping[str, Any]) -> Told:
    number, amount = entry["number"], entry["amount"]
    if type(number) is not int or type(amount) is not int or not 0 < amount < MAX_FEN or not 0 < number < 2**63:
        raise ValueError("no number")
    if not _REFERENCE.fullmatch(entry["reference"]) or not _ACCOUNT.fullmatch(entry["account"]):
        raise ValueError("no loan")
    return Told(number, entry["reference"], entry["account"], amount, date.fromisoformat(entry["paid_on"]))


@use_case
def loans_keep(*, told: Sequence[Told], lease: Lease, now: Moment) -> None:
    """Keeps what is not here yet, by its reference, and hands the job back, or ends it with its day."""
    index = blind_indexer("account_number")
    rows = [
        LoanDisbursement(
            number=one.number, reference=one.reference, number_index=index(one.account), paid_on=one.paid_on,
            amount=one.amount, fetched_at=now.wall,
        )
        for one in told
    ]  # fmt: skip
    LoanDisbursement.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        record(
            actor=Actor.system("贷款发放信息"),
            action="corebank.loans.fetched",
            subject_kind="corebank.loans",
            subject_id=lease.job_id,
            detail={"rows": len(rows), "last": rows[-1].number},
            unit_path=settings.HEAD_UNIT_PATH,
            now=now,
        )
    if lease.payload["day"] == now.business_date.isoformat():
        lease.again(now.wall + AGAIN)
    else:
        lease.finish()
