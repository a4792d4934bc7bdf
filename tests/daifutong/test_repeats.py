"""Wages that come again: a warning for most of them, a refusal for all of them, and the one way past it (PY-11)."""

from dataclasses import replace
from uuid import UUID

import pytest

from apps.audit.models import AuditRow
from apps.core.errors import Conflict, Forbidden, InvalidInput, StepUpRequired
from apps.core.idempotency import body_hash
from apps.daifutong.contracts import BatchAnswer
from apps.daifutong.models import Batch, RepeatPermit
from apps.daifutong.selectors import batch_detail, batch_rows
from apps.daifutong.services.batch_cancel import batch_cancel
from apps.daifutong.services.batch_check import batch_check
from apps.daifutong.services.batch_permit import batch_permit
from apps.daifutong.services.row_amend import row_amend
from apps.daifutong.services.row_drop import row_drop

from .cast import House, work

FIVE = ["1000.00", "2000.00", "3000.00", "4000.00", "5000.00"]


def alike(house: House, batch_id: UUID) -> tuple[int, str]:
    detail = batch_detail(house.as_("maker"), batch_id, house.now)
    return detail.overlap_percent, detail.overlap_reference


@pytest.mark.parametrize(("changed", "percent"), [(1, 80), (2, 0)])
def test_four_of_five_lines_alike_are_a_warning_and_three_are_none(house: House, changed: int, percent: int) -> None:
    first = house.upload(house.file(FIVE))
    second = house.upload(house.file([*FIVE[:-changed], *["9.00"] * changed]))
    assert (second.overlap_percent, second.overlap_reference) == (percent, first.reference if percent else "")
    assert alike(house, second.batch_id) == (percent, first.reference if percent else "")


def test_the_maker_must_confirm_it_and_the_checker_signs_it(house: House) -> None:
    first = house.upload(house.file(FIVE))
    second = house.upload(house.file([*FIVE[:4], "9.00"])).batch_id
    with pytest.raises(InvalidInput, match="WARNINGS") as asked:
        house.submit(second, confirmed=False)
    assert first.reference in asked.value.message
    house.submit(second)
    assert alike(house, second) == (80, first.reference)
    with pytest.raises(StepUpRequired) as asked_to_sign:
        batch_check(
            batch_id=second, digest=house.digest(second), key="k", actor=house.as_("checker", step_up=True),
            now=house.now,
        )  # fmt: skip
    assert asked_to_sign.value.shown["重复提醒"] == f"与同期批次 {first.reference} 有 80% 的账号和金额相同"


def test_another_period_a_cancelled_batch_and_another_enterprise_are_nothing_alike(
    house: House, neighbour: House
) -> None:
    gone = house.upload(house.file([*FIVE[:4], "8.00"])).batch_id
    batch_cancel(batch_id=gone, key=house.key(), actor=house.as_("maker"), now=house.now)
    house.upload(house.file([*FIVE[:4], "7.00"]), period="2026-01")
    neighbour.upload(neighbour.file(FIVE, people=house.staff))
    assert house.upload(house.file(FIVE)).overlap_percent == 0


def test_an_edit_and_a_batch_that_comes_later_change_the_warning(house: House) -> None:
    first = house.upload(house.file(FIVE))
    second = house.upload(house.file([*FIVE[:4], "9.00"])).batch_id
    line = batch_rows(house.as_("maker"), second).rows[0]
    mine = {"row_id": line.id, "actor": house.as_("maker"), "now": house.now}
    row_amend(name=line.name, account="", amount="1.00", remark="", **mine)
    assert alike(house, second) == (0, "")
    row_drop(**mine)
    assert alike(house, second) == (0, ""), "three of four"
    alone = house.upload(house.file(["77.00"], people=house.staff[5:])).batch_id
    assert alike(house, alone) == (0, "")
    twin = house.upload(house.file(["77.00", "78.00"], people=[house.staff[5], house.staff[4]]))
    with pytest.raises(InvalidInput, match="WARNINGS"):
        house.submit(alone, confirmed=False)
    house.submit(alone)
    assert alike(house, alone) == (100, twin.reference)
    assert first.state == "PARSED"


def permit(house: House, batch_id: UUID, *, reason: str = "补发二月奖金", who: str = "authoriser") -> BatchAnswer:
    house.confirm(who, body_hash({"repeat": batch_id, "reason": reason.strip()}))
    actor = house.as_(who, step_up=True)
    return batch_permit(batch_id=batch_id, reason=reason, key=house.key(), actor=actor, now=house.now)


@pytest.mark.parametrize("same", ["file", "wages"])
def test_an_authoriser_lets_the_same_wages_come_once_more(house: House, same: str) -> None:
    content = house.file(FIVE)
    again = content if same == "file" else house.file(FIVE[::-1], people=house.staff[4::-1])
    first = house.approved(content)
    work()
    with pytest.raises(Conflict, match="DUP_BATCH") as refused:
        house.upload(again)
    assert "授权人" in refused.value.message
    permit(house, first)

    second = house.upload(again).batch_id
    detail = batch_detail(house.as_("checker"), second, house.now)
    assert (detail.overlap_percent, detail.repeats) == (100, "郑*:补发二月奖金")
    house.submit(second)
    house.check(second)
    work()
    assert house.payer_balance() == 100_000_000 - 2 * 1_500_000
    for content_again in (content, again):
        with pytest.raises(Conflict, match="DUP_BATCH"):
            house.upload(content_again)
    deeds = AuditRow.objects.system("test").filter(action="daifutong.batch.permitted")
    assert [(deed.subject_id, deed.detail["reason"]) for deed in deeds] == [(first, "补发二月奖金")]
    imported = AuditRow.objects.system("test").get(action="daifutong.batch.imported", subject_id=second)
    assert imported.detail["permit"] == str(RepeatPermit.objects.system("test").get().pk)


def test_a_permit_needs_a_reason_a_step_up_and_another_person(house: House) -> None:
    first = house.approved(house.file(FIVE))
    for reason in ("", " ", "长" * 201):
        with pytest.raises(InvalidInput, match="REASON"):
            permit(house, first, reason=reason)
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        permit(house, first, who="twin")
    actor = house.as_("second_authoriser", step_up=True)
    with pytest.raises(StepUpRequired) as asked:
        batch_permit(batch_id=first, reason="补发", key="k", actor=actor, now=house.now)
    assert asked.value.shown["原因"] == "补发"
    house.confirm("second_authoriser", asked.value.digest)
    with pytest.raises(StepUpRequired):  # what was signed is this reason, and no other
        batch_permit(batch_id=first, reason="另一个原因", key="k", actor=actor, now=house.now)
    permit(house, first)
    with pytest.raises(Conflict, match="ALREADY_PERMITTED"):
        permit(house, first)


def test_who_permitted_cannot_be_who_makes_the_batch(house: House) -> None:
    content = house.file(FIVE)
    first = house.approved(content)
    permit(house, first)
    house.operators["maker"] = replace(house.operators["maker"], person_id=house.operators["authoriser"].person_id)
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(content)


def test_a_permit_of_another_enterprise_opens_nothing(house: House, neighbour: House) -> None:
    content = house.file(FIVE)
    theirs = neighbour.approved(content)
    permit(neighbour, theirs)
    house.upload(content)
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(content)


@pytest.mark.parametrize("state", ["PARSED", "SUBMITTED", "CANCELLED"])
def test_what_was_never_paid_is_not_paid_again(house: House, state: str) -> None:
    first = house.upload(house.file(FIVE)).batch_id
    if state == "SUBMITTED":
        house.submit(first)
    if state == "CANCELLED":
        batch_cancel(batch_id=first, key=house.key(), actor=house.as_("maker"), now=house.now)
    with pytest.raises(Conflict, match="NOT_PAID"):
        permit(house, first)
    assert "permit" not in batch_detail(house.as_("authoriser"), first, house.now).may
    assert (Batch.objects.system("test").get().state, RepeatPermit.objects.system("test").count()) == (state, 0)
