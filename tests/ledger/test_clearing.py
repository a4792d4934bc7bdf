"""The clearing accounts beside the bank's day-end file: both ways, each difference a case, nothing twice."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from apps.audit.models import AuditRow
from apps.cases.models import Case
from apps.core import clock, jobs
from apps.core.clock import Moment
from apps.core.errors import Conflict
from apps.core.ids import new_id
from apps.core.models import CloseStep, Job
from apps.corebank.models import CoreStatement, CoreStatementEntry
from apps.ledger import api as ledger
from apps.ledger.models import ClearingDay, ClearingResult, DayProof, Journal
from apps.ledger.services import clearing_reconcile as service
from apps.ledger.services.clearing_reconcile import CLEARING_JOB, clearing_reconcile
from apps.ledger.services.clearing_suspend import clearing_suspend, difference_evidence

from .books import NOW, TOMORROW, faults, opened, posted, without_guards
from .days import close_days, cut_off, open_day

pytestmark = pytest.mark.django_db

BEPS = "3001.02"
MONDAY, TUESDAY = NOW.business_date, TOMORROW.business_date


def file(*entries: tuple[str, int], day: date = MONDAY, account: str = BEPS, lost: int = 0) -> None:
    """The bank's day-end file: references and 分, > 0 went out; `lost` 分 moved between the last one and it."""
    before = CoreStatement.objects.filter(account=account).order_by("business_date").last()
    opening = (before.closing if before else 0) + lost
    statement = CoreStatement.objects.create(
        account=account, business_date=day, number="S", opening=opening, entry_count=len(entries), digest=b"-",
        closing=opening + sum(fen for _, fen in entries), fetched_at=NOW.wall,
    )  # fmt: skip
    CoreStatementEntry.objects.bulk_create(
        CoreStatementEntry(statement=statement, number=n, reference=reference, amount=fen)
        for n, (reference, fen) in enumerate(entries, 1)
    )


def paid(reference: str, fen: int, *, now: Moment = NOW, kind: str = "test.pay", suffix: str = "") -> UUID:
    """A journal of ours that pays by clearing under a reference."""
    house, other = ledger.house_account(BEPS), opened("3001.01")
    key = f"{kind}:{reference}{suffix}"
    return posted((other, -fen), (house, fen), key=key, kind=kind, now=now).journal_id


def reconciled(day: date = MONDAY) -> ClearingDay:
    with transaction.atomic():
        return clearing_reconcile(gl_code=BEPS, day=day, now=clock.read())


def results(day: date = MONDAY) -> dict[str, tuple]:
    rows = ClearingResult.objects.filter(business_date=day)
    return {r.reference: (r.kind, r.ours, r.ours_count, r.theirs, r.theirs_count) for r in rows}


def cases() -> list[tuple[str, str]]:
    return sorted(Case.objects.system("test").values_list("title", "state"))


# ---- the matching


def test_the_table_of_what_two_sides_can_know_of_a_reference() -> None:
    for reference, fen in (("SAME", 100), ("OURS", 200), ("SUM", 300), ("TWICE", 400), ("WE-TWICE", 500)):
        paid(reference, fen)
    paid("WE-TWICE", 500, suffix=":2")
    paid("BACK", 600)
    paid("BACK", -600, suffix=":return")
    file(
        ("SAME", 100), ("THEIRS", 700), ("SUM", 301), ("TWICE", 400), ("TWICE", 400), ("WE-TWICE", 500),
        ("BACK", 600), ("BACK", -600), ("IN", -5),
    )  # fmt: skip
    day = reconciled()
    assert results() == {
        "SAME": ("MATCHED", 100, 1, 100, 1),
        "OURS": ("OURS_ONLY", 200, 1, 0, 0),
        "THEIRS": ("THEIRS_ONLY", 0, 0, 700, 1),
        "SUM": ("AMOUNT", 300, 1, 301, 1),
        "TWICE": ("DUPLICATE", 400, 1, 800, 2),
        "WE-TWICE": ("DUPLICATE", 1000, 2, 500, 1),
        "BACK": ("MATCHED", 0, 2, 0, 2),
        "IN": ("THEIRS_ONLY", 0, 0, -5, 1),
    }
    gap = -200 + 700 + 1 + 400 - 500 - 5
    assert (day.state, day.matched, day.differences, day.gap) == ("RECONCILED", 2, 6, gap)


def test_each_difference_is_a_case_of_head_office_with_an_end_to_be_met() -> None:
    paid("SUM", 300)
    file(("SUM", 301))
    reconciled()
    case = Case.objects.system("test").get()
    assert (case.title, case.unit_path, case.kind) == (
        "2026-03-02 清算 3001.02:金额不符", "/head/", "ledger.clearing.difference"
    )  # fmt: skip
    assert case.detail == "参考号 SUM:我方 1 笔付出 3.00 元,对方 1 笔付出 3.01 元"
    assert case.due_at.astimezone(clock.SHANGHAI).date() == date(2026, 3, 9)  # five workdays on
    assert case.subject_id == ClearingResult.objects.get().pk
    row = AuditRow.objects.system("test").get(action="ledger.clearing.reconciled")
    assert (row.from_state, row.to_state, row.detail["differences"]) == ("WAITING", "RECONCILED", 1)


def test_a_second_run_changes_nothing() -> None:
    paid("OURS", 200)
    file(("THEIRS", 700))
    reconciled()
    before = results(), cases(), AuditRow.objects.system("test").count()
    reconciled()
    assert (results(), cases(), AuditRow.objects.system("test").count()) == before


def test_results_are_append_only_and_matched_means_equal() -> None:
    file(("THEIRS", 700))
    reconciled()
    for deed in (
        lambda: ClearingResult.objects.update(theirs=0),
        lambda: ClearingResult.objects.all().delete(),
        lambda: ClearingResult.objects.create(
            gl_code=BEPS, business_date=MONDAY, reference="X", kind="MATCHED", ours=1, ours_count=1, theirs=2,
            theirs_count=1,
        ),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_another_account_and_another_day_are_left_alone() -> None:
    posted((opened("3001.02"), -9), (opened(), 9), key="test:ELSEWHERE")
    paid("OURS", 200)
    file(("OURS", 200))
    file(("LATER", 1), day=TUESDAY)
    assert reconciled().differences == 0
    assert set(results()) == {"OURS"}


# ---- what comes late


def test_a_difference_that_a_later_file_explains_closes_its_case_with_the_reason() -> None:
    paid("OURS", 200)
    file()
    reconciled()
    assert cases() == [("2026-03-02 清算 3001.02:我方有,对方无", "OPEN")]
    file(("OURS", 200), day=TUESDAY)
    assert reconciled(TUESDAY).differences == 0
    assert results(TUESDAY) == {"OURS": ("MATCHED", 200, 1, 200, 1)}
    case = Case.objects.system("test").get()
    assert (case.state, case.resolution) == ("CLOSED", "2026-03-03 的记录到齐,双方已相符")


def test_what_we_book_a_day_later_than_the_bank_agrees_then() -> None:
    file(("THEIRS", 200))
    reconciled()
    cut_off()
    paid("THEIRS", 200, now=TOMORROW)
    file(day=TUESDAY)
    reconciled(TUESDAY)
    assert [state for _, state in cases()] == ["CLOSED"]


def test_a_difference_that_changes_is_a_new_case_and_its_first_one_is_closed() -> None:
    paid("OURS", 200)
    file()
    reconciled()
    file(("OURS", 199), day=TUESDAY)
    reconciled(TUESDAY)
    assert cases() == [
        ("2026-03-02 清算 3001.02:我方有,对方无", "CLOSED"),
        ("2026-03-03 清算 3001.02:金额不符", "OPEN"),
    ]


def test_what_agreed_and_is_told_again_is_a_duplicate() -> None:
    paid("OURS", 200)
    file(("OURS", 200))
    reconciled()
    file(("OURS", 200), day=TUESDAY)
    reconciled(TUESDAY)
    assert results(TUESDAY) == {"OURS": ("DUPLICATE", 200, 1, 400, 2)}


def test_a_file_that_does_not_open_where_the_last_one_ended_is_a_case() -> None:
    file(("THEIRS", 200))
    reconciled()
    Case.objects.system("test").update(state="CLOSED", closed_at=NOW.wall)
    file(day=TUESDAY, lost=-30)
    for _ in range(2):
        reconciled(TUESDAY)
    case = Case.objects.system("test").get(kind="ledger.clearing.gap")
    assert (case.title, case.state) == ("2026-03-03 清算 3001.02:日终文件余额不连续", "OPEN")
    assert "上一份日终文件期末 2.00 元,本日期初 1.70 元,相差 0.30 元" in case.detail
    file(day=date(2026, 3, 4))
    reconciled(date(2026, 3, 4))
    assert Case.objects.system("test").filter(kind="ledger.clearing.gap").count() == 1


def test_another_clearing_account_is_reconciled_on_a_day_on_which_it_moved(settings) -> None:
    settings.COREBANK_URL = "http://127.0.0.1:1"
    posted((ledger.house_account("3001.05"), -9), (opened(), 9), key="test:NUCC-1")
    file(("NUCC-1", -9), account="3001.05")
    file()
    close_days()
    assert dict(ClearingDay.objects.values_list("gl_code", "state")) == {BEPS: "RECONCILED", "3001.05": "RECONCILED"}
    assert (results(), cases()) == ({"NUCC-1": ("MATCHED", -9, 1, -9, 1)}, [])
    file(day=TUESDAY)
    close_days()
    assert set(ClearingDay.objects.filter(business_date=TUESDAY).values_list("gl_code", flat=True)) == {BEPS}


# ---- without a file


def test_without_a_file_the_day_waits_and_so_does_the_next_one() -> None:
    assert reconciled().state == "WAITING"
    file(day=TUESDAY)
    assert reconciled(TUESDAY).state == "WAITING"
    assert sorted(Job.objects.filter(kind=CLEARING_JOB).values_list("key", flat=True)) == [
        "3001.02:2026-03-02", "3001.02:2026-03-03"
    ]  # fmt: skip
    assert not ClearingResult.objects.exists() and not cases()
    file()
    assert (reconciled().state, reconciled(TUESDAY).state) == ("RECONCILED", "RECONCILED")


def worked() -> Job:
    """The job of the day once more, now."""
    Job.objects.filter(kind=CLEARING_JOB).update(due_at=clock.wall())
    job = Job.objects.get(kind=CLEARING_JOB)
    assert jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_the_job_asks_on_calls_people_after_a_day_and_ends_with_the_file(settings) -> None:
    settings.COREBANK_URL = "http://127.0.0.1:1"
    paid("OURS", 200)
    reconciled()
    assert worked().state == Job.State.DUE and not cases()
    ClearingDay.objects.update(waiting_since=clock.wall() - timedelta(hours=25))
    for _ in range(2):
        worked()
    assert cases() == [("2026-03-02 清算账户 3001.02 未能对账", "OPEN")]
    file(("OURS", 200))
    assert worked().state == Job.State.DONE
    assert [state for _, state in cases()] == ["CLOSED"]


def test_a_bank_that_is_down_does_not_stop_the_close_and_its_step_says_so(settings) -> None:
    settings.COREBANK_URL = "http://127.0.0.1:1"
    close_days()
    step = CloseStep.objects.get(job="ledger.clearing")
    assert (step.state, step.report["sentence"][:4]) == ("DONE", "尚未对账")
    assert DayProof.objects.get().figures["ledger.clearing.waiting"] == 1
    assert open_day() == TUESDAY and Job.objects.filter(kind=CLEARING_JOB).count() == 1


def test_the_close_of_the_day_reconciles_it_and_the_proof_keeps_the_figures(settings) -> None:
    settings.COREBANK_URL = "http://127.0.0.1:1"
    paid("SAME", 100)
    file(("SAME", 100), ("THEIRS", 1))
    close_days()
    figures = DayProof.objects.get().figures
    assert (figures["ledger.clearing.matched"], figures["ledger.clearing.differences"]) == (1, 1)


def test_a_whole_file_gone_wrong_is_few_cases(monkeypatch) -> None:
    monkeypatch.setattr(service, "CASES_A_DAY", 2)
    file(*((f"R-{n}", n) for n in range(1, 6)))
    assert reconciled().differences == 5
    assert [title for title, _ in cases()][:1] == ["2026-03-02 清算 3001.02:另有 3 笔差异"]
    assert len(cases()) == 3


PLANTED = {
    "a sum of ours": "UPDATE ledger_clearingresult SET ours = 1, theirs = 1 WHERE reference = 'SAME'",
    "a count of theirs": "UPDATE ledger_clearingresult SET theirs_count = 5 WHERE reference = 'THEIRS'",
    "a result forgotten": "DELETE FROM ledger_clearingresult WHERE reference = 'SAME'",
    "a reference made up": "UPDATE ledger_clearingresult SET reference = 'OTHER' WHERE reference = 'SAME'",
    "a difference without its case": "DELETE FROM cases_case",
    "an entry of the bank's file": "UPDATE corebank_corestatemententry SET amount = 99 WHERE reference = 'SAME'",
}


@pytest.mark.parametrize("deed", PLANTED)
def test_verify_money_sees_a_result_that_follows_neither_side(deed: str) -> None:
    paid("SAME", 100)
    file(("SAME", 100), ("THEIRS", 700))
    reconciled()
    file(("THEIRS", -700), day=TUESDAY)
    assert reconciled(TUESDAY).matched == 1
    assert faults() == []
    with without_guards(), connection.cursor() as cursor:
        cursor.execute(PLANTED[deed])
    assert len(faults()) in (1, 2)
    assert all("清算" in fault for fault in faults())


# ---- what people do about a difference


def test_what_our_books_have_answered_since_is_not_booked_a_second_time() -> None:
    """Money that came back (退票) is given back on the next day: suspended as well, it would be given twice."""
    file(("BACK", -600))
    reconciled()
    result = ClearingResult.objects.get()
    cut_off()
    paid("BACK", -600, now=clock.read(), suffix=":return")
    with pytest.raises(Conflict, match="EXPLAINED"), transaction.atomic():
        clearing_suspend(result.pk, new_id(), clock.read())
    file(day=TUESDAY)
    assert reconciled(TUESDAY).differences == 0


@pytest.mark.parametrize(
    ("told", "ours", "suspense", "balance"),
    [
        ([("LONG", -700)], 0, "2241.09", 700),  # 长款: the bank has money for us that we know nothing of
        ([("SHORT", 700)], 0, "1221.09", -700),  # 短款
        ([("SUM", 301)], 300, "1221.09", -1),
        ([], 200, "2241.09", 200),  # we say it went out, the bank still has it
    ],
)
def test_a_difference_is_booked_to_suspense_and_both_sides_agree_the_next_day(told, ours, suspense, balance) -> None:
    if ours:
        paid(told[0][0] if told else "OURS", ours)
    file(*told)
    gap = reconciled().gap
    result, approval = ClearingResult.objects.get(), new_id()
    cut_off()
    clearing = ledger.balance(ledger.house_account(BEPS))
    with transaction.atomic():
        clearing_suspend(result.pk, approval, clock.read())
    assert ledger.balance(ledger.house_account(suspense)) == balance
    assert ledger.balance(ledger.house_account(BEPS)) == clearing + gap
    assert Journal.objects.get(kind="ledger.clearing_suspense").approval_id == approval
    file(day=TUESDAY)
    assert reconciled(TUESDAY).differences == 0
    with pytest.raises(Conflict, match="EXPLAINED"), transaction.atomic():
        clearing_suspend(result.pk, approval, clock.read())
    assert Journal.objects.filter(kind="ledger.clearing_suspense").count() == 1
    assert [pair.label for pair in difference_evidence(result.pk)][3:5] == ["我方账簿", "银行日终文件"]
