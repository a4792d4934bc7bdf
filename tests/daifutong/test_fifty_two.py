"""None of the 52 kinds of bad files is missing, and those that need an enterprise to be bad get their answer."""

from uuid import UUID

import pytest

from apps.bankaccounts.models import BankAccount
from apps.core.errors import Conflict
from apps.daifutong.models import Batch, Row
from apps.daifutong.selectors import batch_rows
from apps.daifutong.services.batch_check import batch_check
from apps.daifutong.services.batch_withdraw import batch_withdraw
from apps.daifutong.services.row_amend import row_amend
from apps.members.models import EmployeeMember

from .cast import House, build_house, work
from .files import cells, containers, layouts, texts
from .files.cases import KINDS
from .files.fifty_two import IN_A_FILE, IN_AN_ENTERPRISE

assert containers and layouts and texts and cells  # each declares its kinds

AMOUNTS = ["1000.00", "2000.00", "3000.00"]


def codes(batch_id: UUID) -> list[list[str]]:
    rows = Row.objects.system("test").filter(batch_id=batch_id).order_by("number")
    return [[finding["code"] for finding in (*row.errors, *row.warnings)] for row in rows]


def name_is_not_the_holders(house: House) -> None:
    content = house.file(AMOUNTS).replace(house.staff[1].name.encode(), "张冠".encode())
    assert codes(house.upload(content).batch_id) == [[], ["E_NAME"], []]


def closed_account(house: House) -> None:
    BankAccount.objects.system("test").filter(pk=house.staff[2].account_id).update(
        status="CLOSED", closed_on=house.now.business_date
    )
    assert codes(house.upload(house.file(AMOUNTS)).batch_id) == [[], [], ["E_CLOSED"]]


def same_file_again(house: House) -> None:
    house.upload(house.file(AMOUNTS))
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(house.file(AMOUNTS), period="2026-03")
    assert Batch.objects.system("test").count() == 1


def rows_reordered(house: House) -> None:
    house.upload(house.file(AMOUNTS))
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(house.file(AMOUNTS[::-1], people=house.staff[2::-1]))
    assert Batch.objects.system("test").count() == 1


def over_balance(house: House) -> None:
    poor = build_house(serial=1, staff=2, funds=499_999)
    batch_id = poor.approved(poor.file(["5000.00"]))
    work()
    batch = Batch.objects.system("test").get(pk=batch_id)
    assert (batch.state, batch.outcome, poor.payer_balance()) == ("SCHEDULED", "P10", 499_999)


def left_employee(house: House) -> None:
    EmployeeMember.objects.system("test").filter(person_id=house.staff[0].person_id).update(
        status="LEFT", left_on=house.now.business_date
    )
    assert codes(house.upload(house.file(AMOUNTS)).batch_id) == [["W_LEAVER"], [], []]


def file_changed_between_preview_and_confirm(house: House) -> None:
    batch_id = house.upload(house.file(AMOUNTS)).batch_id
    house.submit(batch_id)
    seen = house.digest(batch_id)
    batch_withdraw(batch_id=batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)
    line = batch_rows(house.as_("maker"), batch_id).rows[0]
    row_amend(
        row_id=line.id, name=line.name, account="", amount="9.00", remark="", actor=house.as_("maker"), now=house.now
    )
    house.submit(batch_id)
    house.confirm("checker", seen)
    with pytest.raises(Conflict, match="STALE"):
        batch_check(
            batch_id=batch_id, key=house.key(), digest=seen, actor=house.as_("checker", step_up=True), now=house.now
        )
    assert Batch.objects.system("test").get(pk=batch_id).state == "SUBMITTED"


SHOWN = dict(
    zip(
        IN_AN_ENTERPRISE,
        (
            name_is_not_the_holders,
            closed_account,
            same_file_again,
            rows_reordered,
            over_balance,
            left_employee,
            file_changed_between_preview_and_confirm,
        ),
        strict=True,
    )
)


@pytest.mark.parametrize("kind", IN_AN_ENTERPRISE)
def test_what_is_bad_for_this_enterprise_gets_its_answer_and_nothing_is_held(house: House, kind: str) -> None:
    SHOWN[kind](house)


def test_all_fifty_two_are_here() -> None:
    made = {kind.name for kind in KINDS}
    assert [name for files in IN_A_FILE.values() for name in files if name not in made] == []
    assert len(IN_A_FILE) + len(IN_AN_ENTERPRISE) == 52
    assert not set(IN_A_FILE) & set(IN_AN_ENTERPRISE)
