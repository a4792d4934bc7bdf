"""The payroll's part of the demo story, and the file that a newcomer drops into it."""

from pathlib import Path

import pytest

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import HolderKind
from apps.cases.models import Case
from apps.core.invariants import faults
from apps.core.money import plain_yuan
from apps.daifutong.contracts import ImportAnswer
from apps.daifutong.models import Batch, Payslip, Row
from apps.daifutong.selectors import batch_comparison, batch_rows
from apps.daifutong.services.batch_import import batch_import
from apps.daifutong.services.row_amend import row_amend
from apps.ledger.models import ClearingDay
from fixtures import world_daifutong
from fixtures.world import World

pytestmark = pytest.mark.django_db
FILE = Path(world_daifutong.__file__).parent / "payroll" / "2026-03.xlsx"


def upload(world: World) -> ImportAnswer:
    payer = bankaccounts.accounts_of(holder_kind=HolderKind.ENTERPRISE, holder_id=world.morningstar)[0]
    return batch_import(
        content=FILE.read_bytes(),
        filename=FILE.name,
        pay_period="2026-03",
        title="2026年3月工资",
        payer_account_id=payer.id,
        key="march",
        actor=world.actor("maker"),
        now=world.now,
    )


def test_the_committed_file_is_the_one_that_the_cast_makes(world: World) -> None:
    assert FILE.read_bytes() == world_daifutong.march_file()


def test_its_300_rows_have_exactly_two_mistakes_that_can_be_mended_in_place(world: World) -> None:
    answer = upload(world)
    assert (answer.row_count, answer.error_count, answer.warning_count) == (300, 2, 0)
    maker = world.actor("maker")
    bad = batch_rows(maker, answer.batch_id, show="errors").rows
    assert [(row.number, [error.code for error in row.errors]) for row in bad] == [
        (46, ["E_AMOUNT"]),
        (192, ["E_NAME"]),
    ]
    right = dict(enumerate(world_daifutong.march_lines(mended=True), world_daifutong.FIRST_ROW))
    for row in bad:
        line = right[row.number]
        typed = {"name": line.name, "account": "", "amount": plain_yuan(int(line.amount)), "remark": row.remark}
        assert row_amend(row_id=row.id, actor=maker, now=world.now, **typed).errors == ()
    assert Batch.objects.system("test").get(pk=answer.batch_id).state == "PARSED"


def test_a_year_of_pay_days_a_bonus_and_four_batches_under_way(world: World) -> None:
    world_daifutong.load()
    batches = Batch.objects.system("test").order_by("created_at")
    states = list(batches.values_list("state", flat=True))
    assert states[:12] == ["DONE"] * 12
    assert states[12:] == ["PART_FAILED", "DONE", "PART_FAILED", "IN_DOUBT", "SUBMITTED", "SCHEDULED", "DONE"]
    back = batch_rows(world.actor("maker"), batches[12].pk, show="RETURNED").rows
    assert [(row.state_label, row.outcome_label) for row in back] == [("退票,已退回", "收款银行退票")]
    assert (batches[12].returned_fen, batches[12].row_count) == (back[0].amount_fen, 4)
    day = ClearingDay.objects.get(gl_code="3001.02", business_date=world_daifutong.LATE)
    assert day.differences == 1, "the planted one alone"
    assert {batch.row_count for batch in batches[:12]} == {300}
    late = batches[14]
    failed = Row.objects.system("test").filter(batch=late, state="RETURNED").order_by("outcome")
    assert list(failed.values_list("outcome", flat=True)) == ["P04", "P04", "P05", "P13"]
    assert Case.objects.system("test").filter(kind="daifutong.row.in_doubt", state="OPEN").count() == 1
    assert Payslip.objects.system("test").filter(person_id=world.person("xiaowen")).count() == 12
    assert (
        Payslip.objects.system("test").get(person_id=world.person("xiaowen"), state="NEW").row.amount_fen == 1_268_050
    )
    waiting = batch_comparison(world.actor("checker"), batches.get(state="SUBMITTED").pk)
    assert waiting is not None
    assert [part.count for part in waiting.parts[:3]] == [1, 2, 2], "one typing error, two came, two went"
    assert list(faults()) == []
    before = list(batches.values())
    world_daifutong.load()
    assert list(batches.all().values()) == before, "a second load changes nothing"
