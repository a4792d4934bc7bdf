"""企业借款(非存款) on the phone: what a lender reads, signs, takes back and keeps (TX-12, TX-20 to TX-25)."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from apps.agreements.models import Signature
from apps.tongxinbao.choices import BANNER, ENTRY
from apps.tongxinbao.models import Holding, IssuePaper, Order
from tests.daifutong.cast import Colleague

from .cast import PDF, Stage
from .phones import HOME, Phone


def place_url(issue_id: UUID) -> str:
    return reverse("mobile:order_place", args=[issue_id])


def sent(phone: Phone, issue_id: UUID, who: Colleague, *, seconds: int = 10, **changes: str) -> dict[str, str]:
    """The form as a lender fills it in who has read for so many seconds."""
    form = phone.hidden(place_url(issue_id))
    phone.wait(seconds)
    filled = {"account_id": str(who.account_id), "amount": "5,000.00", "is_own_money": "on", "agreed": "on"}
    return {name: value for name, value in (form | filled | changes).items() if value}


def test_the_entry_stands_on_the_home_page_by_itself(stage: Stage) -> None:
    stage.open()
    page = Phone.of(stage, stage.house.staff[0]).text("/mobile/")
    assert f'href="{HOME}"' in page and ENTRY in page
    grid = re.search(r'<nav class="card grid".*?</nav>', page, re.S)
    assert grid and HOME not in grid[0]


def test_every_page_of_an_issue_bears_the_banner(stage: Stage) -> None:
    who = stage.house.staff[0]
    issue = stage.lent([10_000_00, 90_000_00])
    phone = Phone.of(stage, who)
    order, loan = Order.objects.system("test").get(number=1), Holding.objects.system("test").get(number=1)
    for url in (
        HOME,
        f"{HOME}{issue.pk}/",
        f"{HOME}orders/",
        f"{HOME}orders/{order.pk}/",
        f"{HOME}holdings/",
        f"{HOME}holdings/{loan.pk}/",
        place_url(issue.pk),
    ):
        assert BANNER in phone.text(url), url


def test_the_issue_shows_terms_disclosures_and_papers_as_they_are(stage: Stage) -> None:
    issue_id = stage.open()
    phone = Phone.of(stage, stage.house.staff[0])
    page = phone.text(f"{HOME}{issue_id}/")
    for said in (
        "5.40%",
        "2026-08-31",
        "采购原材料和货物",
        "2026-03-03 09:00 至 2026-03-03 17:00",
        "以演示数据填写。",
        "股东会或董事会决议",
        "¥20,000.00",
    ):
        assert said in page
    for paper in IssuePaper.objects.system("test").filter(issue_id=issue_id):
        answer = phone.get(reverse("mobile:issue_paper", args=[issue_id, paper.pk]))
        assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")


def test_the_calculator_reckons_as_the_contract_will(stage: Stage) -> None:
    """Example 1, from the day of the close, 2026-03-03: 181 days."""
    issue_id = stage.open()
    page = Phone.of(stage, stage.house.staff[0]).text(f"{HOME}{issue_id}/", amount="10000")
    assert "181 天" in page and "267.78" in page and "53.56" in page and "10,214.22" in page
    for amount, said in (("一万", "金额无法识别"), ("0", "金额必须大于零"), ("999999999999", "不能过大")):
        wrong = Phone.of(stage, stage.house.staff[0]).get(f"{HOME}{issue_id}/", amount=amount)
        assert wrong.status_code == 422 and said in wrong.content.decode(), amount


def test_an_order_is_read_signed_held_and_taken_back(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    phone = Phone.of(stage, who)
    answer = phone.confirmed(place_url(issue_id), sent(phone, issue_id, who))
    order = Order.objects.system("test").get(person_id=who.person_id)
    assert (answer.status_code, answer["Location"]) == (302, f"{HOME}orders/{order.pk}/")
    assert (order.state, order.amount_fen) == ("HELD", 5_000_00)
    signed = Signature.objects.system("test").filter(subject_id=order.pk).values_list("text__code", flat=True)
    assert set(signed) == {"loan_risk", "loan_terms"}
    assert "认购成功" in phone.text(answer["Location"]) and "撤回认购" in phone.text(answer["Location"])
    back = phone.post(f"{HOME}orders/{order.pk}/withdraw/")
    assert back.status_code == 302
    page = phone.text(answer["Location"])
    assert "已撤回" in page and "撤回认购" not in page
    assert phone.post(f"{HOME}orders/{order.pk}/withdraw/").status_code == 302  # again: nothing more happens
    assert "已撤回" in phone.text(f"{HOME}orders/")


def test_the_same_form_sent_twice_is_one_order(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    phone = Phone.of(stage, who)
    form = sent(phone, issue_id, who)
    assert phone.confirmed(place_url(issue_id), form)["Location"] == phone.post(place_url(issue_id), form)["Location"]
    assert Order.objects.system("test").count() == 1


def test_the_risk_notice_has_to_stay_open_and_nobody_turns_the_clock_back(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    phone, other = Phone.of(stage, who), Phone.of(stage, stage.house.staff[1])
    url = place_url(issue_id)
    early = sent(phone, issue_id, who, seconds=9)
    refused = phone.post(url, early)
    assert refused.status_code == 422 and "至少需要阅读 10 秒" in refused.content.decode(), "and no PIN was asked for"
    real = phone.hidden(url)["opened"]
    forged = re.sub(r"\d\d:\d\d:\d\d", "00:00:00", real)
    elsewhere = phone.hidden("/mobile/agreements/membership/")["opened"]  # of another text
    foreign = other.hidden(url)["opened"]
    phone.wait(3600)
    for mark in (forged, elsewhere, foreign, "x", f"{phone.user.pk}|2026-01-01T00:00:00+00:00"):
        answer = phone.post(url, sent(phone, issue_id, who, opened=mark))
        assert answer.status_code == 422 and "请重新打开协议" in answer.content.decode(), mark
    assert not Order.objects.system("test").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": "500"}, "最低 1,000.00 元"),
        ({"amount": "1,500"}, "递增"),
        ({"amount": "30,000"}, "超过每人上限"),
        ({"is_own_money": ""}, "请确认使用本人自有资金"),
        ({"agreed": ""}, "请先阅读风险揭示书和借款合同"),
        ({"risk_hash": "0" * 64}, "请重新打开协议"),
        ({"terms_hash": "0" * 64}, "协议已有新版本"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(stage: Stage, changes: dict[str, str], said: str) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    phone = Phone.of(stage, who)
    form = sent(phone, issue_id, who, **changes)
    answer = phone.post(place_url(issue_id), form)
    if answer.status_code == 403:
        answer = phone.confirmed(place_url(issue_id), form)
    text = answer.content.decode()
    assert answer.status_code in (409, 422) and said in text
    assert f'value="{form["amount"]}"' in text
    assert not Order.objects.system("test").exists()


def test_an_account_of_somebody_else_is_no_choice(stage: Stage) -> None:
    issue_id, who, other = stage.open(), stage.house.staff[0], stage.house.staff[1]
    phone = Phone.of(stage, who)
    answer = phone.post(place_url(issue_id), sent(phone, issue_id, who, account_id=str(other.account_id)))
    assert answer.status_code == 422 and not Order.objects.system("test").exists()


def test_after_the_close_nothing_is_taken_back_and_nothing_more_is_placed(stage: Stage) -> None:
    issue_id, who = stage.open(), stage.house.staff[0]
    order = stage.place(issue_id, who, 20_000_00)
    for place in range(1, 5):
        stage.place(issue_id, stage.house.staff[place], 20_000_00)
    phone = Phone.of(stage, who)
    stage.close(issue_id)
    assert "撤回认购" not in phone.text(f"{HOME}orders/{order.order_id}/")
    assert phone.post(f"{HOME}orders/{order.order_id}/withdraw/").status_code == 409
    assert "目前不能认购" in phone.text(place_url(issue_id))


def test_a_loan_shows_its_contract_its_calendar_and_what_came_back(stage: Stage) -> None:
    """Example 1: 269.26 of interest, 53.85 of tax, 10,215.41 arrive."""
    who = stage.house.staff[0]
    issue = stage.lent([10_000_00, 91_000_00])
    loan = Holding.objects.system("test").get(person_id=who.person_id)
    phone, url = Phone.of(stage, who), f"{HOME}holdings/{loan.pk}/"
    page = phone.text(url)
    assert loan.contract_number in page and loan.contract_hash[:16] in page and "269.26" in page and "待支付" in page
    stage.fund(10_000_000_00)
    stage.morning(date(2026, 8, 31))
    assert stage.issue(issue.pk).state == "REPAID"
    page = phone.text(url)
    for said in ("到期还本付息", "53.85", "10,215.41", "已支付"):
        assert said in page
    years = phone.text(f"{HOME}holdings/")
    assert "2026 年" in years and "269.26" in years and "53.85" in years and "10,215.41" in years


def test_the_contract_is_a_file_with_its_number_and_its_hash(stage: Stage) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    who = stage.house.staff[0]
    stage.lent([10_000_00, 91_000_00])
    loan = Holding.objects.system("test").get(person_id=who.person_id)
    answer = Phone.of(stage, who).get(f"{HOME}holdings/{loan.pk}/contract.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    said = "".join(text.split())
    for wanted in (loan.contract_number, loan.contract_hash, who.name, "10,000.00", "269.26", BANNER):
        assert "".join(wanted.split()) in said, wanted
    assert f"loan-{loan.contract_number}.pdf" in answer["Content-Disposition"]


def test_a_late_loan_says_so(stage: Stage) -> None:
    who = stage.house.staff[0]
    issue = stage.lent([10_000_00, 91_000_00])
    stage.turn(date(2026, 8, 31))
    stage.fund(-stage.house.payer_balance())
    stage.morning(date(2026, 8, 31))
    stage.midnight()
    assert stage.issue(issue.pk).state == "OVERDUE"
    loan = Holding.objects.system("test").get(person_id=who.person_id)
    stage.turn(date(2026, 8, 31) + timedelta(days=1))
    page = Phone.of(stage, who).text(f"{HOME}holdings/{loan.pk}/")
    assert "借款已经逾期" in page and "银行不垫付" in page
    stage.fund(1)
