"""A dispute is read and answered by the pay specialist of the enterprise, and the answer by the employee (PY-13)."""

from dataclasses import replace
from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.core.actors import Actor, Relation, Role
from apps.core.errors import Conflict, IllegalMove, InvalidInput, NotFound
from apps.daifutong.models import Payslip
from apps.daifutong.selectors import disputes_for_enterprise
from apps.daifutong.services.payslip_confirm import payslip_confirm
from apps.daifutong.services.payslip_dispute import payslip_dispute
from apps.daifutong.services.payslip_reply import payslip_reply
from apps.members.models import Enterprise
from apps.notify.models import Notice

from .cast import House, work
from .test_payslips import employee, slip_of, view

LESS = "少了加班费 300 元"


@pytest.fixture
def disputed(house: House) -> House:
    house.approved(house.file(["5432.10", "6000.00"]))
    work()
    li = employee(house, 0)
    view(house, 0, li)
    payslip_dispute(payslip_id=slip_of(house, 0).pk, text=LESS, actor=li, now=house.now)
    return house


def specialist(house: House) -> Actor:
    return replace(house.as_("authoriser"), roles=frozenset({Role.HR_PAY}))


def reply(house: House, text: str = "下月补发", *, payslip_id: UUID | None = None, actor: Actor | None = None) -> None:
    payslip_reply(
        payslip_id=payslip_id or slip_of(house, 0).pk,
        text=text,
        actor=actor or specialist(house),
        now=house.now,
    )


def test_the_specialist_reads_the_text_and_no_amount(disputed: House) -> None:
    page = disputes_for_enterprise(specialist(disputed))
    (line,) = page.disputes
    assert (line.text, line.name, line.number, line.may_reply) == (LESS, "李四光", 2, True)
    assert "543210" not in repr(line)
    assert LESS not in repr(line)


def test_the_employee_hears_of_the_reply_and_reads_it_in_the_open_payslip(disputed: House) -> None:
    reply(disputed)
    work()
    li = employee(disputed, 0)
    told = Notice.objects.system("test").filter(person_id=li.person_id, title="企业答复了您的工资条异议")
    assert [notice.body for notice in told] == ["请打开工资条查看答复。"]
    opened = view(disputed, 0, li)
    assert (opened.reply_text, opened.reply_display, opened.replied_at) == ("下月补发", "郑*", disputed.now.business_at)
    assert (opened.line.state, opened.may) == ("REPLIED", {"confirm", "dispute"})
    trail = AuditRow.objects.system("test").filter(action="daifutong.payslip.replied")
    assert list(trail.values_list("from_state", "to_state", "unit_path")) == [
        ("DISPUTED", "REPLIED", disputed.unit_path)
    ]
    assert "下月补发" not in str(list(AuditRow.objects.system("test").values_list("detail", flat=True)))
    (line,) = disputes_for_enterprise(specialist(disputed)).disputes
    assert (line.reply_text, line.may_reply) == ("下月补发", False)


def test_an_employee_who_is_not_content_says_so_again_and_the_specialist_is_told_again(disputed: House) -> None:
    reply(disputed)
    li = employee(disputed, 0)
    disputed.now = replace(disputed.now, wall=disputed.now.wall.replace(minute=59))
    payslip_dispute(payslip_id=slip_of(disputed, 0).pk, text="还是少", actor=li, now=disputed.now)
    slip = slip_of(disputed, 0)
    assert (slip.state, slip.dispute_text, slip.reply_text, slip.replied_at) == ("DISPUTED", "还是少", "", None)
    reply(disputed, "已补发")
    payslip_confirm(payslip_id=slip.pk, actor=li, now=disputed.now)
    assert disputes_for_enterprise(specialist(disputed)).disputes == ()


@pytest.mark.parametrize("text", ["", "  ", "长" * 201])
def test_a_reply_says_something_in_200_characters(disputed: House, text: str) -> None:
    with pytest.raises(InvalidInput, match="REPLY"):
        reply(disputed, text)


def test_only_a_dispute_is_answered_and_once(disputed: House) -> None:
    calm = slip_of(disputed, 1).pk
    with pytest.raises(NotFound):
        reply(disputed, payslip_id=calm)
    reply(disputed)
    with pytest.raises(IllegalMove):
        reply(disputed)
    assert Payslip.objects.system("test").get(pk=calm).state == "NEW"


def test_another_enterprise_and_bank_staff_see_and_answer_nothing(disputed: House, neighbour: House) -> None:
    bank = Actor.system("银行").__class__(
        person_id=None, user_id=None, roles=frozenset({Role.REVIEWER}), relation=Relation.UNIT, unit_path="/head/",
        display="银行",
    )  # fmt: skip
    for stranger in (specialist(neighbour), bank):
        assert disputes_for_enterprise(stranger).disputes == ()
        with pytest.raises(NotFound):
            reply(disputed, actor=stranger)


def test_a_suspended_enterprise_reads_and_answers_not(disputed: House) -> None:
    Enterprise.objects.system("test").filter(pk=disputed.enterprise_id).update(status="SUSPENDED")
    assert len(disputes_for_enterprise(specialist(disputed)).disputes) == 1
    with pytest.raises(Conflict, match="ENTERPRISE_SUSPENDED"):
        reply(disputed)
