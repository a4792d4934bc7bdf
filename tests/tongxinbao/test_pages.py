"""The office's and the console's pages of 同心宝, on the story's issues."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.core.clock import Moment
from apps.identity import api as identity
from apps.tongxinbao.choices import BANNER
from apps.tongxinbao.models import Holding, Issue, Order, Payout
from apps.tongxinbao.rules.words import banned_in
from apps.tongxinbao.selectors.dashboard import dues_of
from apps.tongxinbao.selectors.issues import issue_detail, issues_for_staff
from apps.tongxinbao.selectors.watch import watch_for
from fixtures.cast import CAST
from fixtures.world import World
from fixtures.world_entrusted import ENTRUSTED
from fixtures.world_tongxinbao import ACTIVE, DRAFT, IN_PART, IN_REVIEW, OPEN, REPAID, SHARED, SOON, STOPPED

pytestmark = pytest.mark.django_db


def browser(key: str) -> Client:
    client = Client()
    assert client.post("/story/switch/", {"person": CAST[key].login_name}).status_code == 302
    return client


def issue(title: str) -> Issue:
    return Issue.objects.system("test").get(title=title)


def text(key: str, name: str, title: str = "", query: str = "") -> str:
    url = reverse(name, args=[issue(title).pk] if title else [])
    answer = browser(key).get(url + query)
    assert answer.status_code == 200
    return answer.content.decode()


OFFICE_PAGES = [("issue_list", ""), ("issue_draft", ""), ("issue_detail", ACTIVE), ("issue_detail", OPEN),
                ("issue_save", DRAFT), ("holding_list", ACTIVE)]  # fmt: skip
CONSOLE_PAGES = [("issue_list", ""), ("issue_watch", ""), ("issue_detail", ACTIVE), ("issue_detail", IN_REVIEW)]
PAGES = [("maker", f"office:{name}", title) for name, title in OFFICE_PAGES] + [
    ("reviewer", f"console:{name}", title) for name, title in CONSOLE_PAGES
]


@pytest.mark.parametrize(("key", "name", "title"), PAGES)
def test_the_banner_stands_on_every_page_and_no_banned_word_beside_it(
    world: World, key: str, name: str, title: str
) -> None:
    page = text(key, name, title)
    assert BANNER in page
    assert list(banned_in(page)) == []


def test_the_issuer_sees_what_is_due_when_to_the_fen(world: World) -> None:
    """Example 1: 101,000.00 at 5.40 % for 182 days."""
    page = text("maker", "office:issue_detail", ACTIVE)
    assert "2026-08-31" in page and "103,175.63" in page and "543.91" in page
    (due,) = dues_of(world.actor("maker"), issue(ACTIVE).pk, world.now.business_date)
    assert (due.principal_fen, due.interest_fen, due.tax_fen) == (101_000_00, 2_719_54, 543_91)
    assert due.net_fen == 103_175_63


def test_hours_are_agreed_on_as_the_clock_of_shanghai_shows_them(world: World) -> None:
    terms = dict(issue_detail(world.actor("maker"), issue(OPEN).pk).terms)
    assert terms["认购时间"] == "2026-02-25 09:00 至 2026-03-05 17:00"


def test_the_trail_of_an_issue_speaks_chinese(world: World) -> None:
    page = text("maker", "office:issue_detail", ACTIVE)
    assert "企业借款结算" in page and "the bank" not in page and "the hour" not in page


def test_before_the_settlement_the_issuer_sees_totals_and_nobody(world: World) -> None:
    page = text("maker", "office:issue_detail", OPEN)
    assert "73%" in page and "146,000.00" in page
    names = Order.objects.system("test").filter(issue=issue(OPEN)).values_list("person_id", flat=True)
    briefs = identity.person_briefs(names)
    assert len(briefs) == 4
    assert [one.name for one in briefs.values() if one.name in page] == []
    assert "还没有出借明细" in text("maker", "office:holding_list", OPEN)


def test_lenders_are_named_once_they_have_a_contract_with_the_issuer(world: World) -> None:
    page = text("checker", "office:holding_list", ACTIVE)
    assert CAST["xiaowen"].name in page and "56,667.00" in page
    assert Holding.objects.system("test").filter(issue=issue(ACTIVE)).count() == 4


def test_the_form_says_what_is_missing_and_how_high_a_rate_may_be_on_both_bases(world: World) -> None:
    page = text("maker", "office:issue_save", DRAFT)
    assert "12.0000%" in page and "11.8356%" in page  # 4 x 3.00, on 365 and 360 days
    assert "请上传股东会或董事会决议。" in page and "请填写约定年利率。" in page
    assert "请填写发行规模。" not in page


def test_a_section_is_kept_and_the_next_one_opens(world: World) -> None:
    client, draft = browser("maker"), issue(DRAFT)
    url = reverse("office:issue_save", args=[draft.pk])
    sent = {"title": DRAFT, "scale_fen": "350,000", "rate": "5.1", "day_count": "ACT/365", "allotment": "FIRST_COME",
            "may_repay_early": "on", "proceeds": "REPAIR", "idempotency_key": "k1"}  # fmt: skip
    answer = client.post(url, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{url}?part=dates")
    draft.refresh_from_db()
    assert (draft.scale_fen, draft.rate) == (350_000_00, Decimal("5.1"))
    days = {"open_at": "2026-03-10T09:00", "close_at": "2026-03-20T17:00", "maturity_date": "2026-09-18",
            "interest_dates": "2026-06-18、2026-09-18", "idempotency_key": "k2"}  # fmt: skip
    assert client.post(f"{url}?part=dates", days).status_code == 302
    page = client.get(f"{url}?part=dates&sample=20000").content.decode()
    assert "20,000.00" in page and "2026-06-18" in page, "the schedule of the sample"


def test_a_rate_above_the_cap_is_refused_beside_its_field_and_nothing_is_written(world: World) -> None:
    draft = issue(DRAFT)
    sent = {"title": DRAFT, "rate": "6.01", "day_count": "ACT/365", "allotment": "FIRST_COME", "idempotency_key": "k"}
    answer = browser("maker").post(reverse("office:issue_save", args=[draft.pk]), sent)
    assert answer.status_code == 422
    assert "超过本行上限 6%" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.rate is None


def test_handing_in_too_early_lists_the_gaps(world: World) -> None:
    answer = browser("maker").post(reverse("office:issue_submit", args=[issue(DRAFT).pk]), {"idempotency_key": "k"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#gap-rate"' in page and 'id="gap-rate"' in page


def test_the_bank_sees_nothing_of_what_the_enterprise_still_writes(world: World) -> None:
    reviewer = world.actor("reviewer")
    titles = [line.title for line in issues_for_staff(reviewer).issues]
    assert IN_REVIEW in titles and DRAFT not in titles
    assert browser("reviewer").get(reverse("console:issue_detail", args=[issue(DRAFT).pk])).status_code == 404
    shown = issues_for_staff(reviewer, "review")
    assert [line.title for line in shown.issues] == [IN_REVIEW]
    assert {name: shown.counts[name] for name in ("review", "raising", "settle", "alive", "arrears")} == {
        "review": 1, "raising": 3, "settle": 1, "alive": 2, "arrears": 1
    }  # fmt: skip


def test_the_reviewer_reads_each_screen_and_says_an_opinion(world: World) -> None:
    page = text("reviewer", "console:issue_detail", IN_REVIEW)
    for label in ("利率上限", "规模", "期限和日期", "披露用语", "出借人数", "资金用途", "企业状态", "建议规模"):
        assert label in page
    assert "全部符合" in page
    url = reverse("console:issue_review", args=[issue(IN_REVIEW).pk])
    answer = browser("reviewer").post(url, {"opinion": "用途真实。", "idempotency_key": "k"})
    assert answer.status_code == 302
    assert issue(IN_REVIEW).state == "BANK_APPROVE"
    assert "decide" in issue_detail(world.actor("approver"), issue(IN_REVIEW).pk).may


def test_what_does_not_hold_is_marked_and_cannot_be_passed_on(world: World) -> None:
    Issue.objects.system("test").filter(title=IN_REVIEW).update(rate=Decimal("6.50"))
    assert "有不符合项" in text("reviewer", "console:issue_detail", IN_REVIEW)
    url = reverse("console:issue_review", args=[issue(IN_REVIEW).pk])
    answer = browser("reviewer").post(url, {"opinion": "可以。", "idempotency_key": "k"})
    assert answer.status_code == 409 and "利率上限不符合要求" in answer.content.decode()
    assert issue(IN_REVIEW).state == "BANK_REVIEW"


def test_one_device_of_several_lenders_is_watched(world: World) -> None:
    compliance = world.actor("compliance")
    assert watch_for(compliance, world.now).devices == ()
    Order.objects.system("test").filter(issue=issue(OPEN)).update(device="one-and-the-same-phone")
    (found,) = watch_for(compliance, world.now).devices
    assert (found.title, found.people, found.orders, found.fen) == (OPEN, 4, 4, 146_000_00)


def test_the_watch_list_names_the_largest_share_and_late_money(world: World) -> None:
    shares = {one.title: one for one in watch_for(world.actor("compliance"), world.now).concentrations}
    assert (shares[ACTIVE].fen, shares[ACTIVE].share, shares[ACTIVE].is_high) == (56_667_00, 56, True)
    assert (shares[OPEN].share, shares[OPEN].is_high) == (27, False)
    Issue.objects.system("test").filter(title=ACTIVE).update(state="OVERDUE")
    late = Moment(world.now.wall, world.now.business_date.replace(month=9, day=10))
    builders, found = watch_for(world.actor("compliance"), late).arrears
    assert (found.title, found.days, found.left_fen) == (ACTIVE, 10, 101_000_00)
    assert (builders.title, builders.left_fen) == (IN_PART, 21_348_33), "Example 5"
    assert watch_for(world.actor("other_reviewer"), late).arrears == ()


def test_orders_keep_the_device_itself_not_its_name(world: World) -> None:
    own = Order.objects.system("test").exclude(device="")
    assert len(set(own.values_list("device", flat=True))) == own.count() > 10
    by_list = Order.objects.system("test").filter(device="")
    assert set(by_list.values_list("issue__title", flat=True)) == {ENTRUSTED}, "the enterprise placed them, by mandate"


def test_the_story_has_an_issue_in_each_plight(world: World) -> None:
    """Shared out pro rata, due in five workdays, stopped, paid back, paid back in part (Examples 5 and 6)."""
    shared = Order.objects.system("test").filter(issue__title=SHARED).order_by("number")
    assert list(shared.values_list("allotted_fen", flat=True)) == [22_000_00, 33_000_00, 37_000_00, 8_000_00]
    (part,) = Payout.objects.system("test").filter(issue__title=IN_PART)
    assert (part.kind, part.gross_fen, part.tax_fen) == ("PART", 80_000_00, 269_67)
    left = Holding.objects.system("test").filter(issue__title=IN_PART).order_by("number")
    assert list(left.values_list("left_fen", flat=True)) == [6_404_50, 9_606_75, 5_337_08]
    assert [issue(title).state for title in (STOPPED, SOON, REPAID)] == ["SUSPENDED", "ACTIVE", "REPAID"]
    assert dues_of(world.actor("maker"), issue(SOON).pk, world.now.business_date)[0].due_on == date(2026, 3, 9)
