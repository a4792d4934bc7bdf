"""Who hears what: nobody for whom the issue does not exist, and nobody ever an amount (TX-4, TX-11, rows 6 to 20)."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from apps.identity.models import User
from apps.members.models import EmployeeMember, OperatorGrant
from apps.notify.models import Notice, SmsMessage
from tests.access import make_members
from tests.daifutong.cast import work

from .cast import Stage, clock_at

AMOUNT = re.compile(r"¥|\d[\d,]*\.\d\d|\d\s*元")


def told(stage: Stage, kind: str) -> list[tuple[str, str]]:
    """After everything that is on its way has arrived: (who, title), in the order of the roster."""
    with clock_at(stage):
        work()
    names = {one.person_id: one.name for one in stage.house.staff}
    rows = Notice.objects.system("test").filter(kind=kind).order_by("created_at", "pk")
    return [(names.get(row.person_id, "operator"), row.title) for row in rows]


def titles(found: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [title for who, title in found if who == name]


def change(stage: Stage, place: int, **changes: object) -> None:
    who = stage.house.staff[place].person_id
    EmployeeMember.objects.system("test").filter(person_id=who).update(**changes)


def test_the_opening_is_told_to_whom_it_exists_for_and_to_nobody_else(stage: Stage) -> None:
    change(stage, 1, contract_type="DISPATCH")
    change(stage, 2, status="LEFT", left_on=stage.day)
    change(stage, 3, is_insured=False)
    stage.open()
    found = told(stage, "tongxinbao.issue")
    assert {who for who, _ in found} == {stage.house.staff[place].name for place in (0, 4, 5)}
    assert {title for _, title in found} == {"企业借款(非存款)"}


def test_a_way_of_orders_loans_and_payments_is_told_and_never_an_amount(stage: Stage) -> None:
    maker = User.objects.get(pk=stage.house.operators["maker"].user_id)
    grant = make_members.operator(stage.house.enterprise_id, maker, stage.now)
    OperatorGrant.objects.system("test").filter(pk=grant.pk).update(role="maker")
    first, second = (one.name for one in stage.house.staff[:2])
    issue = stage.lent([10_000_00, 90_000_00])
    assert titles(told(stage, "tongxinbao.loan"), first) == ["借款已起息"]
    stage.fund(10_000_000_00)
    stage.morning(date(2026, 8, 31) - timedelta(days=3))  # a Friday: one workday ahead
    assert "员工借款即将到期付款" in [title for _, title in told(stage, "tongxinbao.office")]
    stage.morning(date(2026, 8, 31))
    found = told(stage, "tongxinbao.loan")
    assert titles(found, first) == titles(found, second) == ["借款已起息", "收到还本付息"]
    assert stage.issue(issue.pk).state == "REPAID"
    bodies = Notice.objects.system("test").values_list("title", "body")
    assert len(bodies) > 8
    assert [body for body in bodies if AMOUNT.search(" ".join(body))] == []


def test_who_is_released_learns_why_by_message_too(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    stage.place(issue_id, who, 10_000_00)
    stage.close(issue_id)  # too little
    assert stage.issue(issue_id).state == "FAILED"
    assert titles(told(stage, "tongxinbao.order"), who.name) == ["认购已解除"]
    texts = [row.text.clear() for row in SmsMessage.objects.system("test")]
    ours = [text for text in texts if "认购" in text]
    assert len(ours) == 1 and "未成立" in ours[0] and not AMOUNT.search(ours[0])
    told(stage, "tongxinbao.order")
    assert Notice.objects.system("test").filter(kind="tongxinbao.order").count() == 1


def test_lenders_are_told_of_what_is_late(stage: Stage) -> None:
    issue = stage.lent([10_000_00, 91_000_00])
    stage.turn(date(2026, 8, 31))
    stage.fund(-stage.house.payer_balance())
    stage.morning(date(2026, 8, 31))
    stage.midnight()
    assert stage.issue(issue.pk).state == "OVERDUE"
    found = told(stage, "tongxinbao.loan")
    assert titles(found, stage.house.staff[0].name) == ["借款已起息", "借款逾期"]
    assert titles(found, stage.house.staff[5].name) == []
