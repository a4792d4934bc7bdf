"""A lender has the money back before its day, where the contract has it and the enterprise agrees (TX-25)."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from apps.audit.models import AuditRow
from apps.tongxinbao.models import Due, Holding, Issue

from .cast import Stage
from .desks import desk_of
from .phones import HOME, Phone
from .test_repaying import leave_on_account, lines, payouts
from .test_telling import titles, told

DAY, MAY_29 = date(2026, 6, 15), date(2026, 5, 29)


@pytest.fixture
def lent(stage: Stage) -> Issue:
    issue = stage.lent([10_000_00, 33_333_00], may_exit=True)
    stage.turn(DAY)
    return issue


def loan(issue: Issue, number: int = 1) -> Holding:
    return Holding.objects.system("test").get(issue=issue, number=number)


def ask(stage: Stage, issue: Issue, reason: str = "家中有人生病") -> HttpResponse:
    form = {"reason": reason, "idempotency_key": stage.key()}
    return Phone.of(stage, stage.house.staff[0]).post(f"{HOME}holdings/{loan(issue).pk}/exit/ask/", form)


def decide(
    stage: Stage, who: str, issue: Issue, verdict: str = "APPROVE", reason: str = "", *, is_confirmed: bool = False
) -> HttpResponse:
    """`is_confirmed`: the PIN was given already, and the refusal that followed has not used it up."""
    desk, url = desk_of(stage, who), reverse("office:exit_decide", args=[loan(issue).pk])
    form = {"verdict": verdict, "reason": reason, "digest": desk.hidden(url)["digest"], "idempotency_key": stage.key()}
    return (desk.confirmed if verdict == "APPROVE" and not is_confirmed else desk.post)(url, form)


def test_both_agree_and_one_lender_has_the_money_with_interest_to_this_day(stage: Stage, lent: Issue) -> None:
    phone = Phone.of(stage, stage.house.staff[0])
    page = phone.text(f"{HOME}holdings/{loan(lent).pk}/exit/ask/")
    assert "155.34" in page and "31.07" in page and "10,124.27" in page, "10,000 at 5.40 % for 105 days"
    assert ask(stage, lent).status_code == 302
    assert "等待企业答复" in phone.text(f"{HOME}holdings/{loan(lent).pk}/exit/ask/")
    before = stage.balance(stage.house.staff[0])
    assert decide(stage, "checker", lent).status_code == 302
    assert (loan(lent).state, payouts(lent)) == ("ACTIVE", []), "one word is not two"
    assert "10,124.27" in desk_of(stage, "authoriser").text(reverse("office:exit_decide", args=[loan(lent).pk]))
    assert decide(stage, "authoriser", lent).status_code == 302
    assert lines(lent) == [(10_000_00, 155_34, 0, 31_07, 10_124_27)]
    assert [kind for kind, *_ in payouts(lent)] == ["EXIT"]
    assert stage.balance(stage.house.staff[0]) - before == 10_124_27
    assert (loan(lent).state, loan(lent).left_fen, loan(lent).closed_on) == ("EARLY_REDEEMED", 0, DAY)
    assert (loan(lent, 2).state, loan(lent, 2).left_fen, stage.issue(lent.pk).state) == ("ACTIVE", 33_333_00, "ACTIVE")
    assert set(AuditRow.objects.system("test").filter(subject_id=loan(lent).pk).values_list("action", flat=True)) >= {
        "tongxinbao.exit.asked", "tongxinbao.exit.decided"
    }  # fmt: skip
    stage.morning(date(2026, 8, 31))
    assert [line[0] for line in lines(lent, 2)] == [33_333_00], "the other one at the end, and nobody twice"
    assert stage.issue(lent.pk).state == "REPAID"


def test_what_others_are_owed_that_day_stays_owed(stage: Stage) -> None:
    issue = stage.lent([10_000_00, 33_333_00], may_exit=True, interest_dates=(MAY_29,))
    stage.turn(MAY_29)
    ask(stage, issue)
    decide(stage, "checker", issue)
    decide(stage, "authoriser", issue)
    assert not Due.objects.system("test").filter(holding=loan(issue, 2)).exclude(paid_interest_fen=0).exists()
    stage.morning(MAY_29)
    assert [(kind, paid) for kind, paid, *_ in payouts(issue)] == [("EXIT", MAY_29), ("INTEREST", MAY_29)]


def test_the_enterprise_says_no_with_a_reason_and_the_lender_learns_it(stage: Stage, lent: Issue) -> None:
    ask(stage, lent)
    assert decide(stage, "checker", lent, "RETURN").status_code == 422
    assert decide(stage, "checker", lent, "RETURN", "资金已投入生产").status_code == 302
    assert "提前收回没有同意" in titles(told(stage, "tongxinbao.loan"), stage.house.staff[0].name)
    assert ask(stage, lent, "再次申请").status_code == 302, "it may be asked again"


def test_without_the_money_nobody_agrees_and_the_bank_pays_nothing(stage: Stage, lent: Issue) -> None:
    ask(stage, lent)
    decide(stage, "checker", lent)
    leave_on_account(stage, 10_124_26)
    answer = decide(stage, "authoriser", lent)
    assert answer.status_code == 409 and "银行不垫付" in answer.content.decode()
    assert payouts(lent) == []
    stage.fund(1)
    assert decide(stage, "authoriser", lent, is_confirmed=True).status_code == 302
    assert stage.house.payer_balance() == 0


@pytest.mark.parametrize(
    ("amounts", "terms", "said"),
    [
        ([10_000_00, 33_333_00], {}, "没有约定提前收回"),
        ([10_000_00], {"may_exit": True}, "只剩这一笔"),
    ],
)
def test_what_is_not_to_be_had_is_said(stage: Stage, amounts: list[int], terms: dict[str, Any], said: str) -> None:
    issue = stage.lent(amounts, **terms)
    assert said in Phone.of(stage, stage.house.staff[0]).text(f"{HOME}holdings/{loan(issue).pk}/exit/ask/")
    answer = ask(stage, issue)
    assert answer.status_code == 409
    assert not AuditRow.objects.system("test").filter(action="tongxinbao.exit.asked").exists()


def test_asked_once_and_for_the_own_loan_alone(stage: Stage, lent: Issue) -> None:
    assert ask(stage, lent, " ").status_code == 422
    assert ask(stage, lent).status_code == 302
    assert ask(stage, lent).status_code == 409
    other = Phone.of(stage, stage.house.staff[1])
    assert other.get(f"{HOME}holdings/{loan(lent).pk}/exit/ask/").status_code == 404
    form = {"reason": "x", "idempotency_key": stage.key()}
    assert other.post(f"{HOME}holdings/{loan(lent).pk}/exit/ask/", form).status_code == 404
