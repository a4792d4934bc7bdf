"""The same by a program of the person's own: read, sign, hold, take back (TX-12)."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse

from apps.identity.models import StepUp
from apps.members.models import EmployeeMember
from apps.tongxinbao.choices import BANNER
from apps.tongxinbao.models import Holding, Order

from .cast import Stage, clock_at
from .phones import Phone

ROOT = "/api/v1/tongxinbao/lending"


def ask(phone: Phone, path: str) -> dict[str, Any]:
    answer = phone.get(f"{ROOT}{path}")
    assert answer.status_code == 200, path
    return json.loads(answer.content)  # type: ignore[no-any-return]


def send(phone: Phone, path: str, body: dict[str, Any]) -> HttpResponse:
    with clock_at(phone.stage):
        return phone.client.post(  # type: ignore[return-value]
            f"{ROOT}{path}", json.dumps(body), content_type="application/json",
            headers={"Idempotency-Key": uuid4().hex},
        )  # fmt: skip


def test_an_order_is_placed_and_taken_back(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    phone = Phone.of(stage, who)
    (line,) = ask(phone, "/issues/")["issues"]
    found = ask(phone, f"/issues/{line['id']}/")
    assert (line["id"], found["banner"], found["issue"]["scale_fen"]) == (str(issue_id), BANNER, 100_000_00)
    risk, terms = found["words"]
    assert risk["read_seconds"] == 10 and risk["paragraphs"][0]["text"]
    body = {
        "account_id": str(who.account_id), "amount_fen": 5_000_00, "is_own_money": True,
        "risk_hash": risk["text_hash"], "terms_hash": terms["text_hash"], "opened": found["opened"],
    }  # fmt: skip
    phone.wait(10)
    asked = send(phone, f"/issues/{issue_id}/place/", body)
    assert asked.status_code == 403
    StepUp.objects.create(
        user=phone.user, digest=json.loads(asked.content)["digest"], method="PIN", at=stage.now.wall,
        expires_at=stage.now.wall + timedelta(minutes=5),
    )  # fmt: skip
    made = send(phone, f"/issues/{issue_id}/place/", body)
    assert made.status_code == 201, made.content.decode()
    order = json.loads(made.content)
    assert (order["state"], Order.objects.system("test").get().amount_fen) == ("HELD", 5_000_00)
    assert ask(phone, f"/orders/{order['order_id']}/")["may"] == ["withdraw"]
    back = send(phone, f"/orders/{order['order_id']}/withdraw/", {})
    assert (back.status_code, json.loads(back.content)["state"]) == (200, "WITHDRAWN")
    assert [one["state"] for one in ask(phone, "/orders/")["orders"]] == ["WITHDRAWN"]


def test_a_loan_is_read_with_its_schedule(stage: Stage) -> None:
    who = stage.house.staff[0]
    stage.lent([10_000_00, 91_000_00])
    loan = Holding.objects.system("test").get(person_id=who.person_id)
    phone = Phone.of(stage, who)
    (line,) = ask(phone, "/holdings/")["holdings"]
    found = ask(phone, f"/holdings/{loan.pk}/")
    assert line == found["line"] and line["contract_number"] == loan.contract_number
    assert [(one["due_on"], one["interest_fen"]) for one in found["dues"]] == [("2026-08-31", 269_26)]
    assert found["contract_hash"] == loan.contract_hash


def test_for_whom_it_does_not_exist_there_is_nothing(stage: Stage) -> None:
    who = stage.house.staff[1]
    EmployeeMember.objects.system("test").filter(person_id=who.person_id).update(contract_type="DISPATCH")
    issue_id = stage.open()
    phone = Phone.of(stage, who)
    for path in ("/issues/", f"/issues/{issue_id}/", "/orders/", "/holdings/"):
        answer = phone.get(f"{ROOT}{path}")
        assert answer.status_code == 404 and "借款" not in answer.content.decode(), path
