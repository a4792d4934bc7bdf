"""误发追回: two people ask, the employee alone decides, and no 分 moves without that word."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import AuditRow
from apps.bankaccounts.models import BankAccount
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict, Forbidden, IllegalMove, InvalidInput, NotFound, StepUpRequired
from apps.daifutong.models import Reclaim, Row
from apps.daifutong.selectors import batch_rows, row_detail
from apps.daifutong.selectors.reclaims import (
    reclaim_line,
    reclaimable,
    reclaims_for_enterprise,
    reclaims_for_member,
)
from apps.daifutong.services.reclaim_agree import reclaim_agree
from apps.daifutong.services.reclaim_ask import reclaim_ask
from apps.daifutong.services.reclaim_decide import reclaim_decide
from apps.daifutong.services.reclaim_lapse import reclaims_lapse
from apps.daifutong.services.reclaim_refuse import reclaim_refuse
from apps.daifutong.services.reclaim_withdraw import reclaim_withdraw
from apps.identity.models import Device
from apps.ledger import api as ledger
from apps.notify.models import Notice

from .cast import House, work
from .test_wagecards import on_phone

WHY = "二月加班费重复计算"


@pytest.fixture
def paid(house: House) -> House:
    """李四光 has 5,000.00 on his account, 王芳 6,000.00; 1,000,000.00 was there."""
    house.approved(house.file(["5000.00", "6000.00"]))
    work()
    return house


def row_of(house: House, place: int = 0) -> Row:
    return Row.objects.system("test").get(person_id=house.staff[place].person_id)


def ask(house: House, fen: int = 120_000, *, key: str = "") -> UUID:
    return reclaim_ask(
        row_id=row_of(house).pk, fen=fen, reason=WHY, key=key or house.key(), actor=house.as_("maker"), now=house.now
    )


def decide(house: House, reclaim_id: UUID, verdict: str = "APPROVE", reason: str = "", who: str = "checker") -> None:
    digest = Reclaim.objects.system("test").values_list("digest", flat=True).get(pk=reclaim_id)
    house.confirm(who, digest)
    reclaim_decide(
        reclaim_id=reclaim_id, verdict=verdict, reason=reason, digest=digest, actor=house.as_(who, step_up=True),
        now=house.now,
    )  # fmt: skip


def asked(house: House, fen: int = 120_000) -> UUID:
    """A request that the checker has passed on to the employee."""
    reclaim_id = ask(house, fen)
    decide(house, reclaim_id)
    return reclaim_id


def agree(house: House, reclaim_id: UUID, actor: Actor, now: Moment | None = None) -> None:
    house.operators["employee"] = actor
    try:
        reclaim_agree(reclaim_id=reclaim_id, actor=actor, now=now or house.now)
    except StepUpRequired as needed:
        house.confirm("employee", needed.digest)
        reclaim_agree(reclaim_id=reclaim_id, actor=actor, now=now or house.now)


def state(reclaim_id: UUID) -> str:
    return Reclaim.objects.system("test").values_list("state", flat=True).get(pk=reclaim_id)


def balances(house: House) -> tuple[int, int]:
    return ledger.balance(house.staff[0].ledger_id), house.payer_balance()


def test_what_the_employee_agrees_to_goes_back_at_once(paid: House) -> None:
    before = balances(paid)
    reclaim_id = ask(paid)
    assert (state(reclaim_id), balances(paid)) == ("ASKED", before)
    li = on_phone(paid)
    assert reclaims_for_member(li, paid.now) == (), "the enterprise has not said it yet"
    decide(paid, reclaim_id)
    assert (state(reclaim_id), balances(paid)) == ("WAITS", before)
    (line,) = reclaims_for_member(li, paid.now)
    assert (line.amount_fen, line.reason, line.may) == (120_000, WHY, {"answer"})
    with pytest.raises(StepUpRequired) as needed:
        reclaim_agree(reclaim_id=reclaim_id, actor=li, now=paid.now)
    assert needed.value.shown["退回金额"] == "¥1,200.00"
    agree(paid, reclaim_id, li)
    assert (state(reclaim_id), balances(paid)) == ("PAID_BACK", (before[0] - 120_000, before[1] + 120_000))
    with pytest.raises(IllegalMove):
        agree(paid, reclaim_id, li)
    actions = AuditRow.objects.system("test").filter(subject_id=reclaim_id, action__startswith="daifutong")
    assert [action.rpartition(".")[2] for action in actions.order_by("pk").values_list("action", flat=True)] == [
        "asked", "decided", "agreed",
    ]  # fmt: skip


def test_in_parts_and_never_more_than_was_paid(paid: House) -> None:
    li = on_phone(paid)
    agree(paid, asked(paid, 300_000), li)
    assert reclaimable(paid.as_("maker"), row_of(paid).pk).left_fen == 200_000
    for fen in (0, -1, 200_001):
        with pytest.raises(InvalidInput, match="RECLAIM_AMOUNT"):
            ask(paid, fen)
    agree(paid, asked(paid, 200_000), li)
    with pytest.raises(Conflict, match="NOT_RECLAIMABLE"):
        ask(paid, 1)
    assert balances(paid)[0] == 0


def test_the_floor_is_the_available_balance_and_no_part_is_taken(paid: House) -> None:
    li, reclaim_id = on_phone(paid), asked(paid, 500_000)
    with transaction.atomic():
        ledger.post(
            key="spent", kind="test.spend", summary="消费", now=paid.now,
            legs=((paid.staff[0].ledger_id, -1), (ledger.house_account("1003"), 1)),
        )  # fmt: skip
    before = balances(paid)
    with pytest.raises(Conflict, match=r"还差 0\.01 元"):
        agree(paid, reclaim_id, li)
    assert (state(reclaim_id), balances(paid)) == ("WAITS", before)


def test_the_employee_refuses_with_a_text_and_nothing_moves(paid: House) -> None:
    li, reclaim_id, before = on_phone(paid), asked(paid), balances(paid)
    with pytest.raises(InvalidInput, match="ANSWER"):
        reclaim_refuse(reclaim_id=reclaim_id, text=" ", actor=li, now=paid.now)
    reclaim_refuse(reclaim_id=reclaim_id, text="这是我应得的加班费", actor=li, now=paid.now)
    assert (state(reclaim_id), balances(paid)) == ("REFUSED", before)
    assert reclaim_line(paid.as_("maker"), reclaim_id, paid.now).answer_text == "这是我应得的加班费"
    ask(paid)  # it may be asked again, with another word


def test_without_an_answer_it_lapses(paid: House) -> None:
    li, reclaim_id, before = on_phone(paid), asked(paid), balances(paid)
    last = paid.now.business_date + timedelta(days=7)
    with transaction.atomic():
        reclaims_lapse(day=last, now=paid.now)
    assert state(reclaim_id) == "WAITS", "on the last day he may still answer"
    late = replace(paid.now, business_date=last + timedelta(days=1))
    assert reclaim_line(li, reclaim_id, late).may == frozenset()
    with pytest.raises(Conflict, match="RECLAIM_LATE"):
        agree(paid, reclaim_id, li, late)
    with transaction.atomic():
        reclaims_lapse(day=late.business_date, now=late)
    assert (state(reclaim_id), balances(paid)) == ("LAPSED", before)


def test_another_person_checks_what_was_asked(paid: House) -> None:
    reclaim_id = ask(paid)
    with pytest.raises(Forbidden, match="SAME_PERSON"):
        decide(paid, reclaim_id, who="twin")
    with pytest.raises(Conflict, match="STALE"):
        reclaim_decide(
            reclaim_id=reclaim_id, verdict="APPROVE", reason="", digest="0" * 64,
            actor=paid.as_("checker", step_up=True), now=paid.now,
        )  # fmt: skip
    with pytest.raises(InvalidInput, match="REASON"):
        decide(paid, reclaim_id, "RETURN")
    decide(paid, reclaim_id, "RETURN", "金额不对")
    assert state(reclaim_id) == "SENT_BACK"
    assert reclaims_for_member(on_phone(paid), paid.now) == ()
    row = Reclaim.objects.system("test").get()
    with pytest.raises(IntegrityError, match="daifutong_reclaim_two_people"), transaction.atomic():
        Reclaim.objects.system("test").update(checker_person_id=row.maker_person_id)


@pytest.mark.parametrize("is_checked", [False, True])
def test_the_maker_takes_it_back_before_the_answer(paid: House, is_checked: bool) -> None:
    reclaim_id = asked(paid) if is_checked else ask(paid)
    reclaim_withdraw(reclaim_id=reclaim_id, actor=paid.as_("maker"), now=paid.now)
    assert state(reclaim_id) == "TAKEN_BACK"
    with pytest.raises(IllegalMove if is_checked else NotFound):
        agree(paid, reclaim_id, on_phone(paid))
    ask(paid)


def test_one_request_a_line_at_a_time(paid: House) -> None:
    first = ask(paid, key="once")
    assert ask(paid, key="once") == first
    with pytest.raises(Conflict, match="RECLAIM_OPEN"):
        ask(paid)
    row = Reclaim.objects.system("test").get()
    row.pk = UUID(int=1)
    with pytest.raises(IntegrityError, match="daifutong_reclaim_open"), transaction.atomic():
        row.save(force_insert=True)


def offered(house: House) -> set[int]:
    """The numbers of the lines whose page offers to ask them back."""
    maker, line = house.as_("maker"), row_of(house)
    rows = batch_rows(maker, line.batch_id).rows
    assert row_detail(maker, line.pk).may_reclaim == next(row.may_reclaim for row in rows if row.id == line.pk)
    return {row.number for row in rows if row.may_reclaim}


def test_a_line_is_offered_while_something_of_it_may_be_asked_back(paid: House) -> None:
    li, hers, other = on_phone(paid), row_of(paid).number, row_of(paid, 1).number
    assert offered(paid) == {hers, other}
    reclaim_id = asked(paid, 300_000)
    assert offered(paid) == {other}, "its answer is awaited"
    agree(paid, reclaim_id, li)
    assert offered(paid) == {hers, other}, "2,000.00 are left of it"
    agree(paid, asked(paid, 200_000), li)
    assert offered(paid) == {other}, "nothing is left"


@pytest.mark.parametrize(("whose", "code"), [("employee", "ACCOUNT_STATUS"), ("payer", "PAYER_STATUS")])
def test_a_stopped_account_pays_and_takes_nothing(paid: House, whose: str, code: str) -> None:
    li, reclaim_id = on_phone(paid), asked(paid)
    account = paid.staff[0].account_id if whose == "employee" else paid.payer_id
    BankAccount.objects.system("test").filter(pk=account).update(status="FROZEN")
    with pytest.raises(Conflict, match=code):
        agree(paid, reclaim_id, li)
    assert state(reclaim_id) == "WAITS"


def test_a_new_phone_gives_nothing_away(paid: House) -> None:
    li, reclaim_id = on_phone(paid), asked(paid)
    Device.objects.update(trusted_at=None)
    with pytest.raises(Conflict, match="NEW_DEVICE"):
        agree(paid, reclaim_id, li)


def test_only_paid_lines(house: House) -> None:
    batch_id = house.upload(house.file(["5000.00"])).batch_id
    row = Row.objects.system("test").get(batch=batch_id)
    with pytest.raises(Conflict, match="NOT_RECLAIMABLE"):
        reclaim_ask(row_id=row.pk, fen=1, reason=WHY, key="k", actor=house.as_("maker"), now=house.now)


def test_strangers_find_nothing(paid: House, neighbour: House) -> None:
    reclaim_id, now = asked(paid), paid.now
    wang = on_phone(paid, 1)
    foreign = neighbour.as_("maker")
    for door in (
        lambda: reclaim_line(foreign, reclaim_id, now),
        lambda: reclaim_line(wang, reclaim_id, now),
        lambda: reclaim_withdraw(reclaim_id=reclaim_id, actor=foreign, now=now),
        lambda: agree(paid, reclaim_id, wang),
        lambda: reclaim_refuse(reclaim_id=reclaim_id, text="不", actor=wang, now=now),
        lambda: reclaim_ask(row_id=row_of(paid, 1).pk, fen=1, reason=WHY, key="k", actor=foreign, now=now),
    ):
        with pytest.raises(NotFound):
            door()
    assert reclaims_for_enterprise(foreign, now).total == 0


def test_everybody_hears_when_it_is_their_turn_and_no_amount(paid: House) -> None:
    li, reclaim_id = on_phone(paid), asked(paid)
    work()
    agree(paid, reclaim_id, li)
    work()
    told = Notice.objects.system("test").filter(kind__startswith="daifutong.reclaim")
    assert set(told.values_list("person_id", "title")) >= {
        (li.person_id, "单位请您退回误发的工资"),
        (paid.operators["maker"].person_id, "误发的工资已退回"),
    }
    assert not any("1,200" in body or "120000" in body for body in told.values_list("body", flat=True))
