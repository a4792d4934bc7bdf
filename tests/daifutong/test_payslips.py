"""A payslip is its employee's alone, closed until step-up (PY-13)."""

from dataclasses import replace
from datetime import date

import pytest

from apps.audit.models import AuditRow
from apps.core.actors import Actor, Relation, Role, Surface
from apps.core.errors import IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.daifutong.api import home_salary
from apps.daifutong.contracts import PayslipView
from apps.daifutong.models import Payslip
from apps.daifutong.selectors import payslip_line, payslips_for_member
from apps.daifutong.services.payslip_confirm import payslip_confirm
from apps.daifutong.services.payslip_dispute import payslip_dispute
from apps.daifutong.services.payslip_view import payslip_view
from apps.identity import api as identity
from apps.identity.contracts import LoginKind
from apps.identity.models import StepUp
from apps.members.models import OperatorGrant
from apps.notify.models import Notice

from .cast import House, work


def employee(house: House, place: int) -> Actor:
    person = house.staff[place].person_id
    user = identity.logins_ensure(person_ids=[person], kind=LoginKind.EMPLOYEE, now=house.now)[person]
    return Actor(
        person_id=person,
        user_id=user,
        surface=Surface.MOBILE,
        roles=frozenset({Role.EMPLOYEE}),
        enterprise_id=house.enterprise_id,
        relation=Relation.SELF,
        step_up=True,
    )


@pytest.fixture
def paid(house: House) -> House:
    house.approved(house.file(["5432.10", "6000.00"]))
    work()
    return house


def slip_of(house: House, place: int) -> Payslip:
    return Payslip.objects.system("test").get(person_id=house.staff[place].person_id)


def view(house: House, place: int, actor: Actor) -> PayslipView:
    slip = slip_of(house, place)
    house.operators["employee"] = actor
    house.confirm("employee", f"payslip-{slip.pk}")
    return payslip_view(payslip_id=slip.pk, actor=actor, now=house.now)


def test_the_closed_payslip_shows_no_amount(paid: House) -> None:
    li = employee(paid, 0)
    (line,) = payslips_for_member(li, paid.now)
    assert (line.pay_period, line.state, line.account_tail) == ("2026-02", "NEW", paid.staff[0].card[-4:])
    assert "543210" not in repr(line)
    salary = home_salary(li, paid.now)
    assert salary is not None
    assert (salary.payslip, salary.unread) == (line, 1)


def test_the_amount_takes_a_step_up_for_this_very_payslip(paid: House) -> None:
    li = employee(paid, 0)
    with pytest.raises(StepUpRequired):
        payslip_view(payslip_id=slip_of(paid, 0).pk, actor=li, now=paid.now)
    opened = view(paid, 0, li)
    assert (opened.amount_fen, opened.name, opened.may) == (543_210, "李四光", {"confirm", "dispute"})
    assert "543210" not in repr(opened)
    with pytest.raises(StepUpRequired):  # used up
        payslip_view(payslip_id=slip_of(paid, 0).pk, actor=li, now=paid.now)
    assert StepUp.objects.filter(used_at=None).count() == 0
    trail = AuditRow.objects.system("test").filter(action="daifutong.payslip.viewed")
    (deed,) = trail.values_list("from_state", "to_state", "detail", "unit_path")
    assert deed == ("NEW", "VIEWED", {}, paid.unit_path), "the branch's auditor sees it, without an amount"


def test_nobody_else_finds_it(paid: House) -> None:
    slip, wang = slip_of(paid, 0), employee(paid, 1)
    for stranger in (wang, replace(paid.as_("maker"), relation=Relation.SELF), paid.as_("checker")):
        with pytest.raises(NotFound):
            payslip_line(stranger, slip.pk, paid.now)
        with pytest.raises(NotFound):
            payslip_view(payslip_id=slip.pk, actor=replace(stranger, step_up=True), now=paid.now)
        with pytest.raises(NotFound):
            payslip_confirm(payslip_id=slip.pk, actor=stranger, now=paid.now)
    assert payslips_for_member(paid.as_("maker"), paid.now) == ()


def test_it_is_confirmed_after_it_was_read(paid: House) -> None:
    li, slip = employee(paid, 0), slip_of(paid, 0)
    with pytest.raises(IllegalMove):
        payslip_confirm(payslip_id=slip.pk, actor=li, now=paid.now)
    view(paid, 0, li)
    payslip_confirm(payslip_id=slip.pk, actor=li, now=paid.now)
    slip.refresh_from_db()
    assert (slip.state, slip.answered_at) == ("CONFIRMED", paid.now.business_at)
    assert view(paid, 0, li).may == frozenset()


def test_it_can_be_disputed_and_then_confirmed(paid: House) -> None:
    li, slip = employee(paid, 0), slip_of(paid, 0)
    view(paid, 0, li)
    with pytest.raises(InvalidInput, match="DISPUTE"):
        payslip_dispute(payslip_id=slip.pk, text="  ", actor=li, now=paid.now)
    payslip_dispute(payslip_id=slip.pk, text="少了加班费", actor=li, now=paid.now)
    opened = view(paid, 0, li)
    assert (opened.dispute_text, opened.may) == ("少了加班费", {"confirm"})
    payslip_confirm(payslip_id=slip.pk, actor=li, now=paid.now)
    assert "少了加班费" not in str(list(AuditRow.objects.system("test").values_list("detail", flat=True)))


def test_a_dispute_reaches_the_pay_specialist_without_its_text(paid: House) -> None:
    li, specialist = employee(paid, 0), paid.as_("authoriser")
    OperatorGrant.objects.create(
        user_id=specialist.user_id, person_id=specialist.person_id, enterprise_id=paid.enterprise_id,
        role=Role.HR_PAY, granted_at=paid.now.wall,
    )  # fmt: skip
    view(paid, 0, li)
    with pytest.raises(InvalidInput, match="DISPUTE"):
        payslip_dispute(payslip_id=slip_of(paid, 0).pk, text="少" * 201, actor=li, now=paid.now)
    payslip_dispute(payslip_id=slip_of(paid, 0).pk, text="少" * 200, actor=li, now=paid.now)
    work()
    notice = Notice.objects.system("test").get(title="员工对工资条有异议")
    assert notice.person_id == specialist.person_id
    assert notice.body == "2026年2月工资第 2 行的员工对工资条提出异议,请核对后答复。"
    assert notice.link == "/office/payroll/disputes/"


def test_after_24_months_it_is_out_of_sight(paid: House) -> None:
    li = employee(paid, 0)
    assert len(payslips_for_member(li, replace(paid.now, business_date=date(2028, 3, 31)))) == 1
    assert len(payslips_for_member(li, replace(paid.now, business_date=date(2028, 4, 1)))) == 0
