"""The machine's part: the bank's identity service is asked outside any transaction, and its answer is kept (ID-7)."""

from datetime import date
from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.core import jobs
from apps.core.errors import Conflict
from apps.core.models import Job
from apps.corebank.models import IdentityCheck
from apps.members.choices import CheckResult
from apps.members.models import Certification, EmployeeMember
from apps.members.services.certification_decide import certification_approve
from apps.members.services.certification_submit import CHECK_JOB, certification_submit
from apps.members.services.identity_ask import TRIES
from apps.members.services.member_leave import member_leave
from apps.members.services.roster_import import roster_import
from fixtures.cast import EAST
from fixtures.generators import id_number
from fixtures.world import World
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401
from tests.members.test_roster import newcomer, preview

pytestmark = pytest.mark.django_db


def asked(world: World, sequence: int = 0) -> Certification:
    """Somebody new, submitted; `sequence` of the ID number decides what the simulated bank says."""
    number = id_number(date(1999, 9, 9), female=True, sequence=sequence)
    roster_import(upload_id=preview(world, newcomer(0, 身份证号=number)).id, actor=world.actor("hr"), now=world.now)
    member = EmployeeMember.objects.system("test").get(emp_no="N000")
    (made,) = certification_submit(member_ids=[member.pk], actor=world.actor("hr"), now=world.now)
    return Certification.objects.system("test").get(pk=made)


def work(row: Certification) -> Job:
    jobs.run(job_of(row).pk)
    row.refresh_from_db()
    return job_of(row)


def job_of(row: Certification) -> Job:
    return Job.objects.get(kind=CHECK_JOB, key=str(row.pk))


@pytest.mark.parametrize(
    ("sequence", "result"), [(0, CheckResult.MATCH), (495, CheckResult.MISMATCH), (496, CheckResult.UNABLE)]
)
def test_the_answer_and_its_reference_are_kept(world: World, simulator, sequence: int, result: CheckResult) -> None:  # noqa: F811
    row = asked(world, sequence)
    assert row.check_result == CheckResult.WAITING
    assert work(row).state == Job.State.DONE
    assert row.check_result == result
    assert row.check_reference == IdentityCheck.objects.system("test").get().bank_reference
    line = AuditRow.objects.system("test").get(action="members.certification.checked", subject_id=row.pk)
    assert line.unit_path == EAST
    assert line.detail == {"result": result, "reference": row.check_reference}


def test_while_the_machine_is_asked_nobody_passes(world: World, simulator) -> None:  # noqa: F811
    row = asked(world)
    with pytest.raises(Conflict) as caught:
        certification_approve(certification_id=row.pk, actor=world.actor("reviewer"), now=world.now)
    assert caught.value.code == "NO_MATCH"


def test_a_channel_that_is_down_is_asked_again_and_not_for_ever(world: World, simulator) -> None:  # noqa: F811
    row = asked(world, 497)
    for attempt in range(1, TRIES + 1):
        job = work(row)
        assert row.check_result == CheckResult.CHANNEL_ERROR
        assert (job.attempt, job.state) == (attempt, Job.State.DONE if attempt == TRIES else Job.State.DUE)
        Job.objects.filter(pk=job.pk).update(due_at=world.now.wall)


def test_too_many_tries_for_one_number_end_as_unable(world: World, simulator) -> None:  # noqa: F811
    from apps.corebank import api as corebank
    from apps.corebank.contracts import IdentityElements

    row = asked(world)
    number = id_number(date(1999, 9, 9), female=True, sequence=0)
    for _ in range(5):
        corebank.check_identity(elements=IdentityElements(2, "新来的甲", number), now=world.now)
    work(row)
    assert (row.check_result, row.check_reference) == (CheckResult.UNABLE, "")


def test_an_answer_that_comes_after_the_person_has_left_changes_nothing(world: World, simulator) -> None:  # noqa: F811
    row = asked(world)
    member_leave(member_id=row.member_id, left_on=world.now.business_date, actor=world.actor("hr"), now=world.now)
    assert work(row).state == Job.State.DONE
    assert (row.state, row.check_result) == ("WITHDRAWN", CheckResult.WAITING)


def test_the_job_names_no_person(world: World, simulator) -> None:  # noqa: F811
    row = asked(world)
    assert {key: UUID(value) for key, value in job_of(row).payload.items()} == {"certification_id": row.pk}
