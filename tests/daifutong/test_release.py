"""The debit is all or nothing, and only of what was approved (PY-7, P6)."""

import pytest
from django.db import connection, transaction

from apps.bankaccounts import api as bankaccounts
from apps.core.errors import Conflict, IllegalMove
from apps.core.models import Job
from apps.daifutong.models import Batch, Row
from apps.daifutong.selectors import batch_detail, batch_rows
from apps.daifutong.services.batch_release import OWN_ROWS, batch_release
from apps.daifutong.services.row_amend import row_amend
from apps.daifutong.services.row_drop import row_drop
from apps.ledger import api as ledger
from apps.members.models import Enterprise
from apps.notify.models import Notice

from .cast import SYSTEM, House, build_house, fund, work


def batch_of(house: House) -> Batch:
    return Batch.objects.system("test").get(enterprise_id=house.enterprise_id)


def test_without_enough_money_nothing_moves_and_the_maker_hears_why(house: House) -> None:
    poor = build_house(serial=1, staff=2, funds=499_999)
    batch_id = poor.approved(poor.file(["5000.00"]))
    work()
    batch = batch_of(poor)
    assert (batch.state, batch.outcome, batch.released_at) == ("SCHEDULED", "P10", None)
    assert poor.payer_balance() == 499_999
    assert ledger.balance(poor.staff[0].ledger_id) == 0
    notices = Notice.objects.system("test").filter(person_id=poor.as_("maker").person_id)
    assert [notice.title for notice in notices] == ["代发未扣款"]
    detail = batch_detail(poor.as_("maker"), batch_id, poor.now)
    assert (detail.may, detail.outcome_label) == ({"cancel", "release"}, "付款账户余额不足")

    with transaction.atomic():
        fund(poor.payer_ledger_id, 1)
    answer = batch_release(batch_id=batch_id, key=poor.key(), actor=poor.as_("maker"), now=poor.now)
    assert answer.state == "DISBURSING"
    assert poor.payer_balance() == 0
    work()
    assert (batch_of(poor).state, batch_of(poor).outcome) == ("DONE", "")


def test_a_frozen_payer_is_not_debited(house: House) -> None:
    house.approved(house.file(["5000.00"]))
    with transaction.atomic():
        bankaccounts.account_move(account_id=house.payer_id, move="freeze", reason="测试", actor=SYSTEM, now=house.now)
    work()
    assert (batch_of(house).state, batch_of(house).outcome) == ("SCHEDULED", "P11")
    assert house.payer_balance() == 100_000_000


def suspend(house: House) -> None:
    Enterprise.objects.system("test").filter(pk=house.enterprise_id).update(status="SUSPENDED")


def test_a_suspended_enterprise_reads_on_and_pays_nothing(house: House) -> None:
    parsed = house.upload(house.file(["5000.00"])).batch_id
    submitted = house.upload(house.file(["6000.00"])).batch_id
    house.submit(submitted)
    (line,) = batch_rows(house.as_("maker"), parsed).rows
    suspend(house)
    mine = {"row_id": line.id, "actor": house.as_("maker"), "now": house.now}
    deeds = (
        lambda: house.upload(house.file(["7000.00"])),
        lambda: row_amend(name=line.name, account="", amount="1.00", remark="", **mine),
        lambda: row_drop(**mine),
        lambda: house.submit(parsed),
        lambda: house.check(submitted),
    )
    for deed in deeds:
        with pytest.raises(Conflict) as refusal:
            deed()
        assert refusal.value.code == "ENTERPRISE_SUSPENDED"
    states = dict(Batch.objects.system("test").values_list("pk", "state"))
    assert states == {parsed: "PARSED", submitted: "SUBMITTED"}
    assert batch_detail(house.as_("maker"), parsed, house.now).line.id == parsed
    assert batch_rows(house.as_("maker"), parsed).rows == (line,)


def test_a_batch_approved_before_the_suspension_is_held_back(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00"]))
    suspend(house)
    work()
    assert (batch_of(house).state, batch_of(house).outcome) == ("SCHEDULED", "P11")
    with pytest.raises(Conflict) as refusal:
        batch_release(batch_id=batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)
    assert refusal.value.code == "ENTERPRISE_SUSPENDED"
    assert house.payer_balance() == 100_000_000
    assert set(Job.objects.filter(kind="daifutong.release").values_list("state", flat=True)) == {"DONE"}


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE daifutong_row SET amount_fen = amount_fen + 1, remark = remark",
        "UPDATE daifutong_row SET payee_account_id = gen_random_uuid()",
        "UPDATE daifutong_row SET name = '别人'",
        "UPDATE daifutong_row SET payee_ledger_id = gen_random_uuid()",
        "UPDATE daifutong_batch SET payer_ledger_id = gen_random_uuid()",
        "UPDATE daifutong_row SET state = 'DROPPED' WHERE number = 2",
        "UPDATE daifutong_row SET channel = 'OTHER', payee_bank = '322290000011' WHERE number = 2",
    ],
)
def test_lines_changed_behind_the_approvals_are_not_paid(house: House, tampering: str) -> None:
    batch_id = house.approved(house.file(["5000.00", "6000.00"]))
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(tampering)
    with pytest.raises(Conflict, match="CHANGED"):
        batch_release(batch_id=batch_id, key=house.key(), actor=SYSTEM, now=house.now)
    transaction.savepoint_rollback(before)
    assert house.payer_balance() == 100_000_000


def test_a_batch_is_released_once(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00"]))
    batch_release(batch_id=batch_id, key=house.key(), actor=SYSTEM, now=house.now)
    with pytest.raises(IllegalMove):
        batch_release(batch_id=batch_id, key=house.key(), actor=SYSTEM, now=house.now)
    work()  # the job that the approval wrote finds it done
    assert house.payer_balance() == 99_500_000
    assert set(Job.objects.values_list("state", flat=True)) == {"DONE"}


def test_lines_are_paid_in_parts_and_each_part_is_a_job(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.daifutong.services.batch_release.OWN_ROWS", 2)
    assert OWN_ROWS == 5000
    batch_id = house.approved(house.file(["1.00"] * 5))
    batch_release(batch_id=batch_id, key=house.key(), actor=SYSTEM, now=house.now)
    parts = Job.objects.filter(kind="daifutong.disburse").order_by("payload__first").values_list("payload", flat=True)
    assert [(part["first"], part["last"]) for part in parts] == [(2, 3), (4, 5), (6, 6)]
    assert batch_of(house).parts_left == 3
    work()
    assert set(Row.objects.system("test").values_list("state", flat=True)) == {"PAID"}
