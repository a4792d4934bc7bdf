"""A lost phone: name, ID number and own card, confirmed by the bank, bind a new number; nobody learns who is known."""

import re
from datetime import date

import pytest
from django.test import Client

from apps.bankaccounts import api as bankaccounts
from apps.bankaccounts.contracts import HolderKind
from apps.identity import api as identity
from apps.identity.models import SignInCode, User
from apps.notify.models import SmsMessage
from fixtures.generators import card_number, id_number, mobile
from fixtures.world import World
from tests.corebank.conftest import bank_address, client, simulator  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, CODE, NEW = "/mobile/recover/", "/mobile/recover/code/", mobile(8861)


def stated(world: World, **more: str) -> dict[str, str]:
    person = identity.person_clear(world.person("xiaowen"))
    account = bankaccounts.accounts_of(holder_kind=HolderKind.PERSON, holder_id=person.id)[0]
    number = bankaccounts.account_number(account.id)
    return {"name": person.name, "id_number": person.id_number, "account": number, "mobile": NEW} | more


def texts(number: str = NEW) -> list[str]:
    rows = SmsMessage.objects.system("test").order_by("created_at", "pk")
    return [row.text.clear() for row in rows if row.mobile.clear() == number]


def code_of(text: str) -> str:
    return re.search(r"\d{6}", text).group()  # type: ignore[union-attr]


def test_who_proves_to_be_herself_gets_in_with_the_new_number_and_money_waits(world: World, simulator) -> None:  # noqa: F811
    phone, old = Client(), identity.person_mobile(world.person("xiaowen"))
    assert phone.post(PAGE, stated(world))["Location"] == CODE
    (text,) = texts()
    assert "用于找回账号" in text
    wrong = f"{(int(code_of(text)) + 1) % 10**6:06d}"
    assert phone.post(CODE, {"code": wrong}).status_code == 422
    assert phone.post(CODE, {"code": code_of(text)})["Location"] == "/mobile/sign-in/"
    assert identity.person_mobile(world.person("xiaowen")) == NEW
    assert "换绑了手机号" in texts(old)[-1]
    assert User.objects.get(login_name="xiaowen").money_held_until is not None
    SignInCode.objects.all().delete()
    phone.post("/mobile/sign-in/", {"mobile": NEW})
    assert phone.post("/mobile/sign-in/code/", {"code": code_of(texts()[-1])})["Location"] == "/mobile/"
    assert "找回了登录" in phone.get("/mobile/security/devices/").content.decode()


@pytest.mark.parametrize(
    "more",
    [{"name": "李小雯"}, {"account": card_number(960_123)},
     {"id_number": id_number(date(1999, 1, 2), female=True, sequence=42)}],
)  # fmt: skip
def test_who_states_something_wrong_sees_the_same_and_gets_no_code(world: World, simulator, more) -> None:  # noqa: F811
    phone = Client()
    assert phone.post(PAGE, stated(world, **more))["Location"] == CODE
    page = phone.get(CODE).content.decode()
    assert "如果您填写的信息全部正确" in page and NEW not in page
    assert texts() == []
    refused = phone.post(CODE, {"code": "123456"})
    assert (refused.status_code, "验证码不正确" in refused.content.decode()) == (422, True)
    assert identity.person_mobile(world.person("xiaowen")) != NEW


def test_after_five_tries_a_day_the_bank_is_not_asked_again(world: World, simulator) -> None:  # noqa: F811
    phone = Client()
    for serial in range(5):
        phone.post(PAGE, stated(world, mobile=mobile(8870 + serial), name="李小雯"))
    answer = phone.post(PAGE, stated(world))
    assert (answer.status_code, "24 小时后再试" in answer.content.decode()) == (429, True)


def test_somebody_elses_number_is_not_taken(world: World, simulator) -> None:  # noqa: F811
    phone, theirs = Client(), identity.person_mobile(world.person("guilan"))
    phone.post(PAGE, stated(world, mobile=theirs))
    answer = phone.post(CODE, {"code": code_of(texts(theirs)[-1])})
    assert (answer.status_code, "这个手机号不能使用" in answer.content.decode()) == (409, True)


def test_malformed_numbers_are_named_before_the_bank_is_asked(world: World) -> None:
    answer = Client().post(PAGE, stated(world, id_number="123"))
    assert answer.status_code == 422
    assert 'href="#id_id_number"' in answer.content.decode()
