"""委托批量购买: mandates, lists, what becomes of each line (TX-11, AT-08)."""

from datetime import timedelta

import pytest
from django.db import transaction

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.models import BankAccount
from apps.core.errors import Forbidden, IllegalMove, InvalidInput
from apps.core.files import FileRefused
from apps.corebank.models import LoanDisbursement
from apps.ledger import api as ledger
from apps.ledger.contracts import HoldKind
from apps.members.models import EmployeeMember
from apps.notify.models import Notice, SmsMessage
from apps.tongxinbao.models import EntrustedList, Issue, Order
from apps.tongxinbao.services.entrusted_discard import entrusted_discard
from apps.tongxinbao.services.entrusted_release import entrusted_release
from apps.tongxinbao.services.entrusted_return import entrusted_return
from apps.tongxinbao.services.entrusted_submit import entrusted_submit
from tests.daifutong.cast import SYSTEM

from .cast import Stage, relax, set_parameter
from .lists import (
    HEADER,
    faults_of,
    file_of,
    free,
    loaded,
    mandate,
    outcomes,
    placed,
    refused,
    release,
    revoke,
    run,
    submitted,
    the_list,
)

# ---- the file


def test_a_file_is_held_against_the_roster_and_the_terms(stage: Stage) -> None:
    issue_id, staff = stage.open(), stage.house.staff
    EmployeeMember.objects.system("test").filter(person_id=staff[3].person_id).update(is_insured=False)
    content = (
        HEADER + f'{staff[0].emp_no},{staff[0].name},"5,000.00"\n'
        "NOBODY,某人,1000\n"
        f"{staff[1].emp_no},别人,1000\n"
        f"{staff[2].emp_no},{staff[2].name},1500\n"
        f"{staff[3].emp_no},{staff[3].name},1000\n"
        f"{staff[4].emp_no},{staff[4].name},一千\n"
        f"{staff[0].emp_no},{staff[0].name},1000\n"
        f"{staff[5].emp_no},{staff[5].name},21000\n"
        "合计,,31500\n"
    ).encode()
    list_id = loaded(stage, issue_id, content).list_id
    assert faults_of(list_id) == [
        "", "E_EMP_NO", "E_NAME", "E_AMOUNT", "E_ELIGIBLE", "E_AMOUNT", "E_TWICE", "E_AMOUNT"
    ]  # fmt: skip
    found = the_list(list_id)
    assert (found.line_count, found.fault_count) == (8, 7)
    maker = stage.actor("maker")
    assert refused(entrusted_submit, list_id=list_id, key="k", actor=maker, now=stage.now) == "LIST_FAULTS"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "F_EMPTY"),
        ("姓名,金额\n张三,1000\n".encode(), "F_HEADER"),
        (HEADER.encode(), "F_EMPTY"),
        ((HEADER + "合计,,0\n").encode(), "F_EMPTY"),
        ((HEADER + "".join(f"N{n},甲乙,1000\n" for n in range(501))).encode(), "F_LINES"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(stage: Stage, content: bytes, code: str) -> None:
    issue_id = stage.open()
    with pytest.raises(FileRefused) as caught:
        loaded(stage, issue_id, content)
    assert caught.value.code == code
    assert not EntrustedList.objects.system("test").exists()


def test_a_mended_file_takes_the_place_of_the_first(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    first = loaded(stage, issue_id, file_of([(who, "1500")])).list_id
    second = loaded(stage, issue_id, file_of([(who, "2000")])).list_id
    assert [the_list(one).state for one in (first, second)] == ["DISCARDED", "CHECKED"]
    entrusted_submit(list_id=second, key="s", actor=stage.actor("maker"), now=stage.now)
    assert refused(loaded, stage, issue_id, file_of([(who, "3000")])) == "LIST_WAITS"


def test_two_people_release_a_list_and_one_alone_never(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    list_id = submitted(stage, issue_id, [(who, "2000")])
    twin = stage.house.operators["twin"]
    asked = {"list_id": list_id, "key": "x", "now": stage.now}
    with pytest.raises(Forbidden):
        entrusted_release(**asked, digest=the_list(list_id).digest, actor=twin)
    with pytest.raises(Forbidden):
        entrusted_return(**asked, reason="试", actor=twin)
    assert refused(release, stage, list_id, digest="0" * 64) == "STALE"
    with pytest.raises(InvalidInput):
        entrusted_return(**asked, reason=" ", actor=stage.actor("checker"))
    entrusted_return(**asked, reason="金额不对", actor=stage.actor("checker"))
    assert (the_list(list_id).state, the_list(list_id).reason) == ("CHECKED", "金额不对")
    entrusted_discard(list_id=list_id, key="d", actor=stage.actor("maker"), now=stage.now)
    with pytest.raises(IllegalMove):
        release(stage, list_id)
    assert Issue.objects.system("test").get(pk=issue_id).reserved_fen == 0


# ---- what becomes of the lines


def test_a_line_becomes_an_order_held_on_the_persons_own_account(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    before = free(stage, 0)
    mandate(stage, issue_id, who)
    list_id = placed(stage, issue_id, [(who, "5000")])
    order = Order.objects.system("test").get()
    assert (order.state, order.amount_fen, order.is_entrusted, order.person_id) == (
        "HELD", 5_000_00, True, who.person_id
    )  # fmt: skip
    assert order.account_id == who.account_id and order.device == ""
    assert before - free(stage, 0) == 5_000_00
    assert outcomes(list_id) == {who.person_id: ""}
    issue = stage.issue(issue_id)
    assert (issue.taken_fen, issue.reserved_fen, the_list(list_id).state) == (5_000_00, 0, "PLACED")
    told = Notice.objects.system("test").get(person_id=who.person_id, title="企业代您提交了认购")
    assert "5,000" not in told.body and "撤回" in told.body
    assert SmsMessage.objects.system("test").count() == 1


def spend(stage: Stage, place: int) -> None:
    who = stage.house.staff[place]
    legs = ((who.ledger_id, -stage.balance(who)), (ledger.house_account("1003"), stage.balance(who)))
    with transaction.atomic():
        ledger.post(key=f"test.spend:{place}", kind="test.spend", summary="花掉", now=stage.now, legs=legs)


def lend_out(stage: Stage, place: int) -> None:
    LoanDisbursement.objects.create(
        reference=f"L{place}", paid_on=stage.day, amount=10_000_00, fetched_at=stage.now.wall,
        number_index=BankAccount.objects.system("test").get(pk=stage.house.staff[place].account_id).number_index,
    )  # fmt: skip


def test_every_line_is_checked_and_only_the_bank_knows_which_came_to_nothing(stage: Stage) -> None:
    """No mandate, one taken back, one too small, one without money, one with a loan's money: one list, one order."""
    issue_id, staff = stage.open(), stage.house.staff
    for place in range(1, 6):
        mandate(stage, issue_id, staff[place], 3_000_00)
    revoke(stage, issue_id, staff[1])
    spend(stage, 3)
    lend_out(stage, 4)
    amounts = ["3000", "3000", "4000", "3000", "3000", "3000"]
    list_id = placed(stage, issue_id, list(zip(staff, amounts, strict=False)))
    found = outcomes(list_id)
    assert [found[who.person_id] for who in staff[:6]] == [
        "NO_MANDATE", "NO_MANDATE", "MANDATE_MAX", "BALANCE", "LOAN_FUNDS", ""
    ]  # fmt: skip
    issue = stage.issue(issue_id)
    assert (issue.taken_fen, issue.reserved_fen) == (3_000_00, 16_000_00)
    held = Order.objects.system("test").filter(state="HELD")
    assert list(held.values_list("person_id", flat=True)) == [staff[5].person_id]
    told = Notice.objects.system("test").filter(title="企业的委托名单中有您")
    assert set(told.values_list("person_id", flat=True)) == {staff[n].person_id for n in (0, 1, 2, 4)}
    assert not any("元" in body for body in told.values_list("body", flat=True))


def test_a_frozen_account_and_the_cap_of_lenders_refuse_a_line(stage: Stage) -> None:
    issue_id, staff = stage.open(), stage.house.staff
    for place in (0, 1):
        mandate(stage, issue_id, staff[place])
    stage.place(issue_id, staff[2], 1_000_00)
    set_parameter("tongxinbao.lender_cap", "1")
    with transaction.atomic():
        bankaccounts.account_move(
            account_id=staff[0].account_id, move="freeze", reason="法院", actor=SYSTEM, now=stage.now
        )
    found = outcomes(placed(stage, issue_id, [(staff[0], "1000"), (staff[1], "1000")]))
    assert [found[staff[n].person_id] for n in (0, 1)] == ["ACCOUNT_STATUS", "LENDER_CAP"]


def test_a_mandate_counts_with_what_the_person_has_ordered_alone(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    mandate(stage, issue_id, who, 20_000_00)
    stage.place(issue_id, who, 15_000_00)
    assert outcomes(placed(stage, issue_id, [(who, "6000")])) == {who.person_id: "PERSON_MAX"}


def test_a_mandate_that_has_run_out_is_none(stage: Stage) -> None:
    issue_id, who = stage.open(close_at=stage.now.business_at + timedelta(days=5)), stage.house.staff[0]
    mandate(stage, issue_id, who)
    stage.turn(stage.day + timedelta(days=1))
    assert outcomes(placed(stage, issue_id, [(who, "1000")])) == {who.person_id: "NO_MANDATE"}
    assert refused(mandate, stage, issue_id, who) == "MANDATE_HOLDS"
    revoke(stage, issue_id, who)
    mandate(stage, issue_id, who)


# ---- once


def test_the_same_people_never_come_twice_whatever_became_of_them(stage: Stage) -> None:
    issue_id, staff = stage.open(), stage.house.staff
    mandate(stage, issue_id, staff[0])
    placed(stage, issue_id, [(staff[0], "1000"), (staff[1], "1000")])
    again = loaded(stage, issue_id, file_of([(staff[1], "2000"), (staff[2], "1000"), (staff[0], "1000")])).list_id
    assert faults_of(again) == ["E_EARLIER", "", "E_EARLIER"]
    assert Order.objects.system("test").count() == 1


def test_the_same_key_releases_once_and_the_job_places_once(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    mandate(stage, issue_id, who)
    list_id = submitted(stage, issue_id, [(who, "1000")])
    assert release(stage, list_id, key="once") == release(stage, list_id, key="once")
    with pytest.raises(IllegalMove):
        release(stage, list_id)
    run(stage)
    run(stage)
    assert Order.objects.system("test").count() == 1
    assert stage.issue(issue_id).taken_fen == 1_000_00


# ---- room: who watches it learns nothing


def test_a_list_takes_its_whole_sum_out_of_the_room_until_the_close(stage: Stage) -> None:
    issue_id, staff = stage.open(scale_fen=10_000_00), stage.house.staff
    relax(issue_id)
    mandate(stage, issue_id, staff[0])
    placed(stage, issue_id, [(staff[0], "3000"), (staff[1], "3000")])
    assert stage.issue(issue_id).taken_fen == 3_000_00
    assert refused(stage.place, issue_id, staff[2], 5_000_00) == "FULL"
    mine = Order.objects.system("test").get()
    stage.withdraw(mine.pk, staff[0])
    assert refused(stage.place, issue_id, staff[2], 5_000_00) == "FULL", "a withdrawal opens no room either"
    assert stage.place(issue_id, staff[2], 4_000_00).state == "HELD"
    run(stage)
    assert stage.issue(issue_id).state == "SUBSCRIBING", "full to all, and still it does not close before its hour"
    issue = stage.close(issue_id)
    assert (issue.taken_fen, issue.reserved_fen) == (0, 0)
    assert issue.state == "FAILED"  # 4,000 of 10,000


def test_a_list_larger_than_the_room_is_refused_whole(stage: Stage) -> None:
    issue_id, staff = stage.open(scale_fen=10_000_00), stage.house.staff
    relax(issue_id)
    stage.place(issue_id, staff[2], 8_000_00)
    list_id = submitted(stage, issue_id, [(staff[0], "2000"), (staff[1], "1000")])
    assert refused(release, stage, list_id) == "FULL"
    assert the_list(list_id).state == "SUBMITTED"


def test_a_freeze_of_an_entrusted_order_opens_no_room(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    mandate(stage, issue_id, who)
    placed(stage, issue_id, [(who, "2000")])
    with transaction.atomic():
        ledger.place_hold(
            key="test.freeze", account_id=who.ledger_id, kind=HoldKind.JUDICIAL_FULL, amount=None,
            subject_kind="court", subject_id=issue_id, now=stage.now,
        )  # fmt: skip
    run(stage)
    issue = stage.issue(issue_id)
    assert (Order.objects.system("test").get().outcome, issue.taken_fen, issue.reserved_fen) == (
        "FROZEN", 0, 2_000_00
    )  # fmt: skip
