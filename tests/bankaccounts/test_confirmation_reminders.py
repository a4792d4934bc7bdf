"""An enterprise is reminded of a month that it has not confirmed, and told when the bank has explained a difference."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from apps.bankaccounts.models import BalanceConfirmation, BankAccount
from apps.bankaccounts.selectors import is_confirmation_due
from apps.bankaccounts.selectors.confirmations import difference_evidence
from apps.bankaccounts.services.confirmation_remind import confirmations_remind, difference_explained
from apps.core.bankday import Report
from apps.core.ids import new_id
from apps.notify.models import Notice
from fixtures.world import World
from tests.access.browser import Browser

from .test_finding import MONTH, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(world: World) -> BankAccount:
    return BankAccount.objects.system("test").get(holder_id=world.morningstar)


def closing(world: World, day: date) -> Report:
    with transaction.atomic():
        return confirmations_remind(replace(world.now, business_date=day), 0)


def told(world: World, who: str) -> list[str]:
    notices = Notice.objects.system("test").filter(person_id=world.person(who), kind="bankaccounts.confirmation")
    return [notice.body for notice in notices.order_by("created_at")]


def test_who_may_confirm_is_reminded_on_three_days_and_nobody_else(world: World, firm: BankAccount) -> None:
    for day in (1, 2, 7, 8, 10, 11):
        closing(world, date(2026, 3, day))
    assert len(told(world, "checker")) == len(told(world, "authoriser")) == 3
    assert told(world, "maker") == told(world, "hr") == []
    assert "2026年2月" in told(world, "checker")[0] and "10日前" in told(world, "checker")[0]
    closing(world, date(2026, 3, 10))
    assert len(told(world, "checker")) == 3, "the same day again tells nothing anew"


def test_what_is_confirmed_is_not_reminded_of_and_what_differs_is(world: World, firm: BankAccount) -> None:
    checker = world.actor("checker")
    say(world, firm, False, "少一笔")
    assert is_confirmation_due(checker, world.now)
    before = closing(world, date(2026, 3, 1)).figures["enterprises"]
    say(world, firm, True)
    assert not is_confirmation_due(checker, world.now)
    assert closing(world, date(2026, 3, 7)).figures["enterprises"] == before - 1
    assert len(told(world, "checker")) == 1


def test_the_bank_sees_what_differs_and_the_enterprise_hears_of_the_end(world: World, firm: BankAccount) -> None:
    say(world, firm, False, "少一笔利息")
    row = BalanceConfirmation.objects.system("test").get(account=firm, month=MONTH)
    evidence = {pair.label: pair.value for pair in difference_evidence(row.pk)}
    assert (evidence["企业说明"], evidence["账户"]) == ("少一笔利息", f"单位结算账户 尾号 {firm.tail4}")
    with transaction.atomic():
        difference_explained(row.pk, new_id(), world.now)
    assert "再次确认" in told(world, "checker")[0]


def test_the_page_of_accounts_says_what_waits(world: World, firm: BankAccount) -> None:
    browser = Browser().sign_in("checker")
    assert "尚未对账确认" in browser.do("GET", "/office/accounts/").text
    say(world, firm, True)
    assert "尚未对账确认" not in browser.do("GET", "/office/accounts/").text
