"""A product is proposed by one person of the bank, agreed to by another; it is stopped and let go on (WM-1, WM-6)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from apps.approvals.events import RequestLapsed
from apps.audit.models import AuditRow
from apps.core import clock
from apps.core.actors import Actor, Role
from apps.core.errors import AppError, Conflict, Forbidden, IllegalMove, InvalidInput, StepUpRequired
from apps.core.models import OutboxEvent
from apps.notify.models import Notice
from apps.shenhuobao.contracts import NewProduct, TermsSaid
from apps.shenhuobao.models import Holding, Product, Terms
from apps.shenhuobao.selectors.terms import terms_said
from apps.shenhuobao.services.product_moves import terms_digest
from apps.shenhuobao.services.product_propose import product_propose
from apps.shenhuobao.services.product_resume import product_resume
from apps.shenhuobao.services.product_suspend import product_suspend
from apps.shenhuobao.services.products_turn import products_turn
from apps.shenhuobao.services.terms_decide import terms_decide, terms_lapse
from apps.shenhuobao.services.terms_propose import terms_propose
from apps.shenhuobao.subscribers.products import tell_rating
from fixtures import loans
from fixtures.reference import on_day
from fixtures.world import World
from fixtures.world_shenhuobao import BONDS, CASH_A, FIXED, OFFERED, TERM, YUNLING, with_documents

pytestmark = pytest.mark.django_db

NEW = NewProduct("YL9001", "Z7000126000091", "NET_VALUE", YUNLING, "YUNLING")
TODAY = date(2026, 3, 2)


def key() -> str:
    return str(uuid4())


def code(raised: pytest.ExceptionInfo[AppError]) -> str:
    return raised.value.code


def said(base: TermsSaid = BONDS, **changes: Any) -> TermsSaid:
    return with_documents(replace(base, **{"sale_from": TODAY} | changes), YUNLING)


def proposed(world: World, new: NewProduct = NEW, terms: TermsSaid | None = None) -> Terms:
    product_id = product_propose(
        new=new, said=terms or said(), key=key(), actor=world.actor("bank_operator"), now=world.now
    )
    return Terms.objects.select_related("product").get(product=product_id)


def decided(world: World, terms: Terms, verdict: str = "APPROVE", reason: str = "") -> Terms:
    loans.signed(
        terms_decide, world.actor("head_approver"), terms_id=terms.pk, verdict=verdict, reason=reason,
        digest=terms.digest,
    )  # fmt: skip
    return Terms.objects.select_related("product").get(pk=terms.pk)


def next_version(world: World, product_id: UUID, terms: TermsSaid) -> Terms:
    terms_id = terms_propose(
        product_id=product_id, said=terms, key=key(), actor=world.actor("bank_operator"), now=world.now
    )
    return Terms.objects.get(pk=terms_id)


def both(who: Actor) -> Actor:
    """The operator, were the same person an approver as well."""
    return replace(who, roles=who.roles | {Role.APPROVER}, step_up=True)


def test_a_product_is_proposed_decided_on_and_sold_from_its_day(world: World) -> None:
    terms = proposed(world)
    assert (terms.product.state, terms.state, terms.number) == ("DRAFT", "PROPOSED", 1)
    assert terms_said(terms) == said()
    assert terms.digest == terms_digest(terms)
    adopted = decided(world, terms)
    assert (adopted.product.state, adopted.state) == ("ON_SALE", "IN_FORCE")
    actions = AuditRow.objects.system("test").filter(subject_id__in=[str(terms.pk), str(terms.product_id)])
    assert {row.action for row in actions} >= {
        "shenhuobao.product.proposed", "shenhuobao.terms.proposed", "shenhuobao.terms.decided",
        "shenhuobao.product.opened",
    }  # fmt: skip


def test_who_proposed_does_not_decide(world: World) -> None:
    terms = proposed(world)
    with pytest.raises(Forbidden) as refused:
        terms_decide(
            terms_id=terms.pk, verdict="APPROVE", reason="", digest=terms.digest, key=key(),
            actor=both(world.actor("bank_operator")), now=world.now,
        )  # fmt: skip
    assert code(refused) == "SAME_PERSON"


@pytest.mark.parametrize(("digest", "error"), [("", StepUpRequired), ("0" * 64, Conflict)])
def test_only_what_was_shown_is_decided_on_and_with_step_up(world: World, digest: str, error: type) -> None:
    terms = proposed(world)
    with pytest.raises(error):
        terms_decide(
            terms_id=terms.pk, verdict="APPROVE", reason="", digest=digest or terms.digest, key=key(),
            actor=world.actor("head_approver"), now=world.now,
        )  # fmt: skip
    terms.refresh_from_db()
    assert terms.state == "PROPOSED"


def test_a_branch_neither_proposes_nor_decides_nor_resumes(world: World) -> None:
    branch = replace(world.actor("bank_operator"), unit_path=world.actor("approver").unit_path)
    with pytest.raises(Forbidden) as refused:
        product_propose(new=NEW, said=said(), key=key(), actor=branch, now=world.now)
    assert code(refused) == "HEAD_OFFICE"
    terms = proposed(world)
    with pytest.raises(Forbidden) as refused:
        terms_decide(
            terms_id=terms.pk, verdict="APPROVE", reason="", digest=terms.digest, key=key(),
            actor=world.actor("approver"), now=world.now,
        )  # fmt: skip
    assert code(refused) == "OTHER_UNIT"


def test_a_return_leaves_a_draft_that_may_be_proposed_anew(world: World) -> None:
    first = decided(world, proposed(world), "RETURN", "费率与合同不符")
    assert (first.state, first.product.state) == ("REFUSED", "DRAFT")
    second = decided(world, next_version(world, first.product_id, said(name="云岭固收精选二号")))
    assert (second.number, second.state, second.product.state) == (2, "IN_FORCE", "ON_SALE")


def test_nobody_decided_in_time(world: World) -> None:
    terms = proposed(world)
    assert RequestLapsed.name
    for _ in range(2):
        with transaction.atomic():
            terms_lapse(terms_id=terms.pk, now=world.now)
    terms.refresh_from_db()
    assert terms.state == "REFUSED"


def test_the_same_key_proposes_once_and_another_body_is_refused(world: World) -> None:
    who, once = world.actor("bank_operator"), key()
    first = product_propose(new=NEW, said=said(), key=once, actor=who, now=world.now)
    assert product_propose(new=NEW, said=said(), key=once, actor=who, now=world.now) == first
    with pytest.raises(AppError) as refused:
        product_propose(new=NEW, said=said(name="别的名字"), key=once, actor=who, now=world.now)
    assert code(refused) == "KEY_REUSED"
    with pytest.raises(Conflict) as taken:
        product_propose(new=NEW, said=said(), key=key(), actor=who, now=world.now)
    assert code(taken) == "PRODUCT_KNOWN"


def test_one_version_waits_at_a_time_and_one_that_changes_nothing_is_refused(world: World) -> None:
    adopted = decided(world, proposed(world))
    with pytest.raises(Conflict) as same:
        next_version(world, adopted.product_id, said())
    assert code(same) == "TERMS_SAME"
    next_version(world, adopted.product_id, said(management_fee=Decimal("0.25")))
    with pytest.raises(Conflict) as waiting:
        next_version(world, adopted.product_id, said(management_fee=Decimal("0.15")))
    assert code(waiting) == "TERMS_WAITING"


def test_a_rise_of_the_rating_tells_those_who_hold_the_product(world: World) -> None:
    first = decided(world, proposed(world))
    person = world.person("xiaowen")
    Holding.objects.create(
        person_id=person, unit_path="/", product=first.product, account_id=uuid4(), units=100, opened_at=world.now.wall
    )
    raised = decided(world, next_version(world, first.product_id, said(seller_rating=3)))
    first.refresh_from_db()
    assert (first.state, raised.state, raised.rating) == ("REPLACED", "IN_FORCE", 3)
    event = OutboxEvent.objects.get(name="shenhuobao.rating.raised")
    assert (event.payload["before"], event.payload["after"]) == (2, 3)
    tell_rating(event.payload | {"event_id": str(event.pk)})
    (notice,) = Notice.objects.system("test").filter(kind="shenhuobao.holding")
    assert notice.person_id == person
    assert "R2 上调为 R3" in notice.body


def test_a_rating_that_falls_is_no_event(world: World) -> None:
    first = decided(world, proposed(world, terms=said(seller_rating=3)))
    decided(world, next_version(world, first.product_id, said(seller_rating=1)))
    assert not OutboxEvent.objects.filter(name="shenhuobao.rating.raised").exists()


# ---- suspension


def test_a_product_is_stopped_with_a_reason_and_another_person_lets_it_go_on(world: World) -> None:
    product = Product.objects.get(code="YL2001")
    stopped = {"product_id": product.pk, "now": world.now}
    with pytest.raises(InvalidInput) as refused:
        product_suspend(reason=" ", key=key(), actor=world.actor("compliance"), **stopped)
    assert code(refused) == "REASON"
    who = world.actor("bank_operator")
    product_suspend(reason="净值文件核对不符", key=key(), actor=who, **stopped)
    product.refresh_from_db()
    assert (product.state, product.reason) == ("SUSPENDED", "净值文件核对不符")
    with pytest.raises(IllegalMove):
        product_suspend(reason="再停一次", key=key(), actor=world.actor("compliance"), **stopped)
    with pytest.raises(Forbidden) as same:
        product_resume(reason="已核对", key=key(), actor=both(who), **stopped)
    assert code(same) == "SAME_PERSON"
    product_resume(reason="已核对", key=key(), actor=world.actor("head_approver"), **stopped)
    product.refresh_from_db()
    assert (product.state, product.reason, product.suspended_by) == ("ON_SALE", "", None)


# ---- days


def turn(day: date) -> int:
    with transaction.atomic():
        return products_turn(day=day, now=clock.read())


def test_a_sale_begins_on_its_day_and_a_fixed_term_closes_after_its_last(world: World) -> None:
    begins = TODAY + timedelta(1)
    terms = decided(world, proposed(world, terms=said(sale_from=begins)))
    assert terms.product.state == "LISTED"
    assert turn(TODAY) == 0
    assert (turn(begins), turn(begins)) == (1, 0)
    terms.product.refresh_from_db()
    assert terms.product.state == "ON_SALE"
    fixed = Product.objects.get(code=FIXED.new.code)
    assert fixed.state == "ON_SALE"
    assert TERM.sale_until is not None
    assert turn(TERM.sale_until) == 0
    product_suspend(product_id=fixed.pk, reason="核对", key=key(), actor=world.actor("compliance"), now=world.now)
    assert turn(TERM.sale_until + timedelta(1)) == 1
    fixed.refresh_from_db()
    assert (fixed.state, fixed.reason) == ("CLOSED", "")


def test_a_sale_that_is_over_is_not_adopted(world: World) -> None:
    new = replace(NEW, kind="FIXED_TERM")
    terms = proposed(world, new, said(TERM, sale_until=TODAY, value_date=date(2026, 3, 5)))
    with on_day(date(2026, 3, 3)), pytest.raises(Conflict) as refused:
        decided(world, terms)
    assert code(refused) == "SALE_OVER"


# ---- what is wrong is refused by its field


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({"code": "yl"}, "code"),
        ({"registration": "C1086"}, "registration"),
        ({"kind": "BOND"}, "kind"),
        ({"agent": "-"}, "agent"),
        ({"issuer": ""}, "issuer"),
        ({"issuer": "保本理财公司"}, "issuer"),
    ],
)
def test_a_product_that_is_wrong(world: World, new: dict[str, Any], field: str) -> None:
    refused(world, replace(NEW, **new), said(), field)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "稳健添利"}, "name"),
        ({"name": "零 风 险固收"}, "name"),
        ({"name": "流动管家"}, "name"),  # a name of cash management (WM-8)
        ({"name": "名" * 61}, "name"),
        ({"benchmark": "预期收益率 3%"}, "benchmark"),
        ({"benchmark_basis": " "}, "benchmark_basis"),
        ({"benchmark": ""}, "benchmark"),
        ({"issuer_rating": 6}, "issuer_rating"),
        ({"seller_rating": 0}, "seller_rating"),
        ({"first_min_fen": 0}, "first_min_fen"),
        ({"step_fen": 10**16}, "step_fen"),
        ({"person_max_fen": 1}, "person_max_fen"),
        ({"quota_fen": -1}, "quota_fen"),
        ({"purchase_fee": Decimal("5.01")}, "purchase_fee"),
        ({"purchase_fee": Decimal("NaN")}, "purchase_fee"),
        ({"management_fee": Decimal("0.12345")}, "management_fee"),
        ({"redemption_fees": ((30, Decimal("0.1")), (7, Decimal("1.5")))}, "redemption_fees"),
        ({"redemption_fees": ((7, Decimal("0.1")), (30, Decimal("1.5")))}, "redemption_fees"),
        ({"cash_days": 4}, "cash_days"),
        ({"min_holding_days": -1}, "min_holding_days"),
        ({"income_method": "CARRY"}, "income_method"),
        ({"may_quick": True}, "may_quick"),
        ({"sale_from": TODAY - timedelta(1)}, "sale_from"),
        ({"maturity_date": date(2026, 9, 1)}, "maturity_date"),
    ],
)
def test_terms_that_are_wrong(world: World, terms: dict[str, Any], field: str) -> None:
    refused(world, NEW, said(**terms), field)


@pytest.mark.parametrize(
    ("base", "kind", "terms", "field"),
    [
        (CASH_A, "CASH", {"income_method": ""}, "income_method"),
        (CASH_A, "CASH", {"purchase_fee": Decimal("0.1")}, "purchase_fee"),
        (TERM, "FIXED_TERM", {"maturity_date": None}, "maturity_date"),
        (TERM, "FIXED_TERM", {"value_date": date(2026, 3, 13)}, "value_date"),
        (TERM, "FIXED_TERM", {"maturity_date": date(2026, 3, 16)}, "maturity_date"),
        (TERM, "FIXED_TERM", {"sale_until": date(2026, 3, 1)}, "sale_until"),
    ],
)
def test_terms_that_are_wrong_for_their_kind(
    world: World, base: TermsSaid, kind: str, terms: dict[str, Any], field: str
) -> None:
    refused(world, replace(NEW, kind=kind), said(base, **terms), field)


@pytest.mark.parametrize("text", ["prospectus", "risk_notice"])
def test_documents_are_there_and_promise_nothing(world: World, text: str) -> None:
    for words in ("", "本产品保本保息。"):
        refused(world, NEW, replace(said(), **{text: words}), text)


def refused(world: World, new: NewProduct, terms: TermsSaid, field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        proposed(world, new, terms)
    assert code(raised) == "E_TERMS"
    assert field in raised.value.fields
    assert not Product.objects.filter(code=new.code).exists()


def test_what_has_begun_does_not_begin_on_another_day(world: World) -> None:
    adopted = decided(world, proposed(world))
    with pytest.raises(InvalidInput) as raised:
        next_version(world, adopted.product_id, said(sale_from=TODAY + timedelta(3)))
    assert set(raised.value.fields) == {"sale_from"}
    cash = Product.objects.get(code="YL1001")
    with pytest.raises(InvalidInput) as raised:
        next_version(world, cash.pk, replace(OFFERED[0].said, income_method="CARRY"))
    assert set(raised.value.fields) == {"income_method"}
