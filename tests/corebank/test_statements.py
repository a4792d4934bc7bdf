"""The bank's day-end file of a clearing account: what it has settled, kept whole or not at all."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from apps.audit.models import AuditRow
from apps.core.db import OpenTransaction
from apps.core.models import OutboxEvent
from apps.corebank import api
from apps.corebank.adapters import NoAnswer, exchange, fetch
from apps.corebank.adapters import statement as adapter
from apps.corebank.adapters.statement import read_statement
from apps.corebank.contracts import PaymentKind
from apps.corebank.models import CoreMessage, CoreStatement, CoreStatementEntry
from apps.corebank.simulator.statements import EXTRA, PLANTED, Booking, document

from .conftest import MONDAY, ROOT, intended, later, order

BEPS = "3001.02"
DAY = MONDAY.business_date
DAY_TEXT = DAY.isoformat()


def paid(*references: str, amount: int = 650_000, now=MONDAY) -> None:
    for reference in references:
        intended(order(reference, amount=amount), now)
        api.send_payment(reference=reference, now=now)


def fetched(account: str = BEPS, now=MONDAY) -> bool:
    return api.fetch_statement(account=account, day=now.business_date, now=now)


def plant(kind: str, pattern: str, fen: int = 0) -> None:
    assert exchange("POST", "/sim/plant", {"kind": kind, "pattern": pattern, "fen": fen}).status == 200


def told(now=MONDAY) -> list[tuple[str, int]]:
    rows = CoreStatementEntry.objects.filter(statement__business_date=now.business_date, statement__account=BEPS)
    return list(rows.order_by("number").values_list("reference", "amount"))


# ---- what the bank tells


@pytest.mark.django_db
def test_the_file_tells_what_the_bank_has_settled_and_nothing_else(simulator):
    simulator.mode("refusal", "WAGES-0002")
    simulator.mode("timeout_applied", "WAGES-0003")
    simulator.mode("timeout_not_applied", "WAGES-0004")
    paid("WAGES-0001", "WAGES-0002", "WAGES-0003", "WAGES-0004")
    assert fetched()
    assert told() == [("WAGES-0001", 650_000), ("WAGES-0003", 650_000)]
    row = CoreStatement.objects.get()
    assert (row.opening, row.closing, row.entry_count, row.number) == (0, 1_300_000, 2, "3001.02-2026-03-02")
    assert AuditRow.objects.system("test").get(action="corebank.statement.fetched").detail["entries"] == 2


@pytest.mark.django_db
def test_balances_go_on_from_day_to_day(simulator):
    paid("WAGES-0001")
    tuesday = later(MONDAY, days=1)
    assert fetched()
    paid("WAGES-0002", amount=1, now=tuesday)
    assert fetched(now=tuesday)
    assert list(CoreStatement.objects.order_by("business_date").values_list("opening", "closing")) == [
        (0, 650_000),
        (650_000, 650_001),
    ]


@pytest.mark.django_db
def test_a_day_whose_file_is_out_takes_no_payment_any_more(simulator):
    assert fetched()
    paid("WAGES-0001")
    outcome = api.payment_outcome("WAGES-0001")
    assert (outcome.state, outcome.code) == ("FAILED", "P99")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "fen", "expected"),
    [
        ("missing", 0, [("WAGES-0002", 650_000)]),
        ("late", 0, [("WAGES-0002", 650_000)]),
        ("amount", 1, [("WAGES-0001", 649_999), ("WAGES-0002", 650_000)]),
        ("duplicate", 0, [("WAGES-0001", 650_000), ("WAGES-0001", 650_000), ("WAGES-0002", 650_000)]),
    ],
)
def test_a_planted_difference_is_told_and_adds_up(simulator, kind, fen, expected):
    paid("WAGES-0001", "WAGES-0002")
    plant(kind, "WAGES-0001", fen)
    assert fetched()
    assert told() == expected
    tuesday = later(MONDAY, days=1)
    assert fetched(now=tuesday)
    assert told(tuesday) == ([("WAGES-0001", 650_000)] if kind == "late" else [])


@pytest.mark.django_db
def test_an_extra_entry_comes_in_or_goes_out(simulator):
    plant("extra", "UNKNOWN-1", 5)
    plant("extra", "UNKNOWN-2", -7)
    assert fetched()
    assert told() == [("UNKNOWN-1", -5), ("UNKNOWN-2", 7)]


def test_the_same_question_has_the_same_answer_and_other_accounts_have_none(simulator):
    path = f"/v1/statements/{BEPS}/{DAY_TEXT}"
    assert fetch(path, 10_000) == fetch(path, 10_000)
    for path in ("/v1/statements/2011.01/2026-03-02", f"/v1/statements/{BEPS}/2026-3-2", f"/v1/statements/{BEPS}"):
        with pytest.raises(NoAnswer, match="STATUS_4"):
            fetch(path, 10_000)
    assert exchange("POST", "/sim/plant", {"kind": "magic", "pattern": "*"}).status == 422


def test_the_page_has_every_kind_of_planted_difference():
    page = (ROOT / "docs" / "corebank-protocol.md").read_text()
    table = page.partition("| kind | the entry |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z]+)` \|", table, re.MULTILINE)) == {*PLANTED, EXTRA}


# ---- what we believe of it


@pytest.mark.django_db
def test_a_file_is_fetched_once_and_nobody_changes_it(simulator):
    paid("WAGES-0001")
    assert fetched() and api.statement_is_here(BEPS, DAY)
    simulator.mode("ok")
    assert exchange("POST", "/sim/reset", {}).status == 200
    assert fetched()
    assert told() == [("WAGES-0001", 650_000)]
    for table in ("corebank_corestatement", "corebank_corestatemententry"):
        for deed in (f"UPDATE {table} SET number = number", f"DELETE FROM {table}"):
            with pytest.raises(Exception, match="append"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(deed)


@pytest.mark.django_db
def test_one_file_a_day_and_account_is_the_databases_rule():
    facts = {"account": BEPS, "business_date": DAY, "opening": 0, "closing": 0, "entry_count": 0, "digest": b"-"}
    CoreStatement.objects.create(**facts, fetched_at=MONDAY.wall)
    with pytest.raises(IntegrityError):
        CoreStatement.objects.create(**facts, fetched_at=MONDAY.wall)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_fetched_inside_a_transaction(simulator):
    with transaction.atomic(), pytest.raises(OpenTransaction):
        fetched()


@pytest.mark.django_db
def test_a_bank_that_is_down_gives_no_file(client, settings):
    settings.COREBANK_URL = "http://127.0.0.1:1"
    assert not fetched()


GOOD = document(BEPS, DAY_TEXT, 0, [Booking("WAGES-0001", "BEPS1", -100), Booking("WAGES-0002", "BEPS2", 250)])
BOMB = '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa">]>'


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"<Document/>",
        json.dumps({"entries": []}).encode(),
        GOOD[:-30],
        GOOD.replace("<Document", BOMB + "<Document"),
        GOOD.replace("3001.02</Id></Othr>", "3001.03</Id></Othr>"),
        GOOD.replace("2026-03-02</Dt>", "2026-03-01</Dt>"),
        GOOD.replace("<Ccy>CNY", "<Ccy>USD"),
        GOOD.replace('Ccy="CNY"', 'Ccy="USD"'),
        GOOD.replace("OPBD", "CLBD"),
        GOOD.replace("BOOK", "PDNG"),
        GOOD.replace("DBIT", "DEBIT"),
        GOOD.replace("1.00<", "1.000<"),
        GOOD.replace("1.00<", "-1.00<"),
        GOOD.replace("1.00<", "0.99<"),  # does not add up
        GOOD.replace("<NbOfNtries>2", "<NbOfNtries>3"),
        GOOD.replace("WAGES-0001", "WAGES 0001"),
        GOOD.replace("WAGES-0001", "W" * 65),
        GOOD.replace("BEPS1", "B" * 201),
        GOOD.replace("<NtryRef>1</NtryRef>", "<NtryRef>1</NtryRef><Sts><Cd>BOOK</Cd></Sts>"),
        GOOD.replace("</Stmt>", "</Stmt><Stmt></Stmt>"),
        GOOD.replace("<Acct>", "<a>" * 30 + "</a>" * 30 + "<Acct>"),
    ],
)
def test_what_is_not_the_file_of_this_account_and_day_is_refused_whole(wilful_bank, spoilt):
    raw = spoilt if isinstance(spoilt, bytes) else spoilt.encode()
    wilful_bank.says = lambda asked: wilful_bank.signed(asked, 200, raw)
    assert raw != GOOD.encode() and not fetched()
    assert not CoreStatement.objects.exists()
    wilful_bank.says = lambda asked: wilful_bank.signed(asked, 200, GOOD.encode())
    assert fetched() and told() == [("WAGES-0001", 100), ("WAGES-0002", -250)]


@pytest.mark.django_db
def test_a_file_is_not_believed_without_its_signature_nor_under_another_status(wilful_bank):
    right = wilful_bank.signed
    wilful_bank.says = lambda asked: right(asked, 503, GOOD.encode())
    assert not fetched()
    wilful_bank.says = lambda asked: type(said := right(asked, 200, GOOD.encode()))(200, said.body, "0" * 64)
    assert not fetched()
    assert not CoreStatement.objects.exists()


def test_bounds_of_bytes_and_entries(wilful_bank, monkeypatch):
    wilful_bank.says = lambda asked: wilful_bank.signed(asked, 200, b"x" * 11)
    assert fetch("/v1/statements/x", 11) == b"x" * 11
    with pytest.raises(NoAnswer):
        fetch("/v1/statements/x", 10)
    monkeypatch.setattr(adapter, "MAX_ENTRIES", 1)
    with pytest.raises(NoAnswer, match="BAD_STATEMENT"):
        read_statement(GOOD.encode(), BEPS, date(2026, 3, 2))


# ---- what it ends


def state(reference: str) -> tuple[str, str | None]:
    outcome = api.payment_outcome(reference)
    return outcome.state, outcome.code


def resolved(now=MONDAY) -> int:
    return api.resolve_by_statement(account=BEPS, day=now.business_date, now=now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "fen", "ends"),
    [
        ("", 0, ("SUCCEEDED", "P00")),
        (EXTRA, 650_000, ("FAILED", "P99")),  # it went out and came back
        (EXTRA, 649_999, ("UNKNOWN", "P14")),
        ("missing", 0, ("UNKNOWN", "P14")),
        ("late", 0, ("UNKNOWN", "P14")),
        ("amount", 1, ("UNKNOWN", "P14")),
        ("duplicate", 0, ("UNKNOWN", "P14")),
    ],
)
def test_the_file_ends_a_doubt_that_it_tells_of_without_a_doubt(simulator, kind, fen, ends):
    simulator.mode("query_down", "WAGES-0001")
    paid("WAGES-0001", "WAGES-0002")
    assert state("WAGES-0001") == ("UNKNOWN", "P14")
    assert resolved() == 0, "without a file"
    if kind:
        plant(kind, "WAGES-0001", fen)
    assert fetched()
    assert resolved() == (ends[0] != "UNKNOWN")
    assert (state("WAGES-0001"), state("WAGES-0002")) == (ends, ("SUCCEEDED", "P00"))
    events = OutboxEvent.objects.filter(name="corebank.payment.resolved", payload__reference="WAGES-0001")
    assert events.count() == (ends[0] != "UNKNOWN")
    assert resolved() == 0, "a second time changes nothing"


@pytest.mark.django_db
def test_another_days_file_ends_it_too_and_another_accounts_does_not(simulator):
    simulator.mode("query_down", "WAGES-0001")
    paid("WAGES-0001")
    plant("late", "WAGES-0001")
    tuesday = later(MONDAY, days=1)
    assert fetched() and fetched(now=tuesday) and fetched("3001.01")
    assert (resolved(), api.resolve_by_statement(account="3001.01", day=DAY, now=MONDAY)) == (0, 0)
    assert resolved(tuesday) == 1
    assert state("WAGES-0001") == ("SUCCEEDED", "P00")
    assert CoreMessage.objects.system("test").get(reference="WAGES-0001").bank_reference.startswith("BEPS")


@pytest.mark.django_db
def test_nothing_is_ended_inside_a_transaction(simulator):
    with pytest.raises(OpenTransaction), transaction.atomic():
        resolved()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fen", "ends", "state_is"),
    [
        (650_000, 1, ("BOUNCED", "P99")),  # exactly what was paid comes back (退票)
        (649_999, 0, ("SUCCEEDED", "P00")),
        (-650_000, 0, ("SUCCEEDED", "P00")),  # paid a second time, as they say
    ],
)
def test_a_later_file_tells_of_a_success_that_came_back_and_once(simulator, fen, ends, state_is):
    paid("WAGES-0001", "WAGES-0002")
    assert fetched()
    assert resolved() == 0
    tuesday = later(MONDAY, days=1)
    plant(EXTRA, "WAGES-0001", fen)
    assert fetched(now=tuesday)
    assert (resolved(tuesday), resolved(tuesday)) == (ends, 0)
    assert (state("WAGES-0001"), state("WAGES-0002")) == (state_is, ("SUCCEEDED", "P00"))
    assert OutboxEvent.objects.filter(name="corebank.payment.bounced").count() == ends
    assert AuditRow.objects.system("test").filter(action="corebank.payment.bounced").count() == ends


@pytest.mark.django_db
def test_paid_and_returned_on_one_day_is_a_return_as_well(simulator):
    paid("WAGES-0001")
    plant(EXTRA, "WAGES-0001", 650_000)
    assert fetched()
    assert resolved() == 1
    assert state("WAGES-0001") == ("BOUNCED", "P99")


@pytest.mark.django_db
def test_money_that_a_collection_brings_in_is_no_return(simulator):
    bank = order().payee_bank
    intended(replace(order("WAGES-0001"), kind=PaymentKind.COLLECTION, payer_bank=bank, payee_bank=""))
    api.send_payment(reference="WAGES-0001", now=MONDAY)
    assert fetched()
    assert told() == [("WAGES-0001", -650_000)]
    assert resolved() == 0
    assert state("WAGES-0001") == ("SUCCEEDED", "P00")
