"""What a person does by API with agreements, consents, mandates and own data; what an enterprise reads of itself."""

import pytest
from django.test import Client

from apps.daifutong.models import Payslip
from apps.identity import api as identity
from fixtures.cast import CAST
from fixtures.world import World

from .callers import API, Person

pytestmark = pytest.mark.django_db


def confirmed(world: World, who: Person, path: str, body: dict[str, object] | None = None) -> object:
    """Sends a body twice: first to be asked, then with the PIN."""
    asked = who.post(path, body)
    assert (asked.status_code, asked.json()["code"]) == (403, "STEP_UP_REQUIRED")
    return who.post(path, (body or {}) | {"step_up": {"digest": asked.json()["digest"], "pin": world.pin}})


def test_an_agreement_is_read_signed_and_found_again(world: World) -> None:
    xujing = Person.of("xujing")
    states = {line["code"]: line["state"] for line in xujing.get("/agreements/").json()["agreements"]}
    assert states == {
        "platform": "UNSIGNED",
        "membership": "UNSIGNED",
        "account_two": "AT_STEP",
        "card_transfer": "AT_STEP",
        "wealth_agency": "AT_STEP",
        "wealth_mandate": "AT_STEP",
    }
    opened = xujing.get("/agreements/platform/").json()
    sent = {"text_hash": opened["agreement"]["text_hash"], "opened": opened["opened"]}
    assert xujing.post("/agreements/platform/sign/", sent | {"opened": "yesterday"}).json()["code"] == "OPENED"
    assert (
        xujing.post("/agreements/platform/sign/", sent | {"text_hash": "0" * 64}).json()["code"] == "AGREEMENT_CHANGED"
    )
    assert confirmed(world, xujing, "/agreements/platform/sign/", sent).status_code == 204  # type: ignore[attr-defined]
    (line,) = xujing.get("/signatures/").json()["signatures"]
    copy = xujing.get(f"/signatures/{line['id']}/").json()
    assert copy["agreement"] == opened["agreement"] and copy["signer"] == "*静"
    assert copy["agreement"]["title"] in Client().post("/verify/", {"receipt": copy["proof_code"]}).content.decode()
    assert Person.of("xiaowen").get(f"/signatures/{line['id']}/").status_code == 404


def test_a_consent_is_given_and_taken_back_and_a_necessary_one_asks_for_the_service_to_be_closed(world: World) -> None:
    xiaowen = Person.of("xiaowen")

    def granted() -> set[str]:
        lines = xiaowen.get("/consents/").json()["consents"]
        return {line["purpose"] for line in lines if line["is_granted"]}

    assert granted() == {"consent_identity", "consent_marketing"}
    assert xiaowen.put("/consents/consent_face/", {"granted": True}).json()["code"] == "AGREEMENT_CHANGED"
    words = {line["purpose"]: line["text_hash"] for line in xiaowen.get("/consents/").json()["consents"]}
    sent = {"granted": True, "text_hash": words["consent_face"]}
    assert xiaowen.put("/consents/consent_face/", sent).status_code == 204
    for purpose in ("consent_face", "consent_marketing"):
        assert xiaowen.put(f"/consents/{purpose}/", {"granted": False}).status_code == 204
    refused = xiaowen.put("/consents/consent_identity/", {"granted": False})
    assert (refused.status_code, refused.json()["code"]) == (409, "NECESSARY_CONSENT")
    assert xiaowen.put("/consents/consent_identity/", {"granted": False, "closing": True}).status_code == 204
    assert granted() == set()
    (request,) = xiaowen.get("/data-requests/").json()["requests"]
    assert (request["kind"], request["state"]) == ("DELETE", "OPEN")
    assert xiaowen.post(f"/data-requests/{request['id']}/withdraw/").status_code == 204
    asked = {"kind": "EXPLAIN", "text": "请解释审核规则"}
    assert xiaowen.post("/data-requests/", asked, key="one").status_code == 201
    assert xiaowen.post("/data-requests/", asked, key="one").headers["Idempotent-Replayed"] == "true"
    assert xiaowen.post("/data-requests/", asked).json()["code"] == "REQUEST_OPEN"
    assert xiaowen.put("/consents/consent_everything/", {"granted": False}).status_code == 404


def test_a_mandate_is_stopped_in_one_call(world: World) -> None:
    xiaowen = Person.of("xiaowen")
    given = xiaowen.get("/mandates/").json()["mandates"]
    (mandate,) = [one for one in given if {"label": "单笔上限", "text": "5,000.00 元"} in one["terms"]]
    assert mandate["state"] == "ACTIVE"
    assert xiaowen.post(f"/mandates/{mandate['id']}/stop/").status_code == 204
    assert xiaowen.get(f"/mandates/{mandate['id']}/").json()["state"] == "STOPPED"
    assert xiaowen.post(f"/mandates/{mandate['id']}/stop/").status_code == 409


def test_the_copy_of_ones_data_takes_the_pin_and_holds_no_number_in_clear(world: World) -> None:
    xiaowen = Person.of("xiaowen")
    answer = confirmed(world, xiaowen, "/data-copy/")
    titles = {sheet["title"] for sheet in answer.json()["sheets"]}  # type: ignore[attr-defined]
    assert {"身份信息", "消息提醒设置", "登录记录", "个人信息同意"} <= titles
    assert world.card("xiaowen") not in answer.content.decode()  # type: ignore[attr-defined]


def test_a_session_elsewhere_is_ended(world: World) -> None:
    elsewhere = Client()
    assert elsewhere.post("/story/switch/", {"person": CAST["xiaowen"].login_name}).status_code == 302
    xiaowen = Person.of("xiaowen")
    (there,) = xiaowen.get("/sessions/").json()["sessions"]
    (device,) = [one for one in xiaowen.get("/devices/").json()["devices"] if not one["is_current"]][:1]
    assert device["is_trusted"]
    assert xiaowen.send("DELETE", f"/sessions/{there['id']}/").status_code == 204
    assert elsewhere.get("/mobile/").status_code == 302
    assert Person.of("maker").send("DELETE", f"/devices/{device['id']}/").status_code == 404
    assert xiaowen.send("DELETE", f"/devices/{device['id']}/").status_code == 204


def test_an_enterprise_reads_its_application_and_its_signatures(world: World) -> None:
    applicant = Person.of("foreign_hr")
    answer = applicant.get("/enterprise/application/").json()
    clear = {identity.person_clear(world.person(key)).id_number for key in ("foreign_hr", "xiaowen")}
    assert {task["section"] for task in answer["tasks"]} <= {
        "company",
        "papers",
        "account",
        "operators",
        "agreements",
    }
    assert not [number for number in clear if number in str(answer)]
    admin = Person.of("admin")
    assert len(admin.get("/enterprise/signatures/").json()["signatures"]) == 4  # one is of the contract, one of lending
    opened = admin.get("/enterprise/agreements/payroll_service/").json()
    sent = {"text_hash": opened["agreement"]["text_hash"], "opened": opened["opened"]}
    assert Person.of("maker").post("/enterprise/agreements/payroll_service/sign/", sent).status_code == 403
    path = "/enterprise/agreements/payroll_service/sign/"
    assert confirmed(world, admin, path, sent).status_code == 204  # type: ignore[attr-defined]
    assert len(admin.get("/enterprise/signatures/").json()["signatures"]) == 5


def test_help_prices_and_search(world: World) -> None:
    stranger = Client()
    found = stranger.get(f"{API}/help/", {"query": "密码"}).json()["articles"]
    assert found and stranger.get(f"{API}/help/{found[0]['slug']}/").json()["lines"]
    assert stranger.get(f"{API}/help/nothing/").status_code == 404
    fees = stranger.get(f"{API}/fees/").json()
    assert fees["on"] == "2026-03-02" and fees["groups"][0]["fees"][0]["fee_fen"] >= 0
    assert stranger.get(f"{API}/search/", {"query": "工资"}).status_code == 401
    labels = {group["label"] for group in Person.of("xiaowen").get("/search/", query="工资").json()["groups"]}
    assert "工资条" in labels
    assert Person.of("maker").get("/search/", query="工资").status_code == 403
    assert Person.of("maker").get("/enterprise/search/", query="工资").status_code == 200
    assert Person.of("reviewer").get("/bank/search/", query="工资").status_code == 200


def test_a_payslip_shows_what_the_wage_is_made_of(world: World) -> None:
    xiaowen = Person.of("xiaowen")
    slip = xiaowen.get("/daifutong/payslips/").json()["payslips"][0]["id"]
    Payslip.objects.system("test").filter(pk=slip).update(items=[["基本工资", 900_000], ["养老保险", -72_000]])
    opened = confirmed(world, xiaowen, f"/daifutong/payslips/{slip}/view/").json()  # type: ignore[attr-defined]
    assert opened["items"] == [
        {"label": "基本工资", "amount_fen": 900_000},
        {"label": "养老保险", "amount_fen": -72_000},
    ]
