"""The bank's feed of loans: each is kept once, whole answers or none, all day long (TX-5)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from apps.audit.models import AuditRow
from apps.core import jobs
from apps.core.crypto import blind_indexer
from apps.core.models import Job
from apps.corebank import api
from apps.corebank.adapters import NoAnswer, NotSent, exchange
from apps.corebank.models import LoanDisbursement
from apps.corebank.services import loans_fetch as service
from apps.corebank.services.loans_fetch import LOANS_JOB, loans_ask, loans_fetch
from apps.corebank.simulator import bank as simulated

from .conftest import MONDAY, Moment

CARD = "6217000000000000001"


def tell(*references: str, account: str = CARD, paid_on: str = "2026-03-02") -> None:
    loans = [{"reference": one, "account": account, "amount": 5_000_000, "paid_on": paid_on} for one in references]
    assert exchange("POST", "/sim/loans", {"loans": loans}).body == {"count": len(loans)}


def fetched(now: Moment = MONDAY) -> Job:
    with transaction.atomic():
        loans_ask(now=MONDAY)
        loans_ask(now=MONDAY)
    job = Job.objects.get(kind=LOANS_JOB)
    Job.objects.filter(pk=job.pk).update(due_at=MONDAY.wall)
    lease = jobs.claim(job.pk)
    assert lease
    loans_fetch(lease=lease, now=now)
    job.refresh_from_db()
    return job


def kept() -> list[str]:
    return list(LoanDisbursement.objects.order_by("number").values_list("reference", flat=True))


@pytest.mark.django_db(transaction=True)
def test_each_loan_is_kept_once_by_the_blind_index_of_its_account(simulator: object) -> None:
    tell("LN1", "LN2")
    job = fetched()
    assert kept() == ["LN1", "LN2"]
    index = blind_indexer("account_number")(CARD)
    assert api.loans_paid_out([index]) == {index: date(2026, 3, 2)}
    assert (job.state, job.due_at) == ("DUE", MONDAY.wall + timedelta(minutes=10))
    tell("LN2", "LN3", paid_on="2026-03-05")
    fetched()
    assert kept() == ["LN1", "LN2", "LN3"]
    assert api.loans_paid_out([index]) == {index: date(2026, 3, 5)}
    assert AuditRow.objects.system("test").filter(action="corebank.loans.fetched").count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_day_that_is_over_has_no_job_any_more(simulator: object) -> None:
    assert fetched(Moment(MONDAY.wall, date(2026, 3, 3))).state == "DONE"


@pytest.mark.django_db(transaction=True)
def test_a_long_feed_comes_page_by_page(simulator: object, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(*(f"LN{n}" for n in range(simulated.LOANS_AT_ONCE + 3)))
    fetched()
    assert len(kept()) == simulated.LOANS_AT_ONCE + 3


GOOD = {"number": 1, "reference": "LN1", "account": CARD, "amount": 1, "paid_on": "2026-03-02"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"disbursements": [GOOD]},
        {"disbursements": [GOOD | {"number": 0}], "more": False},
        {"disbursements": [GOOD | {"amount": 0}], "more": False},
        {"disbursements": [GOOD | {"amount": True}], "more": False},
        {"disbursements": [GOOD | {"amount": 1.5}], "more": False},
        {"disbursements": [GOOD | {"account": "x"}], "more": False},
        {"disbursements": [GOOD | {"reference": "a b"}], "more": False},
        {"disbursements": [GOOD | {"paid_on": "yesterday"}], "more": False},
        {"disbursements": [GOOD, GOOD], "more": False},
        {"disbursements": "none", "more": False},
        {"disbursements": [None], "more": False},
    ],
)
@pytest.mark.django_db(transaction=True)
def test_an_answer_that_cannot_be_is_none(body: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.core.peers import Answer

    monkeypatch.setattr(service, "exchange", lambda method, path: Answer(200, body))
    with pytest.raises(NoAnswer):
        fetched()
    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_a_bank_that_is_away_is_asked_again(settings: Any) -> None:
    settings.COREBANK_URL, settings.COREBANK_SECRET = "http://127.0.0.1:1", "x"
    with pytest.raises(NotSent):
        fetched()
    assert Job.objects.get(kind=LOANS_JOB).state == "LEASED"
