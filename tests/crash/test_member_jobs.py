"""Kill −9 at every moment of the jobs that speak to people: invitations, the check of an enterprise's application, the
yearly re-verification of an enterprise, an announcement."""

from datetime import timedelta

import pytest
from django.db import transaction

from apps.core import clock, jobs
from apps.core.actors import Actor
from apps.core.models import Job, Parameter
from apps.members.models import BankUnit, EmployeeMember, Enterprise, EnterpriseApplication
from apps.members.models.application import nominees_of, owners_of, papers_of
from apps.members.services.application_open import REVERIFY_JOB
from apps.members.services.application_submit import CHECK_JOB, application_submit
from apps.members.services.member_invite import INVITE_JOB
from apps.news.models import Announcement
from apps.news.services.announcement_write import TELL_JOB
from apps.notify.models import Notice, SmsMessage
from fixtures.world_applications import fill_in
from tests.daifutong.cast import NOW, House, work
from tests.members.applicants import NAME, own_account, registered

from .conftest import run, settle
from .points import APPLICATION_POINTS, INVITE_POINTS, REVERIFY_POINTS, TELL_POINTS

pytestmark = pytest.mark.slow
WHY = "crash"


def no_quiet_hours() -> None:
    """Whatever the clock on the wall says: to 8, from 8."""
    Parameter.objects.filter(key="notify.quiet_from").update(value="8")


def all_done() -> bool:
    return not Job.objects.exclude(state="DONE").exists()


def uninvited_roster(house: House) -> None:
    no_quiet_hours()
    EmployeeMember.objects.system(WHY).update(status="INVITED", claimed_at=None, invited_at=None)
    with transaction.atomic():
        jobs.add(INVITE_JOB, "crash", {"enterprise_id": str(house.enterprise_id)})


@pytest.mark.parametrize("point", INVITE_POINTS)
def test_everybody_is_invited_once(house: House, point: str) -> None:
    uninvited_roster(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    people = sorted(one.person_id for one in house.staff)
    told = Notice.objects.system(WHY).filter(kind="members.invitation")
    assert sorted(told.values_list("person_id", flat=True)) == people
    assert list(SmsMessage.objects.system(WHY).values_list("state", flat=True)) == ["SENT"] * len(people)
    assert all_done()


def applicant(house: House) -> Actor:
    """The administrator of an enterprise whose application is complete and not yet sent."""
    admin = registered(house.unit_path, NOW)
    fill_in(admin, NAME, own_account(house.unit_path, NOW), NOW)
    return admin


def submitted_application(house: House) -> Actor:
    """What led to the application, messages and all, is over: only the question to the identity service is left."""
    no_quiet_hours()
    admin = applicant(house)
    application_submit(actor=admin, now=NOW)
    question = Job.objects.filter(kind=CHECK_JOB)
    question.update(due_at=clock.wall() + timedelta(days=1))
    work()
    Job.objects.filter(state="DONE").delete()
    question.update(due_at=clock.wall(), woken_at=None)
    return admin


@pytest.mark.parametrize("point", APPLICATION_POINTS)
def test_an_application_is_checked_with_the_answers_of_both_registers(
    house: House, simulator: object, point: str
) -> None:
    admin = submitted_application(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    row = EnterpriseApplication.objects.scoped(admin).get()
    assert (row.state, row.legal_check, row.register_check) == ("SUBMITTED", "MATCH", "MATCH")
    assert row.legal_check_reference and row.register_reference
    assert Job.objects.get(kind=CHECK_JOB).state == "DONE"  # that of the approval's lapse is due in years


def certified_a_year_ago(house: House) -> Enterprise:
    no_quiet_hours()
    admin = applicant(house)
    EnterpriseApplication.objects.scoped(admin).update(state="APPROVED", decided_at=NOW.wall)
    enterprise = Enterprise.objects.system(WHY).get(pk=admin.enterprise)
    Enterprise.objects.system(WHY).filter(pk=enterprise.pk).update(status="CERTIFIED", certified_on=NOW.business_date)
    work()
    Job.objects.filter(state="DONE").delete()
    with transaction.atomic():
        jobs.add(REVERIFY_JOB, "crash", {"enterprise_id": str(enterprise.pk)})
    return enterprise


@pytest.mark.parametrize("point", REVERIFY_POINTS)
def test_the_yearly_application_is_opened_once_and_whole(house: House, point: str) -> None:
    enterprise = certified_a_year_ago(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    rows = EnterpriseApplication.objects.system(WHY).filter(enterprise=enterprise)
    first, yearly = rows.get(kind="FIRST"), rows.get(kind="YEARLY")
    for part in (owners_of, nominees_of, papers_of):
        assert part(yearly).count() == part(first).count() > 0
    assert Notice.objects.system(WHY).filter(title="企业年度复核").count() == 1
    assert all_done()


def published_announcement(house: House) -> Announcement:
    row = Announcement.objects.create(
        kind="NOTICE", audience="EMPLOYEES", unit=BankUnit.objects.get(path=house.unit_path), title="服务安排",
        body="节日期间跨行代发顺延。", starts_at=NOW.wall, ends_at=NOW.wall + timedelta(days=3650), state="PUBLISHED",
        maker_person_id=house.as_("maker").person, maker_display="测试", created_at=NOW.wall, decided_at=NOW.wall,
    )  # fmt: skip
    with transaction.atomic():
        jobs.add(TELL_JOB, "crash", {"announcement_id": str(row.pk)})
    return row


@pytest.mark.parametrize("point", TELL_POINTS)
def test_an_announcement_reaches_everybody_once(house: House, point: str) -> None:
    published_announcement(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    told = Notice.objects.system(WHY).filter(title="服务安排")
    assert sorted(told.values_list("person_id", flat=True)) == sorted(one.person_id for one in house.staff)
    assert all_done()
