"""Kill −9 at every moment of the other jobs: a lapse and its message, an identity check, the bank's day, held money."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from apps.approvals import api as approvals
from apps.approvals.models import ApprovalRequest
from apps.core import bankday, clock, jobs
from apps.core.actors import Role
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.invariants import faults
from apps.core.models import Job, Parameter
from apps.corebank.models import CoreStatement
from apps.daifutong.models import Batch, FeeStatement
from apps.daifutong.services.fee_charge import fees_state
from apps.ledger import api as ledger
from apps.ledger.models import ClearingDay
from apps.ledger.services.clearing_reconcile import CLEARING_JOB, clearing_reconcile
from apps.ledger.services.day_close import day_close_start
from apps.members.models import Certification, EmployeeMember
from apps.members.services.certification_submit import CHECK_JOB, certification_submit
from apps.notify.models import Notice, SmsMessage
from tests.daifutong.cast import SYSTEM, House, work
from tests.daifutong.test_returns import move, released, states, waiting
from tests.ledger.test_clearing import BEPS, TUESDAY, file

from .conftest import run, settle
from .points import BOUNCE_POINTS, CHECK_POINTS, CLEARING_POINTS, DAY_POINTS, FEE_POINTS, LAPSE_POINTS, RETURN_POINTS
from .test_payroll import other_bank_payroll

pytestmark = pytest.mark.slow


def forgotten_request(house: House) -> None:
    """A request that should have been decided on yesterday."""
    maker = replace(house.as_("maker"), step_up=True)
    with transaction.atomic():
        approvals.request(
            kind="tests.thing", subject_id=new_id(), digest="d" * 64, summary={}, steps=(Role.CHECKER,), actor=maker,
            enterprise_id=house.enterprise_id, now=clock.read(),
        )  # fmt: skip
    yesterday = clock.wall() - timedelta(days=1)
    ApprovalRequest.objects.system("crash").update(expires_at=yesterday)
    Job.objects.filter(kind="approvals.lapse").update(due_at=yesterday)
    Parameter.objects.filter(key="notify.quiet_from").update(value="8")  # to 8: no quiet hours, whatever the clock says


@pytest.mark.parametrize("point", LAPSE_POINTS)
def test_a_lapse_happens_once_and_is_told_once(house: House, point: str) -> None:
    forgotten_request(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    assert ApprovalRequest.objects.system("crash").get().state == "LAPSED"
    assert Notice.objects.system("crash").get().kind == "approvals.lapsed"
    assert SmsMessage.objects.system("crash").get().state == "SENT"
    assert list(Job.objects.exclude(state="DONE")) == []


def submitted_employee(house: House) -> None:
    member = EmployeeMember.objects.system("crash").filter(person_id=house.staff[0].person_id)
    member.update(status="INVITED")
    now = Moment(clock.wall(), date(2026, 3, 2))
    certification_submit(member_ids=[member.get().pk], actor=house.as_("maker"), now=now)


@pytest.mark.parametrize("point", CHECK_POINTS)
def test_an_identity_check_ends_with_the_banks_answer(house: House, simulator: object, point: str) -> None:
    submitted_employee(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    row = Certification.objects.system("crash").get()
    assert (row.check_result, row.check_reference != "") == ("MATCH", True)
    assert Job.objects.get(kind=CHECK_JOB).state == "DONE"


def two_days_to_close(house: House) -> date:
    """The day that shall be open in the end."""
    now = clock.read()
    day_close_start(to=now.business_date + timedelta(days=2), key="crash", actor=SYSTEM, now=now)
    return now.business_date + timedelta(days=2)


@pytest.mark.parametrize("point", DAY_POINTS)
def test_days_are_closed_once_each(house: House, simulator: object, point: str) -> None:
    to = two_days_to_close(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    assert (clock.read().business_date, bankday.closing_day()) == (to, None)
    assert list(Job.objects.exclude(state="DONE")) == []


def unreconciled_day(house: House) -> None:
    """A day whose file the bank did not give at its close."""
    with transaction.atomic():
        clearing_reconcile(gl_code="3001.02", day=date(2026, 3, 1), now=clock.read())


@pytest.mark.parametrize("point", CLEARING_POINTS)
def test_a_day_without_a_file_is_reconciled_once(house: House, simulator: object, point: str) -> None:
    unreconciled_day(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    assert ClearingDay.objects.get().state == "RECONCILED"
    assert CoreStatement.objects.count() == 1
    assert list(Job.objects.exclude(state="DONE")) == []


def month_stated(house: House) -> None:
    """The fee of a month in which two lines were paid, to be taken from the payer's account."""
    house.approved(house.file(["5000.00", "6000.00"]))
    work()
    with transaction.atomic():
        fees_state(day=date(2026, 4, 1), now=clock.read())
    Job.objects.filter(state="DONE").delete()  # what led here is another flow


@pytest.mark.parametrize("point", FEE_POINTS)
def test_a_fee_is_taken_once(house: House, point: str) -> None:
    month_stated(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    assert FeeStatement.objects.system("test").values_list("state", "fen").get() == ("PAID", 100)
    assert house.payer_balance() == 100_000_000 - 1_100_000 - 100
    assert list(Job.objects.exclude(state="DONE")) == []


def held_return(house: House) -> Batch:
    """Failed lines' money that may go back at last: the payer's account was frozen, and is free again."""
    batch = released(house, ["5000.00", "6000.00"])
    move(house, house.payer_id, "freeze")
    work()
    move(house, house.payer_id, "unfreeze")
    Job.objects.filter(state="DONE").delete()  # what led here is another flow
    Job.objects.update(due_at=clock.wall(), woken_at=None)
    return batch


@pytest.mark.parametrize("point", RETURN_POINTS)
def test_held_money_goes_back_once(house: House, point: str) -> None:
    batch = held_return(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    assert (states(), waiting(batch)) == (["PAID", "RETURNED"], 0)
    assert house.payer_balance() == 100_000_000 - 500_000
    assert list(Job.objects.exclude(state="DONE")) == []


def bounced_wage(house: House) -> Batch:
    """A wage that another bank took on Monday, and sends back in Tuesday's file, which is read now."""
    batch = other_bank_payroll(house)
    work()
    file((f"{batch.reference}-000002", -500_000), day=TUESDAY)
    Job.objects.all().delete()  # what led here is another flow
    with transaction.atomic():
        jobs.add(CLEARING_JOB, f"{BEPS}:{TUESDAY}", {"gl_code": BEPS, "day": TUESDAY.isoformat()})
    return batch


@pytest.mark.parametrize("point", BOUNCE_POINTS)
def test_a_wage_that_comes_back_is_the_enterprises_again_once(house: House, simulator: object, point: str) -> None:
    batch = bounced_wage(house)
    assert house.payer_balance() == 100_000_000 - 500_000
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    assert list(faults()) == [], "at the very moment of the crash"
    settle()
    batch.refresh_from_db()
    assert (states(), batch.state, batch.returned_fen) == (["RETURNED"], "PART_FAILED", 500_000)
    assert (house.payer_balance(), ledger.balance(batch.transit_ledger_id)) == (100_000_000, 0)
    titles = ("代发跨行明细被退票", "工资被收款银行退回")
    assert Notice.objects.system("crash").filter(title__in=titles).count() == 2
    assert list(Job.objects.exclude(state="DONE")) == []
