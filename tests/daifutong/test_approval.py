"""Maker, checker and authorisers are different people who agree to exactly the same lines (P6, PY-6, AT-11)."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from apps.approvals.models import ApprovalRequest
from apps.audit.models import AuditRow
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, StepUpRequired
from apps.core.models import Job, Parameter
from apps.daifutong.models import Batch, Row
from apps.daifutong.selectors import batch_detail, batch_rows, batches_waiting
from apps.daifutong.services.batch_authorise import batch_authorise
from apps.daifutong.services.batch_cancel import batch_cancel
from apps.daifutong.services.batch_check import batch_check
from apps.daifutong.services.batch_reject import batch_reject
from apps.daifutong.services.batch_withdraw import batch_withdraw
from apps.daifutong.services.row_amend import row_amend
from apps.members.models import OperatorGrant
from apps.notify.models import Notice

from .cast import House, work


@pytest.fixture(autouse=True)
def large_wages(house: House) -> None:
    """Six lines must reach the third tier."""
    Parameter.objects.filter(key="daifutong.row_limit").update(value="100000000")


def submitted(house: House, *amounts: str) -> Batch:
    batch_id = house.upload(house.file(amounts or ["5000.00"])).batch_id
    house.submit(batch_id)
    return Batch.objects.system("test").get(pk=batch_id)


def big(house: House, total: int) -> Batch:
    """A batch of a total in yuan, in lines below the line limit."""
    return submitted(house, *[f"{total / 6:.2f}"] * 6)


def state_of(batch: Batch) -> str:
    batch.refresh_from_db()
    return batch.state


def test_the_maker_cannot_check_even_through_a_second_login(house: House) -> None:
    batch = submitted(house)
    assert house.as_("twin").person_id == house.as_("maker").person_id
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        house.check(batch.pk, "twin")
    assert state_of(batch) == "SUBMITTED"
    assert batches_waiting(house.as_("twin")) == ()
    assert [line.id for line in batches_waiting(house.as_("checker"))] == [batch.pk]


@pytest.mark.parametrize("column", ["checker_person_id", "authoriser_person_id", "second_authoriser_person_id"])
def test_the_database_itself_keeps_maker_and_approvers_apart(house: House, column: str) -> None:
    batch = submitted(house)
    refused = pytest.raises(IntegrityError, match=f"daifutong_maker_{column[:-10]}")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE daifutong_batch SET {column} = maker_person_id WHERE id = %s", [batch.pk])


def test_checking_needs_a_step_up_for_this_very_batch(house: House) -> None:
    batch = submitted(house)
    with pytest.raises(StepUpRequired) as asked:
        batch_check(
            batch_id=batch.pk,
            key=house.key(),
            digest=batch.content_hash,
            actor=house.as_("checker", step_up=True),
            now=house.now,
        )
    assert asked.value.digest == batch.content_hash
    assert asked.value.shown["合计"] == "¥5,000.00"
    house.confirm("checker", "another-digest")
    with pytest.raises(StepUpRequired):
        batch_check(
            batch_id=batch.pk,
            key=house.key(),
            digest=batch.content_hash,
            actor=house.as_("checker", step_up=True),
            now=house.now,
        )
    assert state_of(batch) == "SUBMITTED"


def test_what_was_shown_must_be_what_is_approved(house: House) -> None:
    batch = submitted(house)
    house.confirm("checker", "f" * 64)
    with pytest.raises(Conflict, match="STALE"):
        batch_check(
            batch_id=batch.pk, key=house.key(), digest="f" * 64, actor=house.as_("checker", step_up=True), now=house.now
        )


def test_an_edit_after_the_check_voids_the_check(house: House) -> None:
    batch = big(house, 600_000)
    house.check(batch.pk)
    old = batch.content_hash
    batch_withdraw(batch_id=batch.pk, key=house.key(), actor=house.as_("maker"), now=house.now)
    assert (state_of(batch), batch.checker_person_id, batch.content_hash) == ("PARSED", None, "")
    line = batch_rows(house.as_("maker"), batch.pk).rows[0]
    row_amend(
        row_id=line.id, name=line.name, account="", amount="1.00", remark="", actor=house.as_("maker"), now=house.now
    )
    house.submit(batch.pk)
    assert house.digest(batch.pk) != old
    assert state_of(batch) == "SUBMITTED"
    house.confirm("checker", old)
    with pytest.raises(Conflict, match="STALE"):
        batch_check(
            batch_id=batch.pk, key=house.key(), digest=old, actor=house.as_("checker", step_up=True), now=house.now
        )
    states = ApprovalRequest.objects.system("test").order_by("requested_at").values_list("state", flat=True)
    assert list(states) == ["VOID", "PENDING"]


@pytest.mark.parametrize(
    ("total", "steps"),
    [
        (500_000, ("checker",)),
        (600_000, ("checker", "authoriser")),
        (6_000_000, ("checker", "authoriser", "second_authoriser")),
    ],
)
def test_the_amount_decides_how_many_must_agree(house: House, total: int, steps: tuple[str, ...]) -> None:
    batch = submitted(house, *[f"{total // 6}.00"] * 5, f"{total - 5 * (total // 6)}.00")
    assert batch.total_fen == total * 100
    assert len(batch_detail(house.as_("maker"), batch.pk, house.now).steps) == len(steps)
    for at, who in enumerate(steps):
        assert batch_detail(house.as_(who), batch.pk, house.now).steps_done == at
        house.check(batch.pk) if who == "checker" else house.authorise(batch.pk, who)
        last = at + 1 == len(steps)
        assert state_of(batch) == ("SCHEDULED" if last else "CHECKED")
        assert Job.objects.filter(kind="daifutong.release").exists() == last


def test_one_person_cannot_be_both_authorisers(house: House) -> None:
    batch = submitted(house, *["1000000.00"] * 6)
    house.check(batch.pk)
    house.authorise(batch.pk)
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        house.authorise(batch.pk)
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        house.authorise(batch.pk, "twin")
    assert state_of(batch) == "CHECKED"


def test_an_authoriser_cannot_come_before_the_checker_nor_approve_twice(house: House) -> None:
    batch = submitted(house)
    with pytest.raises(IllegalMove):
        batch_authorise(
            batch_id=batch.pk,
            key=house.key(),
            digest=batch.content_hash,
            actor=house.as_("authoriser", step_up=True),
            now=house.now,
        )
    house.check(batch.pk)
    with pytest.raises(IllegalMove):
        house.check(batch.pk)


def test_a_rejection_needs_a_reason_and_goes_back_to_the_maker(house: House) -> None:
    batch = submitted(house)
    send_back = {
        "batch_id": batch.pk,
        "key": house.key(),
        "digest": batch.content_hash,
        "actor": house.as_("checker"),
        "now": house.now,
    }
    with pytest.raises(InvalidInput, match="REASON"):
        batch_reject(**send_back, reason=" ")
    batch_reject(**send_back, reason="金额有误")
    assert state_of(batch) == "REJECTED"
    detail = batch_detail(house.as_("maker"), batch.pk, house.now)
    assert [(line.verdict_label, line.reason) for line in detail.approvals] == [("退回", "金额有误")]
    assert detail.may == {"amend", "submit", "cancel"}
    assert house.submit(batch.pk).state == "SUBMITTED"


def test_warnings_must_be_confirmed_before_the_submission(house: House) -> None:
    twice = [house.staff[0], house.staff[0]]
    batch_id = house.upload(house.file(["5000.00", "100.00"], people=twice)).batch_id
    with pytest.raises(InvalidInput, match="WARNINGS"):
        house.submit(batch_id, confirmed=False)
    assert house.submit(batch_id).state == "SUBMITTED"


def test_a_batch_with_an_error_cannot_be_submitted(house: House) -> None:
    batch_id = house.upload(house.file(["5000.00", "x"])).batch_id
    with pytest.raises(IllegalMove):
        house.submit(batch_id)


def test_before_the_debit_the_maker_can_give_up_and_nothing_is_paid(house: House) -> None:
    batch_id = house.approved(house.file(["5000.00"]))
    batch_cancel(batch_id=batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)
    work()
    assert set(Row.objects.system("test").values_list("state", flat=True)) == {"PENDING"}
    assert house.payer_balance() == 100_000_000
    with pytest.raises(IllegalMove):
        batch_cancel(batch_id=batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)


def test_each_role_is_offered_what_it_may_do_now(house: House) -> None:
    batch = submitted(house)

    def may(who: str) -> set[str]:
        return set(batch_detail(house.as_(who), batch.pk, house.now).may)

    assert may("maker") == {"withdraw"}
    assert may("checker") == {"check", "reject"}
    assert may("authoriser") == {"reject"}
    assert may("twin") == set()


def test_who_may_take_the_next_step_is_told_and_nobody_else(house: House) -> None:
    for name, role in (("maker", "maker"), ("checker", "checker"), ("authoriser", "authoriser")):
        OperatorGrant.objects.create(
            user_id=house.as_(name).user_id, person_id=house.as_(name).person_id, enterprise_id=house.enterprise_id,
            role=role, granted_at=house.now.wall,
        )  # fmt: skip
    batch_id = house.upload(house.file(["5000.00"])).batch_id
    house.submit(batch_id)
    work()
    (notice,) = Notice.objects.system("test").filter(title="有代发批次待您审批")
    assert (notice.person_id, notice.body) == (house.as_("checker").person_id, "2026年2月工资:请核对后处理。")


def test_a_batch_that_nobody_approves_in_time_goes_back_to_its_maker(house: House) -> None:
    batch_id = house.upload(house.file(["5000.00"])).batch_id
    house.submit(batch_id)
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    ApprovalRequest.objects.system("test").update(expires_at=long_ago)
    Job.objects.filter(kind="approvals.lapse").update(due_at=long_ago)
    work()
    batch = Batch.objects.system("test").get(pk=batch_id)
    assert (batch.state, batch.content_hash) == ("PARSED", "")
    assert AuditRow.objects.system("test").filter(action="daifutong.batch.lapsed").count() == 1
    assert house.submit(batch_id).state == "SUBMITTED"
