"""The limits desk: the numbers in force and whose they are, and what an account has taken, within one's own unit."""

from datetime import date
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.models import BankAccount
from apps.core.models import Parameter
from apps.risk import api as risk
from apps.risk.contracts import Flow
from fixtures.cast import CAST, EAST, WEST
from fixtures.world import World

from .stage import SOON, claim

pytestmark = pytest.mark.django_db

LIST = "/console/risk/limits/"


def page(key: str, path: str = LIST) -> str:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def account(world: World, key: str) -> UUID:
    number = world.special_card(key)
    return bankaccounts.accounts_by_numbers([number])[number].id


def test_the_table_says_what_is_allowed_and_who_set_it(world: World) -> None:
    text = page("bank_operator")
    row = text[text.index("II类户非绑定账户转出日累计限额") :]
    row = row[: row.index("</tr>")]
    assert all(word in row for word in ("10,000.00 元", "法定", "AC-1", "2020-01-01", "初始参数"))
    Parameter.objects.create(
        key="risk.class_two_out_day", value="500000", effective_from=date(2026, 3, 1), state="ACTIVE",
        maker_person_id=world.person("bank_operator"), checker_person_id=world.person("approver"),
        created_at=world.now.wall, decided_at=world.now.wall,
    )  # fmt: skip
    text = page("bank_operator")
    row = text[text.index("II类户非绑定账户转出日累计限额") :]
    row = row[: row.index("</tr>")]
    assert all(word in row for word in ("5,000.00 元", "2026-03-01", "提出,", "复核"))
    assert CAST["bank_operator"].name not in row


def test_an_account_is_found_by_its_last_four_digits_and_masked(world: World) -> None:
    number = world.special_card("class_two")
    text = page("bank_operator", f"{LIST}?q={number[-4:]}")
    assert f"{LIST}{account(world, 'class_two')}/" in text
    assert number not in text
    assert BankAccount.objects.system("test").get(pk=account(world, "class_two")).holder_name not in text


def test_nobody_finds_the_account_of_another_branch(world: World) -> None:
    two, tail = account(world, "class_two"), world.special_card("class_two")[-4:]
    found = []
    for unit in (EAST, WEST):
        BankAccount.objects.system("test").filter(pk=two).update(unit_path=unit)
        found.append(f"{LIST}{two}/" in page("approver", f"{LIST}?q={tail}"))
    assert found == [True, False]


@pytest.mark.parametrize("query", ["12", "12345", "abcd", "１２３４", "%00", "'; --", "x" * 300])
def test_anything_but_four_digits_finds_nothing_and_says_so(world: World, query: str) -> None:
    assert "请输入账号末四位数字" in page("bank_operator", f"{LIST}?q={query}")


def test_what_an_account_has_used_reserved_and_left(world: World) -> None:
    number = world.special_card("class_two")
    subject = risk.account_subject(bankaccounts.accounts_by_numbers([number])[number])
    with transaction.atomic():
        risk.take(claims=[claim(subject, 6_000_00, Flow.SPEND)], now=world.now)
        risk.reserve(claims=[claim(subject, 1_500_00)], expires_at=SOON, now=world.now)
    text = page("service", f"{LIST}{subject.id}/")
    row = text[text.index("II类户非绑定账户转出日累计限额") :]
    row = row[: row.index("</tr>")]
    assert all(word in row for word in ("10,000.00 元", "6,000.00 元", "另预占 1,500.00 元", "2,500.00 元"))
    assert 'value="750000" max="1000000"' in row
    assert number not in text


def test_a_class_three_account_shows_its_balance_and_what_it_may_not_do(world: World) -> None:
    text = page("service", f"{LIST}{account(world, 'class_three')}/")
    assert "III类户余额限额" in text
    payroll = text[text.index("III类户代发工资单笔限额") :]
    assert "不能办理" in payroll[: payroll.index("</tr>")]


def test_an_ordinary_account_has_no_limits(world: World) -> None:
    number = world.card("xiaowen")
    ordinary = bankaccounts.accounts_by_numbers([number])[number].id
    assert "没有适用的限额" in page("service", f"{LIST}{ordinary}/")
