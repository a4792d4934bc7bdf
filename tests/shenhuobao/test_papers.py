"""A month's paper adds up, has a code that a stranger checks, and says so when the books have changed since."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from apps.core.errors import Conflict, InvalidInput
from apps.shenhuobao.models import Holding, Income, WealthPaper
from apps.shenhuobao.selectors.paper_file import paper_pdf
from apps.shenhuobao.selectors.papers import paper_content, paper_for_member, paper_proved, period_of
from apps.shenhuobao.services.paper_issue import paper_issue
from fixtures.world import World
from tests.api.callers import Person

from .test_wealth import browser, read

TODAY = date(2026, 3, 2)
PAPERS = "/mobile/wealth/papers/"
MONTHS = ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03")


@pytest.mark.django_db
def test_every_product_adds_up_and_a_month_begins_where_the_last_one_ended(world: World) -> None:
    person, closing, gains = world.person("xiaowen"), 0, 0
    for text in MONTHS:
        first, last, is_running = period_of(text, TODAY)
        found = paper_content(person, first, last, is_running=is_running)
        assert found.opening_fen == closing, text
        for line in found.lines:
            assert line.opening_fen + line.in_fen - line.out_fen + line.gain_fen == line.closing_fen, (text, line)
        closing, gains = found.closing_fen, gains + found.gain_fen
    years = [paper_content(person, *period_of(text, TODAY)[:2], is_running=False) for text in ("2025", "2026")]
    assert sum(year.gain_fen for year in years) == gains == 118_59
    assert years[1].closing_fen == closing == 39_118_59  # 3,071.10 of it leaves today


@pytest.mark.django_db
def test_the_gain_of_cash_management_is_its_income(world: World) -> None:
    held = Holding.objects.scoped(world.actor("guilan")).get()
    first, last, _ = period_of("2026-02", TODAY)
    days = [first + timedelta(count) for count in range(28)]
    incomes = Income.objects.system("test").filter(holding=held, on__in=days).values_list("income_fen", flat=True)
    (line,) = paper_content(world.person("guilan"), first, last, is_running=False).lines
    assert line.gain_fen == sum(incomes) > 0


@pytest.mark.django_db
def test_a_paper_is_issued_printed_and_checked_by_a_stranger(world: World) -> None:
    xiaowen = browser("xiaowen")
    page = read(xiaowen, f"{PAPERS}?period=2026-02")
    assert "47.59" in page and "快速赎回 云岭天天现金管理 A" in page
    answer = xiaowen.post(f"{PAPERS}issue/", {"period": "2026-02"})
    assert answer.status_code == 302
    paper = read(xiaowen, answer["Location"])
    code = re.search(r"[0-9A-Z]{4}( [0-9A-Z]{4}){3}", paper)
    assert code is not None and "39,117.62" in paper
    file = xiaowen.get(answer["Location"] + "paper.pdf")
    assert file.content.startswith(b"%PDF") and "attachment" in file["Content-Disposition"]
    seen = Client().post("/verify/", {"receipt": code[0]}).content.decode().partition("<main")[2]
    assert "真实" in seen and "39,117.62" in seen and "李晓雯" not in seen and "云岭" not in seen
    assert xiaowen.post(f"{PAPERS}issue/", {"period": "2026-02"})["Location"] == answer["Location"]
    assert WealthPaper.objects.system("test").get().prints == 2
    assert browser("guilan").get(answer["Location"]).status_code == 404


@pytest.mark.django_db
def test_a_paper_that_the_books_no_longer_say_is_not_printed_again(world: World) -> None:
    who = world.actor("guilan")
    paper_id = paper_issue.__wrapped__(period="2026-01", actor=who, now=world.now)
    row = WealthPaper.objects.system("test").get(pk=paper_id)
    proved = paper_proved(row.code)
    assert proved is not None and proved.state == "ok"
    Income.objects.system("test").filter(on=date(2026, 1, 20), holding__person_id=who.person).update(income_fen=1)
    proved = paper_proved(row.code)
    assert proved is not None and proved.state == "failed" and "账务已有变化" in proved.title
    with pytest.raises(Conflict, match="重新出具"):
        paper_pdf(paper_for_member(who, paper_id))
    assert paper_proved("A" * 16) is None


@pytest.mark.django_db
def test_periods_that_cannot_be(world: World) -> None:
    assert period_of("", TODAY) == (date(2026, 2, 1), date(2026, 2, 28), False)
    assert period_of("2026", TODAY) == (date(2026, 1, 1), date(2026, 3, 1), True)
    for text in ("2026-13", "abc", "2026-04", "-", "99999"):
        with pytest.raises(InvalidInput):
            period_of(text, TODAY)
    with pytest.raises(InvalidInput):
        period_of("2026-03", date(2026, 3, 1))  # not one whole day yet
    yiming = browser("yiming")
    assert "这个期间没有持有理财" in read(yiming, PAPERS)
    assert yiming.post(f"{PAPERS}issue/", {"period": "2026-02"}).status_code == 409
    assert browser("xiaowen").post(f"{PAPERS}issue/", {"period": "x"}).status_code == 422
    assert browser("xiaowen").get(f"{PAPERS}?period=2099-01").status_code == 200


@pytest.mark.django_db
def test_what_ends_goes_into_the_own_calendar(world: World) -> None:
    xiaowen = browser("xiaowen")
    file = xiaowen.get("/mobile/wealth/maturities.ics")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert event["SUMMARY"] == "理财到期:江海封闭固收 182 天"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 9, 14), date(2026, 9, 15))
    (alarm,) = event.walk("VALARM")
    at = datetime.combine(event.decoded("DTSTART"), datetime.min.time(), ZoneInfo("Asia/Shanghai"))
    assert at + alarm.decoded("TRIGGER") == at - timedelta(hours=15)  # nine in the morning of the day before
    assert b"10,000" not in file.content and b"10000" not in file.content
    held = {
        one.product.code: one.pk for one in Holding.objects.scoped(world.actor("xiaowen")).select_related("product")
    }
    assert xiaowen.get(f"/mobile/wealth/positions/{held['JH2001']}/maturity.ics").content.count(b"BEGIN:VEVENT") == 1
    assert xiaowen.get(f"/mobile/wealth/positions/{held['YL1001']}/maturity.ics").status_code == 404
    assert browser("guilan").get(f"/mobile/wealth/positions/{held['JH2001']}/maturity.ics").status_code == 404


@pytest.mark.django_db
def test_orders_are_found_by_kind_state_and_product(world: World) -> None:
    xiaowen, trades = browser("xiaowen"), "/mobile/wealth/trades/"
    product = Holding.objects.scoped(world.actor("xiaowen")).get(product__code="YL2001").product_id
    for asked, count in (
        ("", 5), ("?show=open", 1), ("?show=done", 4), ("?show=ended", 0), ("?kind=PURCHASE", 3), ("?kind=QUICK", 1),
        (f"?product={product}", 2), (f"?product={product}&kind=REDEMPTION", 1), ("?kind=X&show=y&product=z", 5),
    ):  # fmt: skip
        page = read(xiaowen, trades + asked)
        assert len(set(re.findall(rf'href="{trades}([0-9a-f-]{{36}})/"', page))) == count, asked
    assert "没有符合条件的交易" in read(xiaowen, f"{trades}?show=ended")


@pytest.mark.django_db
def test_programs_read_the_period(world: World) -> None:
    found = Person.of("xiaowen").get("/shenhuobao/papers/", period="2026-02").json()
    assert sum(line["gain_fen"] for line in found["lines"]) == 47_59 and len(found["moves"]) == 2
    assert Person.of("xiaowen").get("/shenhuobao/papers/", period="2026-04").status_code == 422


@pytest.mark.django_db
def test_programs_have_a_paper_issued_and_read_it_as_a_file(world: World) -> None:
    xiaowen = Person.of("xiaowen")
    assert xiaowen.get("/shenhuobao/papers/issued/").json() == {"papers": []}
    answer = xiaowen.post("/shenhuobao/papers/issue/", {"period": "2026-02"})
    assert answer.status_code == 200, answer.content.decode()
    place = f"/shenhuobao/papers/{answer.json()['paper_id']}/"
    paper = xiaowen.get(place).json()
    assert (paper["gain_fen"], paper["closing_fen"], paper["is_current"]) == (47_59, 39_117_62, True)
    assert [one["id"] for one in xiaowen.get("/shenhuobao/papers/issued/").json()["papers"]] == [paper["id"]]
    file = xiaowen.get(f"{place}file/")
    assert (file["Content-Type"], file.content[:4]) == ("application/pdf", b"%PDF")
    assert [Person.of("guilan").get(one).status_code for one in (place, f"{place}file/")] == [404, 404]
    assert xiaowen.post("/shenhuobao/papers/issue/", {"period": "2026-13"}).status_code == 422
    assert Person.of("yiming").post("/shenhuobao/papers/issue/", {"period": "2026-02"}).status_code == 409


@pytest.mark.django_db
def test_programs_read_what_ends_and_take_the_calendar(world: World) -> None:
    xiaowen = Person.of("xiaowen")
    (line,) = xiaowen.get("/shenhuobao/maturities/").json()["maturities"]
    assert (line["product"], line["on"]) == ("江海封闭固收 182 天", "2026-09-14")
    file = xiaowen.get("/shenhuobao/maturities/calendar/")
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["UID"] == f"{line['holding_id']}@wealth"
