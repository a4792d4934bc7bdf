"""委托批量购买: what is taken back, what comes too late (TX-11, AT-08)."""

from uuid import UUID

import pytest

from apps.agreements.models import Mandate
from apps.agreements.services.mandate_move import mandate_stop
from apps.core.errors import Conflict, IllegalMove, NotFound
from apps.notify.models import Notice
from apps.tongxinbao.models import Holding, Issue, LoanMandate, Order
from apps.tongxinbao.services.entrusted_release import entrusted_release
from apps.tongxinbao.services.entrusted_submit import entrusted_submit
from apps.tongxinbao.services.issue_settle import issue_settle
from tests.daifutong.cast import work

from .cast import Stage, clock_at, relax
from .lists import (
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
    words,
)

# ---- taking back


@pytest.mark.parametrize("way", ["own page", "page of all mandates"])
def test_a_revocation_before_the_close_takes_the_orders_back(stage: Stage, way: str) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    before = free(stage, 0)
    mandate(stage, issue_id, who)
    placed(stage, issue_id, [(who, "5000")])
    if way == "own page":
        assert revoke(stage, issue_id, who).withdrawn == 1
    else:
        row = LoanMandate.objects.system("test").get()
        mandate_stop(mandate_id=row.mandate_id, actor=stage.lender(who), now=stage.now)
    run(stage)
    assert Order.objects.system("test").get().state == "WITHDRAWN"
    assert free(stage, 0) == before
    with pytest.raises((IllegalMove, NotFound)):
        revoke(stage, issue_id, who)


def test_at_08_a_mandate_revoked_one_second_before_the_release_is_none(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    mandate(stage, issue_id, who)
    list_id = submitted(stage, issue_id, [(who, "1000")])
    release(stage, list_id)
    revoke(stage, issue_id, who)  # the job has not run yet
    run(stage)
    assert outcomes(list_id) == {who.person_id: "NO_MANDATE"}
    assert not Order.objects.system("test").exists()


@pytest.mark.parametrize("when", ["before the bank confirms", "after it has"])
def test_at_08_a_mandate_revoked_one_second_before_the_debit_is_none(stage: Stage, when: str) -> None:
    issue_id, staff = stage.open(scale_fen=10_000_00), stage.house.staff
    relax(issue_id)
    before = [free(stage, place) for place in (0, 1)]
    mandate(stage, issue_id, staff[0])
    stage.place(issue_id, staff[1], 8_000_00)
    placed(stage, issue_id, [(staff[0], "2000")])
    assert stage.close(issue_id).state == "CLOSED"
    if when == "before the bank confirms":
        revoke(stage, issue_id, staff[0])
    stage.signed(issue_settle, stage.actor("approver"), issue_id=issue_id, key=stage.key())
    if when == "after it has":
        revoke(stage, issue_id, staff[0])
    run(stage)
    issue, order = stage.issue(issue_id), Order.objects.system("test").get(is_entrusted=True)
    assert (issue.state, issue.raised_fen) == ("ACTIVE", 8_000_00)
    assert (order.state, order.outcome) == ("RELEASED", "NO_MANDATE")
    assert free(stage, 0) == before[0] and before[1] - stage.balance(staff[1]) == 8_000_00


def test_an_entrusted_loan_has_a_contract_of_the_words_that_the_mandate_signed(stage: Stage) -> None:
    from apps.agreements import api as agreements
    from apps.tongxinbao.selectors.own import holding_for_member

    issue_id, who = stage.open(scale_fen=10_000_00), stage.house.staff[0]
    relax(issue_id)
    mandate(stage, issue_id, who)
    placed(stage, issue_id, [(who, "10000")])
    stage.close(issue_id)
    assert stage.settle(issue_id).state == "ACTIVE"
    loan = Holding.objects.system("test").get()
    page = holding_for_member(stage.lender(who), loan.pk, stage.now)
    row = LoanMandate.objects.system("test").get()
    assert page.signed_id == row.mandate_id
    assert agreements.words_signed("loan_terms", page.signed_id, stage.day).text_hash == words(stage).terms_hash
    assert Mandate.objects.system("test").get(pk=row.mandate_id).state == "ENDED"


# ---- a list that comes too late


def test_lists_end_with_the_raising(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    list_id = submitted(stage, issue_id, [(who, "1000")])
    stage.close(issue_id)
    assert the_list(list_id).state == "LAPSED"
    assert refused(loaded, stage, issue_id, file_of([(who, "1000")])) == "NOT_RAISING"
    with clock_at(stage):
        work()
    told = Notice.objects.system("test").filter(title="委托认购名单已失效")
    assert told.count() == 1


def test_a_released_list_of_an_issue_that_was_stopped_lapses_and_gives_its_room_back(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    mandate(stage, issue_id, who)
    list_id = submitted(stage, issue_id, [(who, "1000")])
    release(stage, list_id)
    assert stage.issue(issue_id).reserved_fen == 1_000_00
    Issue.objects.system("test").filter(pk=issue_id).update(state="SUSPENDED")
    run(stage)
    assert (the_list(list_id).state, stage.issue(issue_id).reserved_fen) == ("LAPSED", 0)
    assert not Order.objects.system("test").exists()
    again = loaded(stage, issue_id, file_of([(who, "1000")])).list_id
    assert faults_of(again) == [""], "of a list that lapsed nobody was placed: it may come again"
    with pytest.raises(Conflict):
        entrusted_submit(list_id=again, key="s", actor=stage.actor("maker"), now=stage.now)
        release(stage, again)


def test_an_issue_that_is_shared_out_takes_lists_beyond_its_scale(stage: Stage) -> None:
    issue_id, staff = stage.open(scale_fen=4_000_00, allotment="PRO_RATA"), stage.house.staff
    Issue.objects.system("test").filter(pk=issue_id).update(
        step_fen=1_000_00, min_order_fen=1_000_00, person_max_fen=10**9
    )
    for place in (0, 1):
        mandate(stage, issue_id, staff[place])
    placed(stage, issue_id, [(staff[0], "4000"), (staff[1], "4000"), (staff[2], "4000")])
    issue = stage.issue(issue_id)
    assert (issue.taken_fen, issue.reserved_fen) == (8_000_00, 4_000_00)
    issue = stage.close(issue_id)
    assert (issue.state, issue.taken_fen, issue.reserved_fen) == ("CLOSED", 4_000_00, 0)
    assert sorted(Order.objects.system("test").values_list("allotted_fen", flat=True)) == [2_000_00, 2_000_00]


def test_a_foreign_list_is_not_there(stage: Stage) -> None:
    issue_id = stage.open()
    list_id: UUID = submitted(stage, issue_id, [(stage.house.staff[0], "1000")])
    from dataclasses import replace

    other = replace(stage.actor("checker"), enterprise_id=issue_id)
    with pytest.raises(NotFound):
        entrusted_release(list_id=list_id, digest="0" * 64, key="k", actor=other, now=stage.now)
