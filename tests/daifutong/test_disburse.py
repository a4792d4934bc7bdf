"""Own-bank lines: who is refused at the last moment, and how the failed sum goes home (AT-13, PY-5, PY-7)."""

from uuid import UUID

import pytest
from django.db import connection, transaction

from apps.audit.models import AuditRow
from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.models import BankAccount
from apps.core import jobs
from apps.core.errors import IllegalMove
from apps.core.invariants import faults
from apps.core.jobs import LeaseLost
from apps.core.models import Job, OutboxEvent
from apps.daifutong.models import Batch, Payslip, Row
from apps.daifutong.services.batch_disburse import batch_disburse
from apps.daifutong.services.batch_finish import batch_finish
from apps.daifutong.services.batch_release import batch_release
from apps.ledger import api as ledger
from apps.ledger.models import Journal
from apps.notify.models import Notice
from apps.risk.models import LimitUse

from .cast import SYSTEM, Colleague, House, work


def move(colleague: Colleague, name: str, house: House) -> None:
    with transaction.atomic():
        bankaccounts.account_move(
            account_id=colleague.account_id, move=name, reason="测试", actor=SYSTEM, now=house.now
        )


def outcomes() -> list[tuple[str, str]]:
    return list(Row.objects.system("test").order_by("number").values_list("state", "outcome"))


def batch_of(house: House) -> Batch:
    return Batch.objects.system("test").get(enterprise_id=house.enterprise_id)


@pytest.mark.parametrize(
    ("name", "code"),
    [("freeze", "P04"), ("stop_payment", "P04"), ("let_sleep", "P05"), ("report_loss", "P13"), ("close", "P03")],
)
def test_an_account_that_changed_after_the_approval_fails_and_the_rest_is_paid(
    house: House, name: str, code: str
) -> None:
    house.approved(house.file(["5000.00", "6000.00", "7000.00"]))
    move(house.staff[1], name, house)
    work()
    assert outcomes() == [("PAID", "P00"), ("RETURNED", code), ("PAID", "P00")]
    batch = batch_of(house)
    assert (batch.state, batch.returned_fen) == ("PART_FAILED", 600_000)
    assert house.payer_balance() == 100_000_000 - 1_200_000
    assert ledger.balance(batch.transit_ledger_id) == 0


def test_failures_go_back_in_one_sum_through_the_account_for_returns(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00", "6000.00", "7000.00"]))
    move(house.staff[0], "freeze", house)
    move(house.staff[2], "close", house)
    work()
    journals = Journal.objects.filter(batch_id=batch_id, kind="daifutong.return")
    (journal,) = journals
    legs = [(e.account.gl_code_id, e.amount) for e in journal.entries.select_related("account").order_by("leg")]
    assert legs == [("2241.01", -1_200_000), ("2241.02", 1_200_000), ("2241.02", -1_200_000), ("2011.01", 1_200_000)]
    assert house.payer_balance() == 100_000_000 - 600_000


def test_a_class_two_account_takes_ten_thousand_a_day_over_all_payrolls(house: House) -> None:
    BankAccount.objects.system("test").filter(pk=house.staff[0].account_id).update(account_class="II")
    assert house.upload(house.file(["10000.01"])).error_count == 1
    first = house.approved(house.file(["6000.00"]))
    second = house.upload(house.file(["4000.01"]), period="2026-03").batch_id
    house.submit(second)
    house.check(second)
    work()
    states = dict(Row.objects.system("test").filter(batch_id__in=[first, second]).values_list("amount_fen", "outcome"))
    assert sorted(states.values()) == ["P00", "P06"]
    assert ledger.balance(house.staff[0].ledger_id) in (600_000, 400_001)


def test_wages_of_twelve_thousand_into_class_two_fail_at_import_and_after_release(house: House) -> None:
    house.approved(house.file(["12000.00"]))
    BankAccount.objects.system("test").filter(pk=house.staff[0].account_id).update(account_class="II")
    work()
    assert outcomes() == [("RETURNED", "P06")]
    late = house.upload(house.file(["12000.00", "1.00"]), period="2026-03")
    errors = Row.objects.system("test").get(batch_id=late.batch_id, number=2).errors
    assert [error["code"] for error in errors] == ["E_CLASS_LIMIT"]
    assert "剩" not in errors[0]["message"] and "还可用" not in errors[0]["message"]  # the employee's own affair


def test_a_line_that_the_books_refuse_gives_its_limit_back(house: House) -> None:
    """The register of accounts still says normal; the books know better, and the others are paid."""
    payee, beside = house.staff[:2]
    BankAccount.objects.system("test").filter(pk=payee.account_id).update(account_class="II")
    BankAccount.objects.system("test").filter(pk=beside.account_id).update(account_class="II")
    house.approved(house.file(["5000.00", "6000.00"]))
    with transaction.atomic():
        ledger.close_account(payee.ledger_id, now=house.now)
    work()
    assert outcomes() == [("RETURNED", "P99"), ("PAID", "P00")]
    used = LimitUse.objects.filter(subject_id=payee.account_id).values_list("used_fen", flat=True)
    assert list(used) == [0, 0]
    assert LimitUse.objects.get(subject_id=beside.account_id, period="DAY").used_fen == 600_000
    assert not list(faults())


def test_somebody_who_stands_twice_in_a_file_is_paid_both_and_told_once(house: House) -> None:
    twice = [house.staff[0], house.staff[0]]
    house.approved(house.file(["5000.00", "100.00"], people=twice))
    work()
    assert ledger.balance(house.staff[0].ledger_id) == 510_000
    assert Payslip.objects.system("test").count() == 2
    assert Notice.objects.system("test").filter(person_id=house.staff[0].person_id).count() == 1


def test_nobody_is_told_an_amount(house: House) -> None:
    house.approved(house.file(["5432.10", "6000.00"]))
    work()
    notices = list(Notice.objects.system("test").values_list("title", "body"))
    assert ("工资已到账", "演示制造0有限公司 2026-02 工资已发放,请查看工资条。") in notices
    assert [text for title, body in notices for text in (title, body) if "5432" in text or "5,432" in text] == []
    events = OutboxEvent.objects.filter(name__startswith="daifutong.").values_list("payload", flat=True)
    assert all(set(event) <= {"batch_id", "step", "again", "first", "last", "state"} for event in events)


def leased_part(batch_id: UUID) -> jobs.Lease:
    job = Job.objects.get(kind="daifutong.disburse", payload__batch_id=str(batch_id))
    lease = jobs.claim(job.pk)
    assert lease is not None
    return lease


def test_a_worker_whose_job_was_taken_over_pays_nobody(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00"]))
    batch_release(batch_id=batch_id, key=house.key(), actor=SYSTEM, now=house.now)
    lease = leased_part(batch_id)
    Job.objects.filter(pk=lease.job_id).update(attempt=lease.attempt + 1)  # the lease ran out, another one claimed it
    with pytest.raises(LeaseLost):
        batch_disburse(batch_id=batch_id, first=2, last=2, lease=lease, now=house.now)
    assert outcomes() == [("PENDING", "")]
    assert ledger.balance(house.staff[0].ledger_id) == 0


def test_a_part_that_is_worked_twice_pays_once(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00"]))
    batch_release(batch_id=batch_id, key=house.key(), actor=SYSTEM, now=house.now)
    lease = leased_part(batch_id)
    batch_disburse(batch_id=batch_id, first=2, last=2, lease=lease, now=house.now)
    with pytest.raises(RuntimeError, match="waits for no more parts"):
        batch_disburse(batch_id=batch_id, first=2, last=2, lease=lease, now=house.now)
    assert ledger.balance(house.staff[0].ledger_id) == 500_000


def test_a_batch_does_not_end_before_its_last_part(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.daifutong.services.batch_release.OWN_ROWS", 1)
    batch_id = house.approved(house.file(["1.00", "2.00"]))
    batch_release(batch_id=batch_id, key=house.key(), actor=SYSTEM, now=house.now)
    part = Job.objects.filter(kind="daifutong.disburse").order_by("pk").first()
    assert part is not None
    assert jobs.run(part.pk)
    assert not Job.objects.filter(kind="daifutong.finish").exists()
    stray = Job.objects.create(
        kind="daifutong.finish", key="stray", payload={"batch_id": str(batch_id)}, due_at=house.now.wall
    )
    lease = jobs.claim(stray.pk)
    assert lease is not None
    with pytest.raises(IllegalMove):
        batch_finish(batch_id=batch_id, lease=lease, now=house.now)
    Job.objects.filter(pk=stray.pk).update(state="DONE")
    work()
    assert batch_of(house).state == "DONE"


def test_every_move_of_a_batch_stands_in_the_audit_trail(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00"]))
    work()
    trail = AuditRow.objects.system("test").filter(subject_id=batch_id, action__startswith="daifutong.").order_by("pk")
    assert list(trail.values_list("action", "from_state", "to_state")) == [
        ("daifutong.batch.imported", "UPLOADED", "PARSED"),
        ("daifutong.batch.submitted", "PARSED", "SUBMITTED"),
        ("daifutong.batch.checked", "SUBMITTED", "CHECKED"),
        ("daifutong.batch.scheduled", "CHECKED", "SCHEDULED"),
        ("daifutong.batch.released", "SCHEDULED", "DISBURSING"),
        ("daifutong.rows.disbursed", "DISBURSING", "DISBURSING"),
        ("daifutong.batch.finished", "DISBURSING", "DONE"),
    ]


def test_two_legs_in_one_line_are_impossible(house: House) -> None:
    """The checker that follows every test sees a line that was paid twice."""
    from apps.daifutong.checks import paid_lines

    house.approved(house.file(["5000.00"]))
    work()
    assert list(paid_lines()) == []
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE daifutong_row SET state = 'RETURNED', outcome = 'P99', paid_at = NULL")
    assert list(paid_lines()) != []
    transaction.savepoint_rollback(before)
