"""What a batch did not pay is paid by another one, once: failed lines again, parked lines with a card (PY-11)."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.bankaccounts.models import BankAccount
from apps.core.errors import Conflict, IllegalMove, NotFound
from apps.daifutong.checks import follow_ups_once
from apps.daifutong.contracts import ImportAnswer
from apps.daifutong.models import Batch, FollowUp, Payslip, Row
from apps.daifutong.selectors import batch_detail, batch_rows
from apps.daifutong.selectors.follow_ups import waiting_lines
from apps.daifutong.services.batch_cancel import batch_cancel
from apps.daifutong.services.batch_reject import batch_reject
from apps.daifutong.services.batch_retry import batch_retry
from apps.daifutong.services.batch_supplement import batch_supplement
from apps.daifutong.services.row_amend import row_amend
from apps.daifutong.services.row_drop import row_drop
from apps.daifutong.services.row_park import row_park
from apps.ledger import api as ledger

from .cast import Colleague, House, work
from .test_wagecards import in_use, second_account


def status(house: House, place: int, status: str) -> None:
    BankAccount.objects.system("test").filter(pk=house.staff[place].account_id).update(status=status)


def retry(house: House, batch_id: UUID, key: str = "") -> ImportAnswer:
    return batch_retry(batch_id=batch_id, key=key or house.key(), actor=house.as_("maker"), now=house.now)


def pay(house: House, batch_id: UUID) -> None:
    house.submit(batch_id)
    house.check(batch_id)
    work()


def lines(batch_id: UUID) -> list[tuple[str, int | None, str]]:
    rows = Row.objects.system("test").filter(batch=batch_id).order_by("number")
    return [(row.name, row.amount_fen, row.state) for row in rows]


@pytest.fixture
def failed(house: House) -> UUID:
    """Three lines, of which the cards of the last two were lost between approval and payment."""
    batch_id = house.upload(house.file(["5000.00", "6000.00", "7000.00"])).batch_id
    house.submit(batch_id)
    house.check(batch_id)
    status(house, 1, "LOST")
    status(house, 2, "LOST")
    work()
    assert Batch.objects.system("test").get().state == "PART_FAILED"
    return batch_id


def test_only_the_failed_lines_come_again_and_are_paid_once(house: House, failed: UUID) -> None:
    assert "retry" in batch_detail(house.as_("maker"), failed, house.now).may
    answer = retry(house, failed)
    assert (answer.row_count, answer.total_fen, answer.state) == (2, 1_300_000, "HAS_ERRORS")
    batch = Batch.objects.system("test").get(pk=answer.batch_id)
    assert (batch.kind, batch.pay_period, batch.title) == ("SALARY", "2026-02", "2026年2月工资重发")
    with pytest.raises(Conflict, match="NOTHING_FAILED"):
        retry(house, failed)
    assert "retry" not in batch_detail(house.as_("maker"), failed, house.now).may
    for place in (1, 2):
        status(house, place, "NORMAL")
    for row in batch_rows(house.as_("maker"), answer.batch_id).rows:
        row_amend(
            row_id=row.id, name=row.name, account="", amount=f"{(row.amount_fen or 0) / 100:.2f}", remark="",
            actor=house.as_("maker"), now=house.now,
        )  # fmt: skip
    pay(house, answer.batch_id)
    assert [state for _, _, state in lines(answer.batch_id)] == ["PAID", "PAID"]
    assert [ledger.balance(house.staff[place].ledger_id) for place in (0, 1, 2)] == [500_000, 600_000, 700_000]
    assert house.payer_balance() == 100_000_000 - 1_800_000
    with pytest.raises(Conflict, match="NOTHING_FAILED"):
        retry(house, failed)


def test_another_account_is_typed_into_the_retry(house: House, failed: UUID) -> None:
    answer, other = retry(house, failed), second_account(house, 1)
    row = batch_rows(house.as_("maker"), answer.batch_id).rows[0]
    number = BankAccount.objects.system("test").get(pk=other).number.clear()
    mended = row_amend(
        row_id=row.id, name=row.name, account=number, amount="6000.00", remark="", actor=house.as_("maker"),
        now=house.now,
    )  # fmt: skip
    assert mended.errors == ()


def test_the_same_key_gives_the_same_batch(house: House, failed: UUID) -> None:
    assert retry(house, failed, "once") == retry(house, failed, "once")
    assert FollowUp.objects.system("test").count() == 2


def test_a_cancelled_retry_frees_its_lines(house: House, failed: UUID) -> None:
    first = retry(house, failed)
    batch_cancel(batch_id=first.batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)
    assert retry(house, failed).row_count == 2
    assert FollowUp.objects.system("test").filter(is_live=True).count() == 2


def test_a_dropped_line_is_free_and_the_other_is_not(house: House, failed: UUID) -> None:
    first = retry(house, failed)
    row = batch_rows(house.as_("maker"), first.batch_id).rows[0]
    row_drop(row_id=row.id, actor=house.as_("maker"), now=house.now)
    assert retry(house, failed).row_count == 1


def ready(house: House, answer: ImportAnswer) -> UUID:
    """The retry with its accounts in order again."""
    for place in (1, 2):
        status(house, place, "NORMAL")
    for row in batch_rows(house.as_("maker"), answer.batch_id).rows:
        amount = "6000.00" if row.amount_fen == 600_000 else "7000.00"
        row_amend(
            row_id=row.id, name=row.name, account="", amount=amount, remark="", actor=house.as_("maker"), now=house.now
        )
    return answer.batch_id


def test_a_rejected_retry_frees_its_lines_and_must_win_them_back(house: House, failed: UUID) -> None:
    first = ready(house, retry(house, failed))
    house.submit(first)
    batch_reject(
        batch_id=first, digest=house.digest(first), reason="请核对", key=house.key(), actor=house.as_("checker"),
        now=house.now,
    )  # fmt: skip
    second = retry(house, failed)
    with pytest.raises(Conflict, match="ALREADY_FOLLOWED"):
        house.submit(first)
    batch_cancel(batch_id=second.batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)
    pay(house, first)
    assert [state for _, _, state in lines(first)] == ["PAID", "PAID"]


def test_a_retry_that_fails_too_is_retried_from_either_batch_and_never_from_both(house: House, failed: UUID) -> None:
    first = ready(house, retry(house, failed))
    house.submit(first)
    house.check(first)
    status(house, 1, "LOST")
    status(house, 2, "LOST")
    work()
    assert Batch.objects.system("test").get(pk=first).state == "PART_FAILED"
    assert {"retry"} <= batch_detail(house.as_("maker"), failed, house.now).may
    second = retry(house, first)
    with pytest.raises(Conflict, match="NOTHING_FAILED"):
        retry(house, failed)
    assert "retry" not in batch_detail(house.as_("maker"), failed, house.now).may
    assert "retry" not in batch_detail(house.as_("maker"), first, house.now).may
    ready(house, second)
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.submit(second.batch_id)  # account by account the batch that has just failed
    other = second_account(house, 1)
    row = next(row for row in batch_rows(house.as_("maker"), second.batch_id).rows if row.amount_fen == 600_000)
    number = BankAccount.objects.system("test").get(pk=other).number.clear()
    row_amend(
        row_id=row.id, name=row.name, account=number, amount="6000.00", remark="", actor=house.as_("maker"),
        now=house.now,
    )  # fmt: skip
    pay(house, second.batch_id)
    assert [state for _, _, state in lines(second.batch_id)] == ["PAID", "PAID"]
    assert (ledger.balance(house.staff[1].ledger_id), ledger.balance(house.staff[2].ledger_id)) == (0, 700_000)


def test_by_the_databases_word_a_line_is_retried_once(house: House, failed: UUID) -> None:
    first = retry(house, failed)
    follow = FollowUp.objects.system("test").first()
    assert follow
    other = Row.objects.system("test").filter(batch=first.batch_id).exclude(pk=follow.pk).get()
    FollowUp.objects.system("test").filter(pk=other.pk).delete()
    with pytest.raises(IntegrityError, match="daifutong_followup_once"), transaction.atomic():
        FollowUp.objects.create(row=other, origin_id=follow.origin_id)
    FollowUp.objects.create(row=other, origin_id=follow.origin_id, is_live=False)
    FollowUp.objects.system("test").filter(pk=other.pk).delete()


def test_paid_twice_would_be_found(house: House, failed: UUID) -> None:
    answer = retry(house, failed)
    pay(house, ready(house, answer))
    assert list(follow_ups_once()) == []
    follow = FollowUp.objects.system("test").first()
    assert follow
    with transaction.atomic():
        FollowUp.objects.system("test").filter(pk=follow.pk).update(is_live=False)
        assert len(list(follow_ups_once())) == 1
        transaction.set_rollback(True)


def test_all_failed_and_nothing_amended_is_the_same_batch_again(house: House) -> None:
    """PY-11: it may be made, to be amended; as it was it is refused until an authoriser permits it."""
    batch_id = house.upload(house.file(["5000.00"])).batch_id
    house.submit(batch_id)
    house.check(batch_id)
    status(house, 0, "LOST")
    work()
    answer = retry(house, batch_id)
    status(house, 0, "NORMAL")
    (row,) = batch_rows(house.as_("maker"), answer.batch_id).rows
    row_amend(
        row_id=row.id, name=row.name, account="", amount="5000.00", remark="", actor=house.as_("maker"), now=house.now
    )
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.submit(answer.batch_id)


def test_before_the_end_and_for_strangers_nothing_is_retried(house: House, neighbour: House, failed: UUID) -> None:
    new = house.upload(house.file(["1.00"]), period="2026-03")
    with pytest.raises(IllegalMove):
        retry(house, new.batch_id)
    with pytest.raises(NotFound):
        batch_retry(batch_id=failed, key="k", actor=neighbour.as_("maker"), now=house.now)


def blank(colleague: Colleague) -> Colleague:
    return replace(colleague, card="")


def park(house: House, batch_id: UUID) -> int:
    """Parks every line that lacks a wage card; gives how many."""
    rows = [row for row in batch_rows(house.as_("maker"), batch_id).rows if row.may_park]
    for row in rows:
        row_park(row_id=row.id, actor=house.as_("maker"), now=house.now)
    return len(rows)


@pytest.fixture
def parked(house: House) -> UUID:
    """A paid batch of one line with an account, and two parked ones."""
    people = [house.staff[0], blank(house.staff[1]), blank(house.staff[2])]
    answer = house.upload(house.file(["5000.00", "6000.00", "7000.00"], people=people))
    assert (answer.state, answer.error_count, answer.total_fen) == ("HAS_ERRORS", 2, 1_800_000)
    assert park(house, answer.batch_id) == 2
    batch = Batch.objects.system("test").get()
    assert (batch.state, batch.row_count, batch.total_fen, batch.error_count) == ("PARSED", 1, 500_000, 0)
    pay(house, answer.batch_id)
    assert house.payer_balance() == 100_000_000 - 500_000
    return answer.batch_id


def supplement(house: House, key: str = "") -> ImportAnswer:
    return batch_supplement(is_confidential=False, key=key or house.key(), actor=house.as_("maker"), now=house.now)


def test_who_has_no_card_waits_and_is_paid_when_there_is_one(house: House, parked: UUID) -> None:
    progress = batch_detail(house.as_("maker"), parked, house.now).progress
    assert (progress.waiting, [one.state for one in progress.states]) == (2, ["PAID"])
    assert waiting_lines(house.as_("maker")).total == 2
    with pytest.raises(Conflict, match="NOTHING_WAITS"):
        supplement(house)
    in_use(house, 1)
    assert waiting_lines(house.as_("maker")).ready == 1
    answer = supplement(house)
    assert (answer.row_count, answer.total_fen, answer.error_count, answer.state) == (1, 600_000, 0, "PARSED")
    assert Batch.objects.system("test").get(pk=answer.batch_id).kind == "SUPPLEMENT"
    with pytest.raises(Conflict, match="NOTHING_WAITS"):
        supplement(house)
    pay(house, answer.batch_id)
    assert ledger.balance(house.staff[1].ledger_id) == 600_000
    assert Payslip.objects.system("test").filter(person_id=house.staff[1].person_id).count() == 1
    assert waiting_lines(house.as_("maker")).total == 1
    with pytest.raises(Conflict, match="NOTHING_WAITS"):
        supplement(house)


def test_parked_lines_of_several_batches_come_in_one(house: House, parked: UUID) -> None:
    people = [house.staff[0], blank(house.staff[1])]
    march = house.upload(house.file(["5000.00", "6600.00"], people=people), period="2026-03").batch_id
    park(house, march)
    in_use(house, 1)
    assert supplement(house).total_fen == 600_000, "what is not paid yet parks on"
    batch = Batch.objects.system("test").get(kind="SUPPLEMENT")
    batch_cancel(batch_id=batch.pk, key=house.key(), actor=house.as_("maker"), now=house.now)
    pay(house, march)
    answer = supplement(house)
    assert (answer.row_count, answer.total_fen) == (2, 1_260_000)
    assert Batch.objects.system("test").get(pk=answer.batch_id).pay_period == "2026-03"


def test_a_line_without_account_is_filled_from_the_confirmed_card(house: House) -> None:
    in_use(house, 1)
    answer = house.upload(house.file(["6000.00"], people=[blank(house.staff[1])]))
    assert (answer.error_count, answer.warning_count) == (0, 1)
    (row,) = batch_rows(house.as_("maker"), answer.batch_id).rows
    assert [warning.code for warning in row.warnings] == ["W_CARD_FILLED"]
    pay(house, answer.batch_id)
    assert ledger.balance(house.staff[1].ledger_id) == 600_000


def test_another_account_than_the_confirmed_card_is_a_warning(house: House) -> None:
    in_use(house, 1, second_account(house, 1))
    answer = house.upload(house.file(["6000.00"], people=[house.staff[1]]))
    (row,) = batch_rows(house.as_("maker"), answer.batch_id).rows
    assert [warning.code for warning in row.warnings] == ["W_NOT_WAGE_CARD"]


def test_only_what_lacks_a_card_alone_is_parked(house: House) -> None:
    answer = house.upload(house.file(["5000.00", "七千"], people=[house.staff[0], blank(house.staff[1])]))
    for row in batch_rows(house.as_("maker"), answer.batch_id).rows:
        assert not row.may_park
        with pytest.raises(Conflict, match="NOT_PARKABLE"):
            row_park(row_id=row.id, actor=house.as_("maker"), now=house.now)
