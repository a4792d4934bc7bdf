"""What each of the cast sees first: their own things, ways they may go, and no figure before it is asked for."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.cases import api as cases
from apps.core.ids import new_id
from fixtures.cast import CAST, EAST, WEST
from fixtures.world import World

pytestmark = pytest.mark.django_db


def browser(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


def text(key: str, path: str) -> str:
    answer = browser(key).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def ways(page: str) -> list[str]:
    """The addresses of the navigation."""
    nav = re.search(r"<nav.*?</nav>", page, re.S)
    assert nav
    return re.findall(r'<a [^>]*href="([^"]+)"', nav[0])


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (
            "maker",
            [
                "home",
                "batch_list",
                "payroll_contract",
                "issue_list",
                "account_list",
                "member_list",
                "service_home",
                "complaint_list",
                "onboarding",
                "agreement_list",
                "help",
                "security",
            ],
        ),
        (
            "checker",
            [
                "home",
                "batch_list",
                "payroll_contract",
                "issue_list",
                "account_list",
                "member_list",
                "service_home",
                "complaint_list",
                "onboarding",
                "agreement_list",
                "lending_list",
                "help",
                "security",
            ],
        ),
    ],
)
def test_the_office_shows_the_ways_that_one_may_go(world: World, key: str, wanted: list[str]) -> None:
    assert ways(text(key, "/office/")) == [reverse(f"office:{name}") for name in wanted]


COMPLIANCE = {"text_list", "data_request_list", "staff_list"}
WEALTH = {
    "product_list", "assessment_list", "questionnaire_list", "agent_file_list", "exception_list", "quota_list",
    "accord_list",
}  # fmt: skip
EVERYTHING = {
    "home", "desk", "complaint_list",
    "review_list", "enterprise_list", "batch_list", "opening_list", "contract_list", "issue_list", "lpr_list",
    *WEALTH, "books", "day_list", "case_list", "report_list", "warrant_list",
    "parameter_list", "limit_list", "announcement_desk", "bulletin_list", "trail", "help", "security", *COMPLIANCE,
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "hidden"),
    [
        (
            "reviewer",
            {
                "desk",
                "complaint_list",
                "opening_list",
                "report_list",
                "warrant_list",
                *WEALTH,
                "books",
                "day_list",
                "parameter_list",
                "limit_list",
                "announcement_desk",
                "bulletin_list",
                "trail",
                *COMPLIANCE,
            },
        ),
        ("approver", {"desk", "assessment_list", "books", "day_list", "trail", "data_request_list", "staff_list"}),
        ("security_admin", EVERYTHING - {"home", "staff_list", "help", "security"}),
        (
            "service",
            {
                "contract_list",
                "issue_list",
                "lpr_list",
                "opening_list",
                "report_list",
                "warrant_list",
                *WEALTH,
                "books",
                "day_list",
                "review_list",
                "case_list",
                "parameter_list",
                "trail",
                "data_request_list",
                "staff_list",
            },
        ),
        ("auditor", {"desk"}),
    ],
)
def test_the_console_hides_the_ways_that_one_may_not_go(world: World, key: str, hidden: set[str]) -> None:
    assert set(ways(text(key, "/console/"))) == {reverse(f"console:{name}") for name in EVERYTHING - hidden}


@pytest.mark.parametrize("key", ["xiaowen", "xujing", "maker", "hr", "reviewer", "approver", "service", "auditor"])
def test_every_way_of_the_navigation_leads_somewhere(world: World, key: str) -> None:
    client, surface = browser(key), {"E": "mobile", "O": "office", "S": "console"}[CAST[key].kind[0]]
    for way in ways(client.get(f"/{surface}/").content.decode()):
        assert client.get(way).status_code == 200, way


def test_an_employee_sees_no_figure_before_asking(world: World) -> None:
    closed = text("xiaowen", "/mobile/")
    assert "******" in closed and "36,000.00" not in closed
    opened = text("xiaowen", "/mobile/assets/?open=1")
    assert "36,000.00" in opened


def test_who_is_not_certified_is_led_to_certification(world: World) -> None:
    page = text("xujing", "/mobile/")
    assert reverse("mobile:certification") in page and reverse("mobile:payslip_list") not in page


def test_the_console_home_shows_exceptions_of_its_own_branch(world: World) -> None:
    with transaction.atomic():
        for unit in (EAST, WEST):
            cases.open_case(
                kind="t", subject_kind="t", subject_id=new_id(), title=f"异常{unit}", detail="待查", unit_path=unit,
                key=unit, now=world.now,
            )  # fmt: skip
    east, west = text("reviewer", "/console/"), text("other_reviewer", "/console/")
    assert f"异常{WEST}" in west and f"异常{EAST}" not in west
    assert f"异常{WEST}" not in east


@pytest.mark.parametrize(("key", "path"), [("xiaowen", "/mobile/"), ("maker", "/office/"), ("reviewer", "/console/")])
def test_a_home_page_says_when_and_where_the_last_sign_in_was(world: World, key: str, path: str) -> None:
    assert "首次登录" in text(key, path)
    second = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1")
    second.post("/story/switch/", {"person": CAST[key].login_name})
    page = second.get(path).content.decode()
    assert re.search(r"上次登录 20\d\d-\d\d-\d\d \d\d:\d\d \S+.* 127.0.0.1,", page)
    assert reverse(f"{path.strip('/')}:device_list") in page
    third = text(key, path)
    assert "iPhone" in third


def test_an_error_page_keeps_the_ways_of_its_surface(world: World) -> None:
    answer = browser("maker").get("/office/nothing-here/")
    assert answer.status_code == 404
    assert reverse("office:batch_list") in ways(answer.content.decode())


def test_another_surface_shows_nothing_of_ones_own(world: World) -> None:
    answer = browser("maker").get("/mobile/")
    assert answer.status_code == 403
    assert reverse("office:batch_list") not in answer.content.decode()


def test_the_console_home_shows_the_first_eight_and_says_how_many_more(world: World) -> None:
    page = text("reviewer", "/console/")
    shown, more = page.count(">办理<"), re.search(r"还有 (\d+) 件,查看全部", page)
    waiting = re.search(r"(\d+) 件", page)
    assert more and waiting and shown == 8
    assert int(more[1]) == int(waiting[1]) - 8


def test_ones_own_name_stands_in_full_on_the_home_page_and_old_wages_without_amounts(world: World) -> None:
    page = text("xiaowen", "/mobile/")
    assert "李晓雯</span></h1>" in page
    past = page[page.index("往期工资") :]
    assert past.count("工资</p>") == 3 and "¥" not in past


def test_the_balance_is_read_only_when_it_is_asked_for_and_by_who_may_see_the_payroll(world: World) -> None:
    closed, opened = text("maker", "/office/"), text("maker", "/office/?balance=1")
    shown = re.findall(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}", opened)
    assert "****" in closed and "****" not in opened and shown and shown[0] not in closed
    assert "下次发薪" in closed and "签约每月 10 日" in closed


def test_no_more_than_eight_ways_and_one_thing_to_do(world: World) -> None:
    page = text("xiaowen", "/mobile/")
    grid = re.search(r'<nav class="card grid".*?</nav>', page, re.S)
    assert grid and grid[0].count("<a ") == 8
    assert page.count('class="card todo"') == 1
