"""Jobs: claimed once, fenced, retried, parked; a message lost or doubled changes nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from apps.cases import api as cases
from apps.core import clock, jobs
from apps.core.actors import Actor, Relation
from apps.core.db import NoTransaction
from apps.core.ids import new_id
from apps.core.models import Job

pytestmark = pytest.mark.django_db(transaction=True)

KIND = "tests.work"
HEAD_OFFICE = Actor(relation=Relation.UNIT, unit_path="/head/")


@pytest.fixture
def done() -> Iterator[list[str]]:
    """A kind of job that notes its key and finishes."""
    keys: list[str] = []

    def work(lease: jobs.Lease) -> None:
        with transaction.atomic(durable=True):
            keys.append(lease.key)
            lease.finish()

    jobs.handler(KIND)(work)
    yield keys
    del jobs._handlers[KIND]


def add(key: str, **options: object) -> Job:
    with transaction.atomic():
        jobs.add(KIND, key, {}, **options)  # type: ignore[arg-type]
    return Job.objects.get(kind=KIND, key=key)


def test_a_job_needs_the_transaction_of_its_reason() -> None:
    with pytest.raises(NoTransaction):
        jobs.add(KIND, "alone", {})


def test_the_same_key_twice_is_one_job(done: list[str]) -> None:
    assert add("once") == add("once")
    assert Job.objects.filter(kind=KIND).count() == 1


def test_a_doubled_message_runs_the_job_once(done: list[str]) -> None:
    job = add("once")
    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]
    assert done == ["once"]
    assert Job.objects.get().state == Job.State.DONE


def test_a_job_is_not_run_before_it_is_due(done: list[str]) -> None:
    job = add("later", due_at=clock.wall() + timedelta(hours=1))
    assert not jobs.run(job.pk)
    assert jobs.due(10) == []


def test_a_worker_that_lost_its_lease_cannot_commit(done: list[str]) -> None:
    job = add("slow")
    slow = jobs.claim(job.pk)
    Job.objects.update(lease_until=clock.wall() - timedelta(seconds=1))
    assert jobs.run(job.pk), "the lease ran out, so another worker may take it"
    with pytest.raises(jobs.LeaseLost), transaction.atomic():
        assert slow is not None
        slow.finish()
    assert done == ["slow"]


def test_a_failing_job_is_tried_again_later_and_parked_in_the_end() -> None:
    def fail(lease: jobs.Lease) -> None:
        raise ValueError("secret text that must not be kept")

    jobs.handler(KIND)(fail)
    job = add("bad", max_attempts=2)
    assert not jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error, job.attempt) == (Job.State.DUE, "ValueError", 1)
    assert job.due_at > clock.wall() - timedelta(seconds=1)
    Job.objects.update(due_at=clock.wall())
    assert not jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.PARKED
    del jobs._handlers[KIND]
    (case,) = cases.open_cases_for(HEAD_OFFICE)
    assert (case.title, case.detail) == ("后台任务多次失败,已搁置,请技术人员处理", "任务 tests.work,错误 ValueError")


def test_a_job_that_kills_its_workers_is_parked_and_shown_to_people(done: list[str]) -> None:
    """A worker killed from outside never says so: its lease runs out, and the next one must not die of it for ever."""
    job = add("poison", max_attempts=2)
    for _ in range(2):
        assert jobs.claim(job.pk) is not None
        Job.objects.update(lease_until=clock.wall() - timedelta(seconds=1))
    assert not jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.last_error) == (Job.State.PARKED, 2, "WorkerLost")
    assert jobs.due(10) == []
    assert [case.detail for case in cases.open_cases_for(HEAD_OFFICE)] == ["任务 tests.work,错误 WorkerLost"]
    assert done == []


def test_a_parked_job_that_is_let_run_again_has_new_tries_and_old_workers_stay_out(
    done: list[str],
) -> None:
    job = add("mended", max_attempts=1)
    lost = jobs.claim(job.pk)
    Job.objects.update(lease_until=clock.wall() - timedelta(seconds=1))
    assert not jobs.run(job.pk)
    assert jobs.parked() == [(job.pk, KIND, "WorkerLost")]
    with transaction.atomic():
        assert jobs.unpark(job.pk)
        assert not jobs.unpark(job.pk), "it is not parked any more"
    assert jobs.parked() == []
    with pytest.raises(jobs.LeaseLost), transaction.atomic():
        assert lost is not None
        lost.finish()
    assert jobs.due(10) == [job.pk]
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, done) == (Job.State.DONE, 2, ["mended"])


def test_only_a_transaction_lets_a_job_run_again() -> None:
    with pytest.raises(NoTransaction):
        jobs.unpark(new_id())


def test_the_relay_wakes_a_due_job_and_not_again_at_once(done: list[str]) -> None:
    job = add("wake")
    assert jobs.due(10) == [job.pk]
    assert jobs.due(10) == []
    Job.objects.update(woken_at=clock.wall() - timedelta(seconds=jobs.WAKE_AGAIN_SECONDS + 1))
    assert jobs.due(10, waiting=1) == [], "its message is most likely among those that wait"
    assert jobs.due(10) == [job.pk], "the message may have been lost"
    Job.objects.update(woken_at=clock.wall() - timedelta(seconds=jobs.WAKE_BUSY_SECONDS + 1))
    assert jobs.due(10, waiting=1) == [job.pk], "so long not even a busy queue may keep it"


def test_a_job_handed_back_counts_no_failure(done: list[str]) -> None:
    job = add("again")
    lease = jobs.claim(job.pk)
    assert lease is not None
    with transaction.atomic():
        lease.again(clock.wall() + timedelta(minutes=1))
    job.refresh_from_db()
    assert (job.state, job.last_error) == (Job.State.DUE, "")


def test_a_job_may_be_handed_back_more_often_than_it_may_fail(done: list[str]) -> None:
    job = add("patient", max_attempts=2)
    for attempt in range(1, 6):
        lease = jobs.claim(job.pk)
        assert lease is not None
        assert lease.attempt == attempt, "the fencing token grows all the same"
        with transaction.atomic():
            lease.again(clock.wall())
    assert jobs.run(job.pk)
    assert cases.open_cases_for(HEAD_OFFICE) == ()
