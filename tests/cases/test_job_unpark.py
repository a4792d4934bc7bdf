"""A job that the machine gave up runs again when somebody says why, and the case is closed with these words."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from apps.audit.models import AuditRow
from apps.cases import api as cases
from apps.cases.models import Case
from apps.cases.services.job_unpark import job_unpark
from apps.core import clock
from apps.core.actors import Actor, Relation
from apps.core.clock import Moment
from apps.core.errors import Conflict, InvalidInput, NotFound
from apps.core.ids import new_id
from apps.core.models import BankDay, Job

pytestmark = pytest.mark.django_db

NOW = Moment(clock.wall(), clock.wall().date())
HEAD = Actor(relation=Relation.UNIT, unit_path="/head/", display="韩**")
BRANCH = Actor(relation=Relation.UNIT, unit_path="/head/east/")


@pytest.fixture
def job() -> Job:
    job = Job.objects.create(kind="tests.work", key="k", state=Job.State.PARKED, attempt=8, due_at=NOW.wall)
    park(job)
    return job


def park(job: Job) -> None:
    with transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=Job.State.PARKED)
        cases.job_parked(job_id=job.pk, kind=job.kind, error="OSError", now=NOW)


def again(job: Job, actor: Actor = HEAD, reason: str = "网络已恢复") -> None:
    job_unpark(job_id=job.pk, reason=reason, actor=actor, now=NOW)
    job.refresh_from_db()


def states() -> list[str]:
    return list(Case.objects.system("test").order_by("pk").values_list("state", flat=True))


def test_it_is_due_again_and_the_case_is_closed_with_the_reason(job: Job) -> None:
    again(job)
    assert (job.state, job.max_attempts) == (Job.State.DUE, 11)
    case = Case.objects.system("test").get()
    assert (case.state, case.resolution) == ("CLOSED", "重新执行:网络已恢复")
    row = AuditRow.objects.system("test").get(action="cases.job.unparked")
    assert (row.subject_id, row.display, row.detail) == (job.pk, "韩**", {"reason": "网络已恢复"})


def test_a_job_that_fails_again_is_a_new_case(job: Job) -> None:
    again(job)
    park(job)
    park(job)
    assert states() == ["CLOSED", "OPEN"]
    again(job)
    assert states() == ["CLOSED", "CLOSED"]


@pytest.mark.parametrize("reason", ["", "  ", "长" * 101])
def test_a_reason_is_needed(job: Job, reason: str) -> None:
    with pytest.raises(InvalidInput, match="REASON"):
        again(job, reason=reason)
    assert states() == ["OPEN"]


def test_a_branch_finds_no_job_and_nobody_one_that_is_not_parked(job: Job) -> None:
    with pytest.raises(NotFound):
        again(job, BRANCH)
    Job.objects.update(state=Job.State.DONE)
    with pytest.raises(Conflict, match="NOT_PARKED"):
        again(job)
    assert states() == ["OPEN"]


def test_the_command_lists_them_and_runs_one_again(job: Job) -> None:
    BankDay.objects.get_or_create(state="OPEN", defaults={"business_date": NOW.business_date, "opened_at": NOW.wall})
    out = StringIO()
    call_command("job_unpark", stdout=out)
    assert out.getvalue() == f"{job.pk}  tests.work  \n"
    for arguments in ([str(job.pk)], [str(new_id()), "--reason", "x"]):
        with pytest.raises(CommandError):
            call_command("job_unpark", *arguments, stdout=out)
    call_command("job_unpark", str(job.pk), "--reason", "磁盘已扩容", stdout=out)
    job.refresh_from_db()
    assert (job.state, states()) == (Job.State.DUE, ["CLOSED"])
    row = AuditRow.objects.system("test").get(action="cases.job.unparked")
    assert row.detail == {"reason": "磁盘已扩容"} and row.display.startswith("运维 ")
