"""A payment to another bank against the simulated core bank: never twice, never lost, never guessed (P5)."""

import json

import pytest
from django.db import connection, transaction

from apps.audit.models import AuditRow
from apps.core import jobs
from apps.core.actors import Actor
from apps.core.db import NoTransaction, OpenTransaction
from apps.core.errors import Conflict, NotFound
from apps.core.models import Job, OutboxEvent
from apps.corebank import api
from apps.corebank.adapters import exchange
from apps.corebank.contracts import PaymentCode, PaymentState
from apps.corebank.models import CoreMessage
from apps.corebank.services import payment_send as sending
from apps.corebank.services.payment_advance import payment_advance
from fixtures import generators

from .conftest import MONDAY, bank_day_over, intended, later, order, running_bank

pytestmark = pytest.mark.django_db

REFERENCE = "WAGES-2026-03-0001"


def send(now=MONDAY):
    return api.send_payment(reference=REFERENCE, now=now)


def query(now=MONDAY):
    return api.query_payment(reference=REFERENCE, now=now)


def events() -> list[tuple[str, dict]]:
    return list(OutboxEvent.objects.order_by("id").values_list("name", "payload"))


def moves() -> list[tuple[str, str, str]]:
    rows = AuditRow.objects.system("test").filter(subject_kind="corebank.payment").order_by("id")
    return [(row.action.rpartition(".")[2], row.from_state, row.to_state) for row in rows]


def problem() -> str:
    return CoreMessage.objects.system("test").get(reference=REFERENCE).problem


def test_a_payment_is_intended_sent_and_done(simulator):
    assert intended(order()).state == PaymentState.INTENT
    outcome = send()
    assert (outcome.state, outcome.code, outcome.amount) == (PaymentState.SUCCEEDED, PaymentCode.OK, 650_000)
    assert outcome.final and outcome.next_query_at is None
    assert simulator.knows(REFERENCE) == "SUCCEEDED"
    assert events() == [("corebank.payment.resolved", {"reference": REFERENCE, "state": "SUCCEEDED", "code": "P00"})]
    assert moves() == [("intended", "", "INTENT"), ("sent", "INTENT", "SENT"), ("succeeded", "SENT", "SUCCEEDED")]


@pytest.mark.parametrize(
    "marker, amount, code",
    [
        (99901, 1, "P01"),
        (99902, 1, "P02"),
        (99903, 1, "P03"),
        (99904, 1, "P04"),
        (99905, 1, "P05"),
        (99906, 1_000_001, "P06"),
        (99907, 1, "P06"),
        (99913, 1, "P13"),
        (99915, 1, "P15"),
        (99999, 1, "P99"),
        (1, 100_000_001, "P12"),
    ],
)
def test_a_definite_refusal_is_a_failure_with_its_code(simulator, marker, amount, code):
    intended(order(payee=marker, amount=amount))
    outcome = send()
    assert (outcome.state, outcome.code) == (PaymentState.FAILED, code)
    assert query() == outcome
    assert events() == [("corebank.payment.resolved", {"reference": REFERENCE, "state": "FAILED", "code": code})]


def test_a_refusal_by_mode(simulator):
    simulator.mode("refusal", "WAGES-*", "P05")
    intended(order())
    assert send().code == "P05"


def test_a_timeout_with_the_money_gone_is_found_by_asking(simulator):
    simulator.mode("timeout_applied")
    intended(order())
    outcome = send()
    assert (outcome.state, outcome.code, problem()) == (PaymentState.UNKNOWN, "P14", "TIMEOUT")
    assert send() == outcome  # not sent again
    assert query().state == PaymentState.SUCCEEDED
    assert [name for name, _ in events()] == ["corebank.payment.doubted", "corebank.payment.resolved"]
    assert moves()[2:] == [("doubted", "SENT", "UNKNOWN"), ("succeeded", "UNKNOWN", "SUCCEEDED")]
    assert CoreMessage.objects.system("test").get().attempts == 1


def test_a_timeout_with_nothing_done_stays_in_doubt_until_the_banks_day_is_over(simulator):
    simulator.mode("timeout_not_applied")
    intended(order())
    send()
    simulator.mode("ok")
    for minutes in (1, 10, 300):
        now = later(MONDAY, seconds=60 * minutes)
        assert (query(now).state, problem()) == (PaymentState.UNKNOWN, "NOT_FOUND")
        assert send(now).state == PaymentState.UNKNOWN
    assert simulator.knows(REFERENCE) == "NOT_FOUND"
    assert query(later(MONDAY, days=3)).state == PaymentState.UNKNOWN, "our calendar proves nothing"
    bank_day_over(MONDAY.business_date)
    outcome = query(later(MONDAY, days=3, seconds=1))
    assert (outcome.state, outcome.code) == (PaymentState.FAILED, "P99")
    assert [name for name, _ in events()] == ["corebank.payment.doubted", "corebank.payment.resolved"]


def test_an_order_that_comes_late_while_the_banks_day_is_still_open_is_paid_and_not_returned(simulator):
    """Our day is over, the bank's is not: what it does not know yet it may still apply, and does."""
    simulator.mode("timeout_not_applied")
    intended(order())
    send()
    simulator.mode("ok")
    tuesday = later(MONDAY, days=1)
    assert (query(tuesday).state, problem()) == (PaymentState.UNKNOWN, "NOT_FOUND")
    sent = json.loads(CoreMessage.objects.system("test").get().payload.clear())
    exchange("POST", "/v1/payments", sent | {"business_date": MONDAY.business_date.isoformat()})
    assert query(tuesday).state == PaymentState.SUCCEEDED


def test_with_the_query_down_the_doubt_lasts_and_the_questions_grow_rarer(simulator):
    simulator.mode("query_down")
    intended(order())
    send()
    waits = []
    for _ in range(7):
        outcome = query(later(MONDAY, days=1))
        assert (outcome.state, problem()) == (PaymentState.UNKNOWN, "STATUS_503")
        waits.append((outcome.next_query_at - later(MONDAY, days=1).wall).total_seconds())
    assert waits == [15, 60, 300, 900, 3600, 3600, 3600]
    simulator.mode("ok")
    assert query(later(MONDAY, days=2)).state == PaymentState.SUCCEEDED


@pytest.mark.parametrize("marker, in_the_books", [(99921, "SUCCEEDED"), (99922, "NOT_FOUND"), (99923, None)])
def test_accounts_choose_their_mode_for_a_demo(simulator, marker, in_the_books):
    intended(order(payee=marker))
    assert send().state == PaymentState.UNKNOWN
    if in_the_books:
        assert simulator.knows(REFERENCE) == in_the_books
    else:
        assert query().state == PaymentState.UNKNOWN
        simulator.mode("ok", REFERENCE)
        assert query().state == PaymentState.SUCCEEDED


def test_the_bank_remembers_over_a_restart(client, settings, tmp_path):
    with running_bank(tmp_path / "state") as settings.COREBANK_URL:
        intended(order(payee=99921))
        assert send().state == PaymentState.UNKNOWN
    assert query().state == PaymentState.UNKNOWN
    assert problem() == "UNREACHABLE"
    with running_bank(tmp_path / "state") as settings.COREBANK_URL:
        assert query().state == PaymentState.SUCCEEDED


def test_what_never_left_is_an_intent_again(simulator, settings, bank_address):
    settings.COREBANK_URL = "http://127.0.0.1:1"
    intended(order())
    outcome = send()
    assert (outcome.state, outcome.code, outcome.sent_at, problem()) == (PaymentState.INTENT, None, None, "UNREACHABLE")
    settings.COREBANK_URL = bank_address
    assert send().state == PaymentState.SUCCEEDED
    assert [move for move, _, _ in moves()] == ["intended", "sent", "taken_back", "sent", "succeeded"]


def test_an_intent_lives_and_dies_with_the_deed(simulator):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        api.intend_payment(order=order(), actor=Actor.system("测试"), now=MONDAY)
        raise ZeroDivisionError
    with pytest.raises(NotFound):
        api.payment_outcome(REFERENCE)
    assert Job.objects.count() == OutboxEvent.objects.count() == 0


def test_the_same_intent_twice_is_one_and_another_under_its_reference_is_refused(simulator):
    first = intended(order())
    assert intended(order()) == first
    with pytest.raises(Conflict) as caught:
        intended(order(amount=650_001))
    assert caught.value.code == "REFERENCE_REUSED"
    assert CoreMessage.objects.system("test").count() == Job.objects.count() == 1
    assert [move for move, _, _ in moves()] == ["intended"]


def test_a_reference_that_no_path_could_hold_is_refused(simulator):
    with pytest.raises(ValueError, match="8 to 64"):
        intended(order("../../etc"))


def test_many_outcomes_in_one_query(simulator, django_assert_num_queries):
    for number in range(3):
        intended(order(f"WAGES-2026-03-000{number}"))
    with django_assert_num_queries(1):
        found = api.payment_outcomes([f"WAGES-2026-03-000{number}" for number in range(4)])
    assert sorted(found) == [f"WAGES-2026-03-000{number}" for number in range(3)]


@pytest.mark.django_db(transaction=True)
def test_each_of_the_three_commits_has_its_place(simulator):
    with pytest.raises(NoTransaction):
        api.intend_payment(order=order(), actor=Actor.system("测试"), now=MONDAY)
    intended(order())
    with transaction.atomic():
        for step in (send, query):
            with pytest.raises(OpenTransaction):
                step()
    assert send().state == PaymentState.SUCCEEDED


def test_accounts_and_names_are_ciphertext_at_rest_and_absent_from_prints(simulator):
    paid = order()
    intended(paid)
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM corebank_coremessage")
        (stored,) = cursor.fetchone()
    texts = bytes(stored).decode("latin-1") + repr(paid) + repr(list(AuditRow.objects.system("test").values()))
    for secret in (paid.payee_account, paid.payer_account, paid.payee_name):
        assert secret not in texts
        assert secret.encode() not in bytes(stored)


def test_a_process_that_dies_after_marking_leaves_a_payment_to_ask_after(simulator, monkeypatch):
    intended(order())

    def die(*args):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sending, "exchange", die)
        with pytest.raises(SystemExit):
            send()
    assert api.payment_outcome(REFERENCE).state == PaymentState.SENT
    assert send().state == PaymentState.SENT
    assert simulator.knows(REFERENCE) == "NOT_FOUND"  # nobody sent it a second time
    assert query().state == PaymentState.UNKNOWN
    bank_day_over(MONDAY.business_date)
    assert query(later(MONDAY, days=1)).code == "P99"


def work(now):
    """One run of the payment's job, as a worker would do it."""
    Job.objects.update(due_at=MONDAY.wall)
    lease = jobs.claim(Job.objects.get().pk)
    return payment_advance(lease=lease, now=now)


def test_the_job_sends_then_asks_until_the_end_is_known(simulator):
    simulator.mode("query_down")
    intended(order())
    assert work(MONDAY).state == PaymentState.UNKNOWN
    asked = later(MONDAY, seconds=5)
    assert work(asked).state == PaymentState.UNKNOWN
    assert Job.objects.get().due_at == later(asked, seconds=15).wall
    simulator.mode("ok")
    assert work(later(asked, seconds=15)).state == PaymentState.SUCCEEDED
    assert Job.objects.get().state == Job.State.DONE


def test_the_job_tries_again_what_could_not_leave(client, settings):
    settings.COREBANK_URL = "http://127.0.0.1:1"
    intended(order())
    assert work(MONDAY).state == PaymentState.INTENT
    assert (Job.objects.get().state, Job.objects.get().due_at) == (Job.State.DUE, later(MONDAY, seconds=15).wall)


def test_after_three_days_of_silence_people_are_called_and_the_bank_is_asked_daily(simulator):
    simulator.mode("query_down")
    intended(order())
    work(MONDAY)
    work(later(MONDAY, days=3))
    assert Job.objects.get().state == Job.State.DUE
    assert "corebank.payment.stuck" not in [name for name, _ in events()]
    asked = later(MONDAY, days=3, seconds=1)
    assert work(asked).state == PaymentState.UNKNOWN
    assert events()[-1] == ("corebank.payment.stuck", {"reference": REFERENCE})
    assert (Job.objects.get().state, Job.objects.get().due_at) == (Job.State.DUE, later(asked, days=1).wall)
    simulator.mode("ok")
    assert work(later(asked, days=1)).state == PaymentState.SUCCEEDED
    assert Job.objects.get().state == Job.State.DONE


def test_a_payee_with_a_rare_name_arrives_as_written(simulator):
    account = generators.card_number(5, bin_prefix=generators.OTHER_BIN)
    simulator.register(account=account, name="𠮷田·阿依古丽")
    intended(order(payee=5))
    assert send().code == "P02"
