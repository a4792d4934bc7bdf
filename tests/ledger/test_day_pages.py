"""The day's board in the console, and the days of the story bar."""

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from apps.cases.models import Case
from apps.core import bankday, clock, jobs
from apps.core.bankday import Phase, Report, Step
from apps.core.errors import Conflict, Forbidden
from apps.core.models import BankDay, CloseStep, Job
from apps.ledger import api as ledger
from apps.ledger.selectors.days import day_sheet
from apps.ledger.services.day_close import day_close_start
from apps.ledger.web import days
from fixtures.cast import CAST
from fixtures.world import World

from .days import advance, close_days, cut_off

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def as_(key: str) -> Client:
    client = Client()
    client.post("/story/switch/", {"person": CAST[key].login_name})
    return client


def press(client: Client, day: date, **more: str) -> object:
    form = {"day": str(day), "is_sure": "on", "idempotency_key": str(uuid4())} | more
    return client.post("/console/day/close/", form)


def work() -> None:
    for job in Job.objects.filter(kind="ledger.day_close", state="DUE"):
        jobs.run(job.pk)


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One step that refuses until the list is emptied."""
    why = ["代发有 2 项未了结,请处理后重试。"]

    def check(now: object, partition: int) -> Report:
        if why:
            raise Conflict("HALF_SETTLED", why[0])
        return Report("没有在途明细")

    steps = {"t": Step("t", "代发在途核对", Phase.CHECK, check)}
    monkeypatch.setattr(bankday, "all_steps", lambda: steps)
    return why


def test_the_operator_closes_the_day_and_sees_it_closed(world: World) -> None:
    client = as_("bank_operator")
    assert "开始日终" in client.get("/console/day/").content.decode()
    assert press(client, MONDAY)["Location"] == "/console/day/"
    page = client.get("/console/day/").content.decode()
    assert "日终步骤 2026-03-02" in page
    assert 'hx-get="/console/day/2026-03-02/steps/"' in page
    assert "开始日终" not in page, "while it runs there is nothing to press"
    work()
    page = client.get("/console/day/2026-03-02/").content.decode()
    assert "已日终" in page
    assert "1 笔状态未知或未送出的明细结转" in page
    assert "代发明细状态未知" in page, "the case that was carried over"
    assert "借贷" in page
    steps = client.get("/console/day/2026-03-02/steps/")
    assert "data-reload" in steps.content.decode()
    assert "hx-get" not in steps.content.decode()
    assert ledger.day_progress().open_day == TUESDAY


def test_a_failure_says_what_to_do_and_the_close_goes_on(world: World, stuck: list[str]) -> None:
    client = as_("bank_operator")
    press(client, MONDAY)
    work()
    page = client.get("/console/day/").content.decode()
    assert stuck[0] in page
    assert "继续日终" in page
    assert "已处理停下的原因" in page
    assert "已确认当日业务可以截止" not in page
    answer = press(client, MONDAY, is_sure="")
    assert (answer.status_code, "请先处理停下的原因并勾选" in answer.content.decode()) == (422, True)
    stuck.clear()
    press(client, MONDAY)
    Job.objects.filter(state="DUE").update(due_at=clock.wall())
    work()
    assert BankDay.objects.get(pk=MONDAY).state == "CLOSED"
    assert BankDay.objects.get(pk=TUESDAY).state == "OPEN"


def test_the_same_form_sent_twice_closes_one_day(world: World) -> None:
    client, key = as_("bank_operator"), str(uuid4())
    press(client, MONDAY, idempotency_key=key)
    work()
    answer = press(client, MONDAY, idempotency_key=key)
    page = answer.content.decode()
    assert (answer.status_code, "营业日已经变化" in page) == (422, True)
    assert "有 1 处需要修改" in page
    assert 'name="day" value="2026-03-03"' in page, "the form is there again, for the day that is open now"
    assert "checked" not in page, "which nobody has confirmed"
    assert clock.read().business_date == TUESDAY


def test_it_is_not_closed_without_the_tick(world: World) -> None:
    answer = press(as_("bank_operator"), MONDAY, is_sure="")
    assert answer.status_code == 422
    assert "请先勾选确认" in answer.content.decode()
    assert bankday.closing_day() is None


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "2026-03-01", "2026-03-03"])
def test_another_day_than_the_due_one_is_shown_again_unconfirmed(world: World, day: str) -> None:
    form = {"day": day, "is_sure": "on", "idempotency_key": str(uuid4())}
    answer = as_("bank_operator").post("/console/day/close/", form)
    assert (answer.status_code, "营业日已经变化" in answer.content.decode()) == (422, True)
    assert bankday.closing_day() is None


def test_what_the_close_refuses_is_told_on_the_board(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**wanted: object) -> None:
        raise Conflict("DAY_CLOSING", "上一营业日的日终还没有完成。")

    monkeypatch.setattr(days, "day_close_start", refuse)
    answer = press(as_("bank_operator"), MONDAY)
    page = answer.content.decode()
    assert (answer.status_code, "上一营业日的日终还没有完成。" in page) == (409, True)
    assert "checked" in page, "the form is as it was sent"


@pytest.mark.parametrize("key", ["auditor", "compliance"])
def test_who_only_looks_has_no_button(world: World, key: str) -> None:
    client = as_(key)
    assert "开始日终" not in client.get("/console/day/").content.decode()
    assert press(client, MONDAY).status_code == 403


def test_a_branch_neither_sees_nor_closes_the_banks_day(world: World) -> None:
    branch = replace(world.actor("bank_operator"), unit_path="/head/east/")
    with pytest.raises(Forbidden):
        day_sheet(branch, MONDAY)
    with pytest.raises(Forbidden):
        day_close_start(to=TUESDAY, key="k", actor=branch, now=clock.read())
    assert bankday.closing_day() is None


@pytest.mark.parametrize("day", ["2026-02-30", "2031-01-01", "x", "2026-03-02T00"])
def test_a_day_that_the_bank_has_not_had_is_not_found(world: World, day: str) -> None:
    assert as_("auditor").get(f"/console/day/{day}/").status_code == 404


def test_an_open_day_and_one_from_before_the_system_have_something_to_say(world: World) -> None:
    client = as_("auditor")
    assert "这一天正在营业" in client.get("/console/day/2026-03-02/").content.decode()
    assert "迁移来的历史账务" in client.get("/console/day/2025-02-17/").content.decode()


def test_a_case_that_was_carried_over_and_closed_since_says_so(world: World) -> None:
    close_days()
    Case.objects.system("test").update(state="CLOSED", closed_at=clock.wall())
    assert "已办结" in as_("auditor").get("/console/day/2026-03-02/").content.decode()


def test_parts_of_a_step_are_one_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {"t": Step("t", "活期结息", Phase.WORK, lambda now, partition: Report("好"), partitions=4)}
    monkeypatch.setattr(bankday, "all_steps", lambda: steps)
    cut_off()
    advance()
    [line] = day_sheet(world.actor("auditor"), MONDAY).steps
    assert (line.label, line.told, line.state, line.done, line.parts) == ("活期结息", "1 / 4 组", "RUNNING", 1, 4)
    close_days(0)
    [line] = day_sheet(world.actor("auditor"), MONDAY).steps
    assert (line.told, line.state) == ("4 / 4 组", "DONE")
    assert re.fullmatch(r"\d+\.\d\d", line.seconds)


# ---- the story bar


def go(client: Client, **form: str) -> object:
    return client.post("/story/day/", {"idempotency_key": str(uuid4()), "back": "/mobile/"} | form)


@pytest.mark.parametrize(
    ("form", "opened"),
    [
        ({"days": "1"}, TUESDAY),
        ({"days": "7"}, MONDAY + timedelta(days=7)),
        ({"on": "2026-03-06"}, date(2026, 3, 6)),
        ({"days": "1", "on": "2026-12-31"}, TUESDAY),
    ],
)
def test_the_story_goes_on_by_real_closes(world: World, form: dict[str, str], opened: date) -> None:
    client = Client()
    assert go(client, **form)["Location"] == "/mobile/"
    page = client.get("/mobile/sign-in/").content.decode()
    assert "正在日终 03-02" in page
    assert "<progress" in page
    assert 'hx-get="/story/day/"' in client.get("/story/day/").content.decode()
    work()
    assert ledger.day_progress().open_day == opened
    last = client.get("/story/day/").content.decode()
    assert "data-reload" in last
    assert "hx-get" not in last
    assert "data-reload" not in client.get("/mobile/sign-in/").content.decode(), "the page itself is not the last part"
    assert CloseStep.objects.exclude(state="DONE").count() == 0


@pytest.mark.parametrize("form", [{}, {"on": "2026-02-01"}, {"on": "2028-01-01"}, {"days": "-1"}, {"days": "x" * 50}])
def test_a_day_that_cannot_be_reached_is_refused(world: World, form: dict[str, str]) -> None:
    assert go(Client(), **form).status_code == 422
    assert bankday.closing_day() is None


def test_the_bar_shows_what_stops_the_story_and_goes_on(world: World, stuck: list[str]) -> None:
    client = Client()
    go(client, days="1")
    work()
    page = client.get("/mobile/sign-in/").content.decode()
    assert stuck[0] in page
    assert 'name="days" value="0"' in page
    stuck.clear()
    go(client, days="0")
    Job.objects.filter(state="DUE").update(due_at=clock.wall())
    work()
    assert ledger.day_progress().open_day == TUESDAY


@pytest.mark.parametrize("back", ["https://elsewhere.invalid/", "//elsewhere.invalid", "", "javascript:x"])
def test_the_bar_leads_to_no_other_house(world: World, back: str) -> None:
    assert go(Client(), days="1", back=back)["Location"] == "/"


def test_outside_the_demo_no_day_is_moved(world: World, settings) -> None:
    settings.DEMO = False
    assert go(Client(), days="1").status_code == 404
    assert Client().get("/story/day/").status_code == 404
    assert bankday.closing_day() is None
