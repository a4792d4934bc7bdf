"""For whom an issue does not exist there is nothing: no page, no file, no entry, no number (AT-03, TX-4)."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.core.errors import NotFound
from apps.core.ids import new_id
from apps.members.models import EmployeeMember
from apps.notify.models import Notice
from apps.tongxinbao.choices import ENTRY
from apps.tongxinbao.models import Holding, IssuePaper, Order
from fixtures import reference
from tests.daifutong.cast import build_house, work

from .cast import Stage, clock_at
from .phones import HOME, Phone
from .test_phone import place_url

WAYS_OUT = {
    "dispatched": {"contract_type": "DISPATCH"},
    "an intern": {"contract_type": "INTERN"},
    "part-time": {"contract_type": "PART_TIME"},
    "retired and back": {"contract_type": "REHIRED"},
    "gone": {"status": "LEFT"},
}


def addresses(issue_id: UUID) -> Iterator[str]:
    yield HOME
    yield f"{HOME}{issue_id}/"
    yield f"{HOME}{issue_id}/?amount=1000"
    yield place_url(issue_id)
    for paper in IssuePaper.objects.system("test").filter(issue_id=issue_id):
        yield reverse("mobile:issue_paper", args=[issue_id, paper.pk])
    for order in Order.objects.system("test").filter(issue_id=issue_id):
        yield f"{HOME}orders/{order.pk}/"
    for loan in Holding.objects.system("test").filter(issue_id=issue_id):
        yield f"{HOME}holdings/{loan.pk}/"
        yield f"{HOME}holdings/{loan.pk}/contract.pdf"
    yield f"{HOME}orders/"
    yield f"{HOME}holdings/"


def change(stage: Stage, place: int, **changes: object) -> None:
    who = stage.house.staff[place].person_id
    if changes.get("status") == "LEFT":
        changes["left_on"] = stage.day
    EmployeeMember.objects.system("test").filter(person_id=who).update(**changes)


def sees_nothing(phone: Phone, issue_id: UUID) -> None:
    """Every address answers as one that does not exist does, and no page knows of it."""
    nothing = phone.get(f"{HOME}{new_id()}/")
    assert nothing.status_code == 404
    for url in addresses(issue_id):
        answer = phone.get(url)
        assert answer.status_code == 404, url
        assert "企业借款" not in answer.content.decode() and "认购" not in answer.content.decode(), url
    assert phone.post(place_url(issue_id), {"amount": "1000"}).status_code == 404
    assert phone.post(f"{HOME}orders/{new_id()}/withdraw/").status_code == 404
    with clock_at(phone.stage):
        work()
    for url in ("/mobile/", "/mobile/me/", "/mobile/inbox/", "/mobile/search/?q=借款", "/mobile/announcements/"):
        page = phone.get(url)
        assert page.status_code == 200, url
        text = page.content.decode()
        assert HOME not in text and ENTRY not in text and "备料借款" not in text, url
    assert (
        not Notice.objects.system("test").filter(person_id=phone.user.person_id, kind__startswith="tongxinbao").exists()
    )


@pytest.mark.parametrize("what", WAYS_OUT)
def test_who_is_no_colleague_under_a_labour_contract_sees_nothing(stage: Stage, what: str) -> None:
    change(stage, 1, **WAYS_OUT[what])
    issue_id = stage.open()
    stage.place(issue_id, stage.house.staff[0], 1_000_00)
    sees_nothing(Phone.of(stage, stage.house.staff[1]), issue_id)


def test_an_employee_of_another_enterprise_sees_nothing(stage: Stage) -> None:
    with transaction.atomic():
        other = build_house(serial=7, staff=1)
    issue_id = stage.open()
    elsewhere = replace(stage, house=other)
    phone = Phone.of(elsewhere, other.staff[0])
    own = (HOME, f"{HOME}orders/", f"{HOME}holdings/")  # of the own employer, who asks for nothing
    for url in addresses(issue_id):
        answer = phone.get(url)
        assert answer.status_code == (200 if url in own else 404), url
        assert "备料借款" not in answer.content.decode(), url
    assert phone.post(place_url(issue_id), {"amount": "1000"}).status_code == 404
    with clock_at(stage):
        work()
    assert not Notice.objects.system("test").filter(person_id=other.staff[0].person_id).exists()


def test_a_stranger_is_not_even_asked_to_sign_in(stage: Stage) -> None:
    issue_id = stage.open()
    stage.place(issue_id, stage.house.staff[0], 1_000_00)
    for url in addresses(issue_id):
        with clock_at(stage):
            answer = Client().get(url)
        assert answer.status_code == 404 and "借款" not in answer.content.decode(), url


def test_who_has_left_keeps_what_is_lent_and_sees_nothing_new(stage: Stage) -> None:
    who = stage.house.staff[0]
    issue = stage.lent([10_000_00, 90_000_00])
    change(stage, 0, status="LEFT")
    loan = Holding.objects.system("test").get(person_id=who.person_id)
    phone = Phone.of(stage, who)
    assert loan.contract_number in phone.text(f"{HOME}holdings/{loan.pk}/")
    assert phone.get(f"{HOME}{issue.pk}/").status_code == 404
    assert phone.get(HOME).status_code == 404
    assert f'href="{HOME}holdings/"' in phone.text("/mobile/")


def test_the_deed_says_the_same_of_what_is_not_there_and_of_what_is_hidden(stage: Stage) -> None:
    change(stage, 1, contract_type="DISPATCH")
    said = set()
    for issue_id in (stage.open(), new_id()):
        with pytest.raises(NotFound) as refused:
            stage.place(issue_id, stage.house.staff[1], 1_000_00)
        said.add(refused.value.message)
    assert len(said) == 1


def test_the_calculator_of_the_api_reveals_no_issue(stage: Stage) -> None:
    reference.load()
    change(stage, 1, contract_type="DISPATCH")
    stage.open()
    asked = {
        "principal": "10000.00", "annual_rate": "5.40", "value_date": "2026-03-02", "maturity_date": "2026-08-31",
        "day_count": "ACT/365",
    }  # fmt: skip
    phone = Phone.of(stage, stage.house.staff[1])
    with clock_at(stage):
        answer = phone.client.post("/api/v1/tongxinbao/quotes", asked, content_type="application/json")
    assert answer.status_code == 200 and "借款" not in answer.content.decode()
