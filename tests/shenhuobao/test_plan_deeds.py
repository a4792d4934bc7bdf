"""A person's plan from its making to its end: what may be chosen, how far it is, whose it is (WM-2, WM-13)."""

from datetime import date

import pytest

from apps.core.errors import AppError
from apps.shenhuobao.contracts import Goal
from apps.shenhuobao.models import Plan, RiskAssessment
from apps.shenhuobao.selectors.plans import plan_choices, plan_for_member, plans_for_member
from apps.shenhuobao.services.assessment_void import assessment_void
from apps.shenhuobao.services.plan_change import plan_change
from apps.shenhuobao.services.plan_create import plan_create
from apps.shenhuobao.services.plan_pause import plan_pause
from apps.shenhuobao.services.plan_resume import plan_resume
from apps.shenhuobao.services.plan_stop import plan_stop
from tests.tongxinbao.phones import Phone

from .cast import Shop

MARCH_2, MARCH_3 = date(2026, 3, 2), date(2026, 3, 3)
SCHOOL = Goal("EDUCATION", 50_000_00, date(2028, 9, 1))
PLANS = "/mobile/wealth/plans/"


def made(shop: Shop, product, who, goal: Goal = SCHOOL, **changes):  # type: ignore[no-untyped-def]
    asked = {"goal": goal, "product_id": product.pk, "key": shop.stage.key()}
    return plan_create(**asked | changes, actor=shop.stage.lender(who), now=shop.now)


def refused(deed, *args, **kwargs) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(AppError) as caught:
        deed(*args, **kwargs)
    return caught.value.code


def test_a_plan_counts_all_that_is_held_of_its_product(shop: Shop) -> None:
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    shop.bought(product, who, 31_000_00, on=MARCH_2, confirmed=MARCH_3)
    actor = shop.stage.lender(who)
    plan_id = made(shop, product, who)
    line = plan_for_member(actor, plan_id, shop.now)
    held = shop.holding(product, who)
    assert line.saved_fen == held.units * 100 >= 31_000_00
    assert (line.percent, line.months, line.left_fen) == (62, 29, 50_000_00 - line.saved_fen)
    assert line.monthly_fen * 29 >= line.left_fen > (line.monthly_fen - 1) * 29


def test_who_and_what_may_make_a_plan(shop: Shop) -> None:
    who, other = shop.stage.house.staff[:2]
    safe, risky, fixed = shop.product("CASH"), shop.product(seller_rating=4), shop.product("FIXED_TERM")
    third, bound = shop.product(seller_rating=3), shop.product(min_holding_days=90)
    offered = plan_choices(shop.stage.lender(who), shop.now)
    assert [one.product_id for one in offered.lines] == [safe.pk, bound.pk, third.pk]
    assert [one.note for one in offered.lines] == ["", "最短持有 90 天", "目标日期须在一年以后"]
    assert refused(made, shop, risky, who) == "NOT_SUITABLE"
    assert refused(made, shop, fixed, who) == "NOT_ON_SALE"
    near = Goal("TRAVEL", 1_000_00, date(2026, 5, 1))
    assert refused(made, shop, third, who, near) == refused(made, shop, bound, who, near) == "E_HORIZON"
    assert refused(made, shop, safe, who, Goal("TRAVEL", 1, date(2026, 5, 1))) == "E_GOAL"
    made(shop, safe, who, near)
    assert refused(made, shop, safe, who, near) == "PLAN_EXISTS"
    assert safe.pk not in [one.product_id for one in plan_choices(shop.stage.lender(who), shop.now).lines]
    made(shop, safe, other, near)
    latest = RiskAssessment.objects.system("test").get(person_id=who.person_id)
    assessment_void(assessment_id=latest.pk, actor=shop.stage.lender(who), now=shop.now)
    assert refused(made, shop, third, who) == "ASSESSMENT_EXPIRED"
    assert plan_choices(shop.stage.lender(who), shop.now).refusal_code == "ASSESSMENT_EXPIRED"


def test_the_same_key_makes_one_plan(shop: Shop) -> None:
    product, who = shop.product(), shop.stage.house.staff[0]
    assert made(shop, product, who, key="k") == made(shop, product, who, key="k")
    assert refused(made, shop, product, who, Goal("HOME", 1_000_00, date(2030, 1, 1)), key="k") == "KEY_REUSED"


def test_a_plan_rests_goes_on_changes_and_ends(shop: Shop) -> None:
    product, (who, other, *_) = shop.product(), shop.stage.house.staff
    actor, plan_id = shop.stage.lender(who), made(shop, product, who)
    named = {"plan_id": plan_id, "actor": actor, "now": shop.now}
    plan_pause(**named)
    assert refused(plan_pause, **named) == "ILLEGAL_MOVE"
    plan_change(**named, goal=Goal("HOME", 80_000_00, date(2030, 1, 1)))
    plan_resume(**named)
    plan_stop(**named)
    (line,) = plans_for_member(actor, shop.now)
    assert (line.state, line.purpose, line.target_fen, line.may) == ("STOPPED", "HOME", 80_000_00, ())
    for deed in (plan_pause, plan_resume, plan_stop):
        assert refused(deed, **named) == "ILLEGAL_MOVE"
        assert refused(deed, **named | {"actor": shop.stage.lender(other)}) == "NOT_FOUND"
    made(shop, product, who)
    assert [one.state for one in plans_for_member(actor, shop.now)] == ["ACTIVE", "STOPPED"]


def test_a_plan_is_made_on_the_phone_seen_paused_and_nobody_elses(shop: Shop) -> None:
    product, (who, other, *_) = shop.product("CASH"), shop.stage.house.staff
    phone = Phone.of(shop.stage, who)
    assert "还没有计划" in phone.text(PLANS)
    form = phone.hidden(f"{PLANS}create/") | {
        "purpose": "EDUCATION", "amount": "50,000.00", "on": "2028-09-01", "product_id": str(product.pk)
    }  # fmt: skip
    wrong = phone.post(f"{PLANS}create/", form | {"on": "2026-03-03"})
    assert wrong.status_code == 422 and "目标日期至少在 30 天以后" in wrong.content.decode()
    assert phone.post(f"{PLANS}create/", form).status_code == 302
    plan = Plan.objects.system("test").get()
    url = f"{PLANS}{plan.pk}/"
    page = phone.text(url)
    assert 'aria-label="已完成目标的 0%"' in page and "1,724.14" in page and "不计任何收益" in page
    assert phone.post(f"{url}pause/").status_code == 302
    assert "已暂停" in phone.text(PLANS)
    stranger = Phone.of(shop.stage, other)
    assert stranger.get(url).status_code == stranger.post(f"{url}stop/").status_code == 404
    assert str(plan.pk) not in stranger.text(PLANS)
