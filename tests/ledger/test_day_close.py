"""The bank's day: cut off while the next one opens, closed step by step, each step once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from apps.audit.models import AuditRow
from apps.core import bankday, clock, jobs
from apps.core.bankday import Phase, Report, Step
from apps.core.errors import AppError, Busy, Conflict, IllegalMove, InvalidInput
from apps.core.models import BankDay, CloseStep, Job
from apps.ledger import api as ledger
from apps.ledger.choices import DAY_CLOSE_JOB
from apps.ledger.models import DayProof
from apps.ledger.services.day_close import day_advance, day_close_start, day_cut_off
from fixtures.reference import on_day

from .books import CLEARING, NOW, funded, opened, posted, refused, sqlstate_is, without_guards
from .days import SYSTEM, advance, close_days, cut_off, open_day

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)


def states() -> dict[date, str]:
    return dict(BankDay.objects.filter(business_date__gte=MONDAY).values_list("business_date", "state"))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts steps of a test in the place of the declared ones."""

    def declare(*wanted: Step) -> None:
        monkeypatch.setattr(bankday, "all_steps", lambda: {step.name: step for step in wanted})

    return declare


# ---- which day may be posted on


def test_the_cut_off_opens_the_next_day_in_the_same_transaction() -> None:
    assert cut_off() == MONDAY
    assert states() == {MONDAY: "CUTOFF", TUESDAY: "OPEN"}
    assert clock.read().business_date == TUESDAY
    row = AuditRow.objects.system("test").get(action="ledger.day.cut_off")
    assert (row.from_state, row.to_state, row.detail) == ("OPEN", "CUTOFF", {"day": "2026-03-02"})


def test_a_posting_on_a_day_that_is_cut_off_is_refused_and_on_the_next_one_taken() -> None:
    payer, payee = funded(100), opened()
    cut_off()
    with refused("LEDGER_DAY_CLOSED", ledger.DayClosed):
        posted((payer, -1), (payee, 1))
    posted((payer, -1), (payee, 1), now=clock.read())
    assert ledger.balance(payee) == 1


def test_only_what_the_close_itself_posts_bears_a_day_that_is_cut_off_and_nothing_a_closed_one() -> None:
    payer, payee = funded(100), opened()
    cut_off()
    posted((payer, -1), (payee, 1), kind="close.test")
    with refused("LEDGER_DAY_CLOSED"):
        posted((payer, -1), (payee, 1), kind="closed.test")
    while bankday.closing_day():
        advance()
    with refused("LEDGER_DAY_CLOSED"):
        posted((payer, -1), (payee, 1), kind="close.test")


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-03", "1999-12-31"])
def test_a_day_that_is_not_open_is_refused_by_the_database_itself(day: str) -> None:
    account, house = opened(), ledger.house_account(CLEARING)
    with sqlstate_is("EY027"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_post(gen_random_uuid(), 'k', 'test', 't', %s, %s, now(), 'CNY', %s, '{1,-1}')",
            [day, day, [account, house]],
        )


def test_a_backdated_value_stands_in_the_open_day_alone() -> None:
    payer, payee = funded(100), opened()
    posted((payer, -1), (payee, 1), value_date=MONDAY - timedelta(days=40))
    with refused("LEDGER_DAY_CLOSED"):
        posted((payer, -1), (payee, 1), now=replace(NOW, business_date=MONDAY - timedelta(days=1)))


def test_a_key_from_a_day_that_is_over_still_answers() -> None:
    payer, payee = funded(100), opened()
    first = posted((payer, -1), (payee, 1), key="again")
    close_days()
    again = posted((payer, -1), (payee, 1), key="again")
    assert (again.journal_id, again.is_replay) == (first.journal_id, True)


# ---- the lifecycle


def test_a_day_is_closed_when_every_step_is_done_and_not_before() -> None:
    funded(100)
    day = cut_off()
    with pytest.raises(Conflict) as left, transaction.atomic():
        bankday.close(day, clock.read())
    assert left.value.code == "STEPS_LEFT"
    assert close_days(0) == TUESDAY
    assert states() == {MONDAY: "CLOSED", TUESDAY: "OPEN"}
    assert {step.state for step in CloseStep.objects.all()} == {"DONE"}
    with pytest.raises(IllegalMove), transaction.atomic():
        bankday.close(day, clock.read())


def test_one_day_is_closed_at_a_time() -> None:
    cut_off()
    with pytest.raises(Conflict) as caught:
        cut_off()
    assert caught.value.code == "DAY_CLOSING"


def test_who_saw_the_day_before_somebody_else_cut_it_off_cuts_off_no_second_one() -> None:
    seen = clock.read()
    close_days()
    with pytest.raises(Busy):
        day_cut_off(actor=SYSTEM, now=seen)
    assert states() == {MONDAY: "CLOSED", TUESDAY: "OPEN"}


def test_the_database_lets_one_day_be_open_and_one_be_closing() -> None:
    cut_off()
    with pytest.raises(IntegrityError), transaction.atomic():
        BankDay.objects.filter(pk=TUESDAY).update(state="CUTOFF", cut_off_at=clock.wall())
    with pytest.raises(IntegrityError), without_guards(), transaction.atomic():
        BankDay.objects.create(business_date=date(2026, 3, 4), opened_at=clock.wall())


def test_natural_days_follow_each_other_through_a_leap_day_and_a_holiday() -> None:
    for first, last in ((date(2028, 2, 27), date(2028, 3, 2)), (date(2026, 2, 14), date(2026, 2, 25))):
        with on_day(first):
            assert close_days((last - first).days) == last
            days = BankDay.objects.filter(business_date__range=(first, last - timedelta(days=1)), state="CLOSED")
            assert days.count() == (last - first).days


# ---- steps


def counting(done: list[int]) -> Callable[..., Report]:
    def work(now: object, partition: int) -> Report:
        done.append(partition)
        return Report("好")

    return work


def test_a_done_step_is_refused_by_its_key(steps: Callable[..., None]) -> None:
    done: list[int] = []
    steps(Step("t.one", "一", Phase.WORK, counting(done), partitions=3))
    day = cut_off()
    close_days(0)
    assert done == [0, 1, 2]
    with pytest.raises(bankday.StepDone), transaction.atomic():
        bankday.step_work(CloseStep.objects.get(business_date=day, partition=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        CloseStep.objects.create(business_date=day, job="t.one", partition=1, position=1)
    assert done == [0, 1, 2]


def test_steps_run_by_phase_then_as_declared_and_only_when_due(steps: Callable[..., None]) -> None:
    ran: list[str] = []

    def step(name: str, phase: Phase, **more: object) -> Step:
        return Step(name, name, phase, lambda now, partition: ran.append(name) or Report(""), **more)

    declared = [
        step("proof", Phase.PROOF), step("b", Phase.WORK), step("never", Phase.WORK, is_due=lambda day: False),
        step("a", Phase.WORK), step("drain", Phase.DRAIN),
    ]  # fmt: skip
    steps(*sorted(declared, key=lambda step: step.phase))
    close_days()
    assert ran == ["drain", "b", "a", "proof"]


def test_the_declared_steps_stand_in_order_and_the_proof_is_last() -> None:
    names = list(bankday.all_steps())
    assert names[0] == "ledger.drain"
    assert names[-4:] == ["ledger.fold", "ledger.snapshots", "ledger.clearing", "ledger.proof"]


def test_a_step_that_refuses_leaves_nothing_and_the_day_goes_on_when_it_is_mended(steps: Callable[..., None]) -> None:
    broken = True

    def work(now: object, partition: int) -> Report:
        posted((payer, -1), (payee, 1), kind="close.test", now=now)
        if broken:
            raise Conflict("NOT_YET", "还有一笔没有办完,请先处理。")
        return Report("办完了")

    payer, payee = funded(10), opened()
    steps(Step("t.first", "一", Phase.CHECK, lambda now, partition: Report("")), Step("t.work", "二", Phase.WORK, work))
    cut_off()
    assert advance()
    for _ in range(2):
        with pytest.raises(Conflict):
            advance()
        step = CloseStep.objects.get(job="t.work")
        assert (step.state, step.fault) == ("FAILED", "还有一笔没有办完,请先处理。")
    assert (ledger.balance(payee), states()[MONDAY]) == (0, "CUTOFF")
    broken = False
    close_days(0)
    step.refresh_from_db()
    assert (step.state, step.fault, step.report["sentence"]) == ("DONE", "", "办完了")
    assert (ledger.balance(payee), states()[MONDAY]) == (1, "CLOSED")


def test_a_fault_of_the_program_is_told_without_its_text(steps: Callable[..., None]) -> None:
    def work(now: object, partition: int) -> Report:
        raise KeyError("110101199001011234")

    steps(Step("t.work", "一", Phase.WORK, work))
    cut_off()
    with pytest.raises(KeyError):
        advance()
    assert CloseStep.objects.get().fault == "程序错误(KeyError),请联系技术人员。"


# ---- started by a person, done by a job


def start(to: date, key: str = "k") -> None:
    day_close_start(to=to, key=key, actor=SYSTEM, now=clock.read())


def work_jobs() -> None:
    while due := jobs.due(10):
        for job_id in due:
            jobs.run(job_id)


def test_the_job_closes_day_after_day_until_the_wanted_one_is_open() -> None:
    start(date(2026, 3, 5))
    assert states() == {MONDAY: "CUTOFF", TUESDAY: "OPEN"}
    work_jobs()
    assert open_day() == date(2026, 3, 5)
    assert Job.objects.get(kind=DAY_CLOSE_JOB).state == "DONE"
    assert DayProof.objects.count() == 3


def test_whoever_watches_several_days_close_always_finds_one_being_closed() -> None:
    to = date(2026, 3, 5)
    start(to)
    while advance(to):
        assert (bankday.closing_day() is None) == (open_day() == to and states()[date(2026, 3, 4)] == "CLOSED")
    assert states() == {MONDAY: "CLOSED", TUESDAY: "CLOSED", date(2026, 3, 4): "CLOSED", to: "OPEN"}


def test_a_second_start_goes_on_with_what_is_being_closed_and_cuts_off_nothing_more() -> None:
    start(TUESDAY, "one")
    start(TUESDAY, "two")
    work_jobs()
    assert states() == {MONDAY: "CLOSED", TUESDAY: "OPEN"}


@pytest.mark.parametrize("days", [-1, 401])
def test_a_target_that_is_past_or_too_far_is_refused(days: int) -> None:
    with pytest.raises(InvalidInput):
        start(MONDAY + timedelta(days=days))
    assert states() == {MONDAY: "OPEN"}


def test_going_on_needs_something_that_is_being_closed() -> None:
    with pytest.raises(Conflict) as caught:
        start(MONDAY)
    assert caught.value.code == "NOTHING_TO_CLOSE"


def test_a_worker_whose_job_was_taken_over_changes_nothing() -> None:
    start(TUESDAY)
    lease = jobs.claim(Job.objects.get(kind=DAY_CLOSE_JOB).pk)
    Job.objects.update(attempt=9)
    with pytest.raises(jobs.LeaseLost):
        day_advance(to=TUESDAY, actor=SYSTEM, now=clock.read(), lease=lease)
    assert set(CloseStep.objects.values_list("state", flat=True)) == {"WAITING"}


def run_command(**options: object) -> str:
    out = StringIO()
    call_command("close_day", stdout=out, **options)
    return out.getvalue()


def test_the_command_closes_one_day_goes_on_with_an_interrupted_one_and_reaches_a_date() -> None:
    assert "营业日 2026-03-03 营业中" in run_command()
    cut_off()
    assert "营业日 2026-03-04 营业中" in run_command()
    assert "已切换到营业日 2026-03-09" in run_command(to=date(2026, 3, 9))
    assert "营业日 2026-03-09 营业中" in run_command(to=date(2026, 3, 9))


def test_the_command_says_what_stops_it(steps: Callable[..., None]) -> None:
    def work(now: object, partition: int) -> Report:
        raise AppError("T", "请先处理。")

    steps(Step("t.work", "一", Phase.WORK, work))
    with pytest.raises(CommandError, match="请先处理"):
        run_command()
