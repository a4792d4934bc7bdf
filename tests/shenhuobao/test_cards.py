"""The card of a product: to whom it may come, what it says now, and a hundred taps on the last share of a quota."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction
from django.urls import reverse

from apps.agreements.models import AgreementText, Consent
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.imessage.contracts import CardShown
from apps.imessage.models import Conversation
from apps.imessage.selectors.cards import cards_shown
from apps.imessage.selectors.messages import rows_for_seat
from apps.imessage.selectors.seats import seat_of
from apps.imessage.services.cards_deal import cards_deal
from apps.shenhuobao.models import Order, Product, RiskAssessment
from apps.shenhuobao.services import purchase_place as placing
from tests.concurrency.race import race
from tests.concurrency.test_loans import signed
from tests.daifutong.cast import Colleague

from .cast import Shop

pytestmark = pytest.mark.django_db(transaction=True)
TAPS = 100
PROCESSES = 10


def agrees(who: Colleague, now: Moment, decision: str = "GRANTED") -> None:
    words = AgreementText.objects.filter(code="consent_marketing").latest("version")
    Consent.objects.create(
        person_id=who.person_id, purpose="consent_marketing", decision=decision, text=words,
        text_hash=words.text_hash, channel="MOBILE", decided_at=now.wall,
    )  # fmt: skip


def assessed(shop: Shop, who: Colleague, **changes: object) -> None:
    """Once more, with another result."""
    last = RiskAssessment.objects.system("test").filter(person_id=who.person_id).latest("created_at")
    last.pk, last.created_at = new_id(), last.created_at + timedelta(minutes=1)
    for field, value in changes.items():
        setattr(last, field, value)
    last.save(force_insert=True)


def deal(shop: Shop, product: Product) -> int:
    with transaction.atomic():
        return cards_deal(kind="shenhuobao.product", event={"product_id": str(product.pk)}, now=shop.now)


def card(shop: Shop, who: Colleague) -> CardShown:
    actor = shop.stage.lender(who)
    talk: UUID = Conversation.objects.system("test").get(pair=f"{who.person_id}:EMPLOYEE").pk
    return cards_shown(actor, rows_for_seat(seat_of(actor, talk), 0), shop.now)[1]


def test_only_who_agreed_and_may_buy_is_told(shop: Shop) -> None:
    willing, unwilling, silent, careful = shop.stage.house.staff[:4]
    for who in (willing, unwilling, careful):
        agrees(who, shop.now)
    agrees(unwilling, shop.now, "WITHDRAWN")
    assessed(shop, careful, level=1)
    assert deal(shop, shop.product(seller_rating=3)) == 1
    assert card(shop, willing).action == "查看并申购"
    for who in (unwilling, silent, careful):
        assert not Conversation.objects.system("test").filter(pair=f"{who.person_id}:EMPLOYEE").exists()
    assert deal(shop, shop.product(seller_rating=4)) == 0  # of those the counter alone speaks
    assert deal(shop, shop.product(state="LISTED")) == 0


def test_the_card_says_what_holds_now(shop: Shop) -> None:
    who = shop.stage.house.staff[0]
    agrees(who, shop.now)
    product = shop.product()
    assert deal(shop, product) == 1
    first = card(shop, who)
    assert first.link == reverse("mobile:product", args=[product.pk]) and "投资须谨慎" in first.note
    assessed(shop, who, level=1)
    assert "高于您的承受能力" in card(shop, who).why
    assessed(shop, who, assessed_on=date(2024, 1, 5), valid_through=date(2025, 1, 4))
    assert card(shop, who).link == reverse("mobile:assessment_take")
    Product.objects.filter(pk=product.pk).update(state="CLOSED")
    assert card(shop, who).why == "这只产品目前不能购买。"


def test_the_last_share_tapped_a_hundred_times_at_once_is_sold_once(shop: Shop) -> None:
    """Four people tap their cards, each with keys of their own: one purchase stands, nobody else's money is held."""
    people = shop.stage.house.staff[:4]
    product = shop.product(quota_fen=1_000_00)
    for who in people:
        agrees(who, shop.now)
    assert deal(shop, product) == len(people)
    work: list[list[Callable[[], object]]] = [[] for _ in range(PROCESSES)]
    for place, who in enumerate(people):
        deed = signed(
            shop.stage, placing.purchase_place, shop.stage.lender(who), times=TAPS // len(people),
            product_id=product.pk, account_id=who.account_id, fen=1_000_00, reading=shop.reading(), key="none",
        )  # fmt: skip
        for tap in range(TAPS // len(people)):
            work[(tap + place) % PROCESSES].append(partial(deed, key=f"tap:{place}:{tap}"))
    outcome = race(*work)
    assert outcome.answers["ok"] == 1 and outcome.answers["QUOTA"] == TAPS - 1
    assert outcome.peak > 1
    assert Order.objects.system("test").filter(product=product, state="HELD").count() == 1
    assert {card(shop, who).state for who in people} == {"已售罄"}


def test_one_tap_sent_a_hundred_times_is_one_purchase(shop: Shop) -> None:
    who = shop.stage.house.staff[0]
    product = shop.product(quota_fen=1_000_00)
    deed = signed(
        shop.stage, placing.purchase_place, shop.stage.lender(who), product_id=product.pk, account_id=who.account_id,
        fen=1_000_00, reading=shop.reading(), key="one tap",
    )  # fmt: skip
    outcome = race(*([deed] * (TAPS // PROCESSES) for _ in range(PROCESSES)))
    assert outcome.answers["ok"] + outcome.answers["BUSY"] == TAPS and outcome.answers["ok"]
    assert Order.objects.system("test").filter(product=product).count() == 1
