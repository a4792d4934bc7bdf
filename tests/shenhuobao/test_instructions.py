"""定投: bought on its day or the next trading day, everything asked again each time, once whatever happens (WM-13)."""

from datetime import date, time
from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.agreements.models import Mandate
from apps.agreements.services.mandate_move import mandate_stop
from apps.core.errors import AppError
from apps.notify.models import Notice
from apps.shenhuobao.contracts import InstructionTerms
from apps.shenhuobao.models import Order, Product, RiskAssessment, Run, Terms
from apps.shenhuobao.services.assessment_void import assessment_void
from apps.shenhuobao.services.autoinvest_run import autoinvest_run
from apps.shenhuobao.services.instruction_change import instruction_change
from apps.shenhuobao.services.instruction_pause import instruction_pause
from apps.shenhuobao.services.instruction_resume import instruction_resume
from apps.shenhuobao.services.instruction_stop import instruction_stop
from apps.shenhuobao.services.plan_pause import plan_pause
from apps.shenhuobao.services.plan_resume import plan_resume
from apps.shenhuobao.services.plan_stop import plan_stop
from tests.daifutong.cast import Colleague

from .cast import Shop
from .standing import IDLE, MONTHLY, SHARE, Standing

MARCH_2, MARCH_15, MARCH_16, APRIL_15 = date(2026, 3, 2), date(2026, 3, 15), date(2026, 3, 16), date(2026, 4, 15)
WEEKLY = InstructionTerms(kind="AUTO_INVEST", fen=1_000_00, rhythm="WEEKLY", day=3)


@pytest.fixture
def standing(shop: Shop) -> Standing:
    return Standing(shop)


def refused(deed, *args, **kwargs) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(AppError) as caught:
        deed(*args, **kwargs)
    return caught.value.code


def named(standing: Standing, who: Colleague, instruction_id: object) -> dict:
    return {"instruction_id": instruction_id, "actor": standing.shop.stage.lender(who), "now": standing.shop.now}


def titles(who: Colleague) -> set[str]:
    return set(Notice.objects.system("test").filter(person_id=who.person_id).values_list("title", flat=True))


def test_a_day_of_rest_moves_to_the_next_trading_day_and_the_money_is_held_once(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product(), shop.stage.house.staff[0]
    signed = standing.sign(product, who, MONTHLY)
    before = standing.free(who)
    for day in (MARCH_2, MARCH_15):  # not yet; a Sunday
        standing.opens(day)
        assert standing.runs(signed) == []
    for _ in range(2):
        standing.opens(MARCH_16)
    assert standing.runs(signed) == [("2026-03-15", 1_000_00, "")]
    order = Order.objects.system("test").get()
    assert (order.state, order.trade_date, order.amount_fen) == ("HELD", MARCH_16, 1_000_00)
    assert standing.free(who) == before - 1_000_00
    assert (standing.one(signed).next_on, standing.jobs()) == (APRIL_15, 0)
    assert titles(who) >= {"定投已提交申购"}
    assert order.run.instruction_id == signed


def test_the_job_run_twice_at_once_pays_once(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product(), shop.stage.house.staff[0]
    signed = standing.sign(product, who, MONTHLY)
    shop.at(MARCH_16)
    before, gate, failed = standing.free(who), Barrier(4), []

    def runs() -> None:
        gate.wait()
        try:
            autoinvest_run(instruction_id=signed, now=shop.now)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=runs) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(standing.runs(signed)) == 1 and Order.objects.system("test").count() == 1
    assert standing.free(who) == before - 1_000_00


def test_three_failures_in_a_row_end_it_and_each_is_told(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product(), shop.stage.house.staff[0]
    signed = standing.sign(product, who, WEEKLY)
    Product.objects.filter(pk=product.pk).update(state="CLOSED")
    days = [date(2026, 3, day) for day in (4, 11, 18, 25)]
    for day in days[:2]:
        standing.opens(day)
    assert (standing.one(signed).state, standing.one(signed).failures) == ("ACTIVE", 2)
    standing.opens(days[2])
    assert (standing.one(signed).state, standing.one(signed).failures) == ("ENDED", 3)
    standing.opens(days[3])
    assert standing.runs(signed) == [(f"{day}", 1_000_00, "NOT_ON_SALE") for day in days[:3]]
    assert titles(who) >= {"定投本次未执行", "定投已自动终止"}
    assert Mandate.objects.system("test").get(subject_id=signed).state == "ENDED"


def test_a_purchase_in_between_forgives_the_failures(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product(), shop.stage.house.staff[0]
    signed = standing.sign(product, who, WEEKLY)
    for day, state in ((4, "CLOSED"), (11, "CLOSED"), (18, "ON_SALE"), (25, "CLOSED")):
        Product.objects.filter(pk=product.pk).update(state=state)
        standing.opens(date(2026, 3, day))
    assert (standing.one(signed).state, standing.one(signed).failures) == ("ACTIVE", 1)


@pytest.mark.parametrize("why", ["BALANCE", "NOT_SUITABLE", "ASSESSMENT_EXPIRED", "PERSON_MAX", "QUOTA"])
def test_everything_is_asked_again_at_each_run(standing: Standing, why: str) -> None:
    shop = standing.shop
    product, who = shop.product(), shop.stage.house.staff[0]
    signed = standing.sign(product, who, WEEKLY)
    terms = Terms.objects.filter(product=product)
    if why == "BALANCE":
        shop.buy(product, who, standing.free(who) - 999_99)
    elif why == "NOT_SUITABLE":
        terms.update(seller_rating=4)
    elif why == "ASSESSMENT_EXPIRED":
        latest = RiskAssessment.objects.system("test").get(person_id=who.person_id)
        assessment_void(assessment_id=latest.pk, actor=shop.stage.lender(who), now=shop.now)
    else:
        terms.update(**{{"PERSON_MAX": "person_max_fen", "QUOTA": "quota_fen"}[why]: 999_99})
    before = standing.free(who)
    standing.opens(date(2026, 3, 4))
    assert standing.runs(signed) == [("2026-03-04", 1_000_00, why)]
    assert standing.free(who) == before
    assert titles(who) >= {"定投本次未执行"}


def test_what_rests_is_not_made_up_for_and_what_is_stopped_stays_so(standing: Standing) -> None:
    shop = standing.shop
    product, (who, other, *_) = shop.product(), shop.stage.house.staff
    signed = standing.sign(product, who, WEEKLY)
    instruction_pause(**named(standing, who, signed))
    standing.opens(date(2026, 3, 4))
    shop.at(date(2026, 3, 5))
    instruction_resume(**named(standing, who, signed))
    assert standing.one(signed).next_on == date(2026, 3, 11)
    standing.opens(date(2026, 3, 11))
    assert [run[0] for run in standing.runs(signed)] == ["2026-03-11"]
    for deed in (instruction_pause, instruction_resume, instruction_stop):
        assert refused(deed, **named(standing, other, signed)) == "NOT_FOUND"
    instruction_stop(**named(standing, who, signed))
    standing.opens(date(2026, 3, 18))
    assert len(standing.runs(signed)) == 1
    assert refused(instruction_pause, **named(standing, who, signed)) == "ILLEGAL_MOVE"


def test_a_change_is_signed_anew_and_holds_from_the_next_day_on(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product(), shop.stage.house.staff[0]
    signed = standing.sign(product, who, WEEKLY)
    other = InstructionTerms(kind="AUTO_INVEST", fen=2_000_00, rhythm="MONTHLY", day=28)
    asked = {"instruction_id": signed, "said": other, "key": "c"} | standing.words()
    shop.stage.signed(instruction_change, shop.stage.lender(who), **asked)
    one = standing.one(signed)
    assert (one.fen, one.rhythm, one.next_on) == (2_000_00, "MONTHLY", date(2026, 3, 28))
    mandates = dict(Mandate.objects.system("test").filter(subject_id=signed).values_list("pk", "state"))
    assert sorted(mandates.values()) == ["ACTIVE", "ENDED"] and mandates[one.mandate_id] == "ACTIVE"
    swept = asked | {"said": IDLE, "key": "d"}
    assert refused(instruction_change, **swept, actor=shop.stage.lender(who), now=shop.now) == "KIND_FIXED"


def test_who_stops_the_mandate_stops_the_instruction(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product(), shop.stage.house.staff[0]
    signed = standing.sign(product, who, WEEKLY)
    mandate_stop(mandate_id=standing.one(signed).mandate_id, actor=shop.stage.lender(who), now=shop.now)
    standing.works()
    assert standing.one(signed).state == "STOPPED"


@pytest.mark.parametrize(
    ("product", "said", "code"),
    [
        ({}, InstructionTerms(kind="AUTO_INVEST", fen=0, rhythm="WEEKLY", day=1), "E_TERMS"),
        ({}, InstructionTerms(kind="AUTO_INVEST", fen=1_00, rhythm="WEEKLY", day=8), "E_TERMS"),
        ({}, InstructionTerms(kind="AUTO_INVEST", fen=1_00, rhythm="MONTHLY", day=29), "E_TERMS"),
        ({"first_min_fen": 1_000_01}, MONTHLY, "E_AMOUNT"),
        ({"seller_rating": 4}, MONTHLY, "NOT_SUITABLE"),
        ({"kind": "FIXED_TERM"}, MONTHLY, "NOT_ON_SALE"),
        ({"state": "LISTED"}, MONTHLY, "NOT_ON_SALE"),
        ({"kind": "CASH"}, SHARE, "PLAN_MISSING"),
        ({"kind": "CASH"}, IDLE, "NOT_SWEPT"),  # of R2
        ({"issuer_rating": 1, "seller_rating": 1}, IDLE, "NOT_SWEPT"),  # a net value
    ],
)
def test_what_cannot_be_signed_leaves_no_trace(
    standing: Standing, product: dict, said: InstructionTerms, code: str
) -> None:
    who = standing.shop.stage.house.staff[0]
    assert refused(standing.sign, standing.shop.product(**product), who, said) == code
    assert not Mandate.objects.system("test").exists() and not Run.objects.system("test").exists()


def test_it_is_signed_once_for_a_product_after_the_words_were_read(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product(), shop.stage.house.staff[0]
    assert refused(standing.sign, product, who, WEEKLY, **standing.words(seconds=2)) == "READ_FIRST"
    assert refused(standing.sign, product, who, WEEKLY, mandate_hash="0" * 64) == "AGREEMENT_CHANGED"
    first = standing.sign(product, who, WEEKLY, key="one")
    assert standing.sign(product, who, WEEKLY, key="one") == first
    assert refused(standing.sign, product, who, MONTHLY) == "INSTRUCTION_EXISTS"


def test_what_belongs_to_a_plan_rests_goes_on_and_ends_with_it(standing: Standing) -> None:
    shop = standing.shop
    product, who = shop.product("CASH"), shop.stage.house.staff[0]
    plan_id = standing.plan(product, who)
    signed = [standing.sign(product, who, said) for said in (WEEKLY, SHARE)]
    asked = {"plan_id": plan_id, "actor": shop.stage.lender(who), "now": shop.now}

    def states() -> set[str]:
        return {standing.one(one).state for one in signed}

    assert {standing.one(one).plan_id for one in signed} == {plan_id}
    plan_pause(**asked)
    assert states() == {"PAUSED"}
    assert refused(instruction_resume, **named(standing, who, signed[0])) == "PLAN_PAUSED"
    plan_resume(**asked)
    assert states() == {"ACTIVE"}
    plan_stop(**asked)
    assert states() == {"STOPPED"}
    shop.stage.hour = time(10)
