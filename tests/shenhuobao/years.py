"""Random days of everything that 申活宝 does, through the real books and the agent's own process; the same for the same
seed. After each stretch: every check of the house, and the units are those of the agent."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.core.errors import AppError
from apps.core.invariants import faults
from apps.core.models import CalendarDay, Job, OutboxEvent
from apps.ledger import api as ledger
from apps.shenhuobao.adapters import AGENT
from apps.shenhuobao.choices.order import OrderState
from apps.shenhuobao.models import (
    AssessmentMark,
    Holding,
    LargeRedemption,
    Lot,
    Order,
    Payout,
    Product,
    Questionnaire,
    RiskAssessment,
)
from apps.shenhuobao.services.products_turn import products_turn
from tests.daifutong.cast import Colleague

from .cast import Shop, tell
from .test_conversions import convert
from .test_distributions import choose, dividend
from .test_large_redemption import others

PEOPLE, STRETCH, YEAR = 3, 30, timedelta(days=365)
SPOILT = ("half", "reject")
FEES: dict[str, Any] = {"redemption_fees": [[7, "1.50"], [30, "0.50"]], "purchase_fee": Decimal("0.30")}


class Years:
    """`counts` says what was done, and by which code something was refused."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.shop, self.chance, self.counts = shop, Random(seed), Counter[str]()
        self.people: list[Colleague] = shop.stage.house.staff[:PEOPLE]
        self.day = shop.stage.day
        shop.at(self.day)
        self.cash = [shop.product("CASH"), shop.product("CASH", income_method="CARRY")]
        self.funds = [shop.product(**FEES), shop.product(min_holding_days=7, cash_days=2)]
        others(self.funds[0], 3_000)  # so few that a large redemption comes of itself
        self.term: Product | None = None
        self.assessed = self.day
        self.announced: set[tuple[UUID, date]] = set()
        self.agent_account = ledger.house_account("3001.06")
        self.money = self._money()

    def live(self, days: int) -> None:
        for number in range(1, days + 1):
            self._open()
            if self._trades():
                for _ in range(self.chance.randint(0, 3)):
                    self._something()
                self._spoil()
                self.shop.cut_off(self.day)
            if number % STRETCH == 0:
                self.whole()
        self._settle()
        self.whole()

    # ---- a day

    def _open(self) -> None:
        self.day += timedelta(days=1)
        if self.day - self.assessed > timedelta(days=300):
            self._assess()
        self.shop.at(self.day)
        with transaction.atomic():
            products_turn(day=self.day, now=self.shop.now)
        if not self.shop.morning(self.day):
            self.counts["morning again"] += 1
            self.shop.morning(self.day)

    def _trades(self) -> bool:
        return CalendarDay.objects.filter(pk=self.day, is_trading_day=True).exists()

    def _assess(self) -> None:
        """A year is nearly over: everybody is assessed anew."""
        self.assessed = self.day
        for who in self.people:
            made = RiskAssessment.objects.create(
                person_id=who.person_id, unit_path=self.shop.stage.house.unit_path,
                questionnaire=Questionnaire.objects.earliest("pk"), answers={}, score=55, level=3, assessed_on=self.day,
                valid_through=self.day + YEAR, created_at=self.shop.now.business_at,
            )  # fmt: skip
            AssessmentMark.objects.create(
                assessment=made, kind="CONFIRMED", on=self.day, created_at=self.shop.now.business_at
            )

    def _something(self) -> None:
        deeds: list[tuple[Callable[[Colleague], Any], int]] = [
            (self._buy, 5), (self._redeem, 4), (self._quick, 2), (self._convert, 3), (self._choose, 1),
            (self._cancel, 1), (self._dividend, 1), (self._offer, 1),
        ]  # fmt: skip
        (deed,) = self.chance.choices([one for one, _ in deeds], [weight for _, weight in deeds])
        name = deed.__name__.strip("_")
        try:
            self.counts[name if deed(self.chance.choice(self.people)) is not None else f"{name}: nothing there"] += 1
        except AppError as refused:
            self.counts[f"{name}: {refused.code}"] += 1

    def _spoil(self) -> None:
        """Now and then the agent fills in part, rejects, or gives no or a wrong answer the first time."""
        if self.chance.random() < 0.03:
            waiting = Order.objects.system("years").filter(state=OrderState.HELD, trade_date__lte=self.day)
            sent = waiting.exclude(kind="QUICK").order_by("reference").first()
            alone = sent is not None and waiting.filter(product=sent.product_id, amount_fen=None).count() <= 1
            if sent is not None and (alone or sent.kind == "PURCHASE"):  # else it would be an unfair share
                mode = self.chance.choice(SPOILT)
                tell(sent.reference, mode)
                self.counts[mode] += 1
        if self.chance.random() < 0.03:
            door, mode = self.chance.choice(
                [
                    ("prices", "mute"),
                    ("confirmations", "wrong_total"),
                    ("take", "mute"),
                    ("distributions", "wrong_count"),
                ]
            )
            tell(door, mode)
            self.counts[f"{door} {mode}"] += 1

    # ---- what people do

    def _buy(self, who: Colleague) -> Any:
        selling = [*self.cash, *self.funds]
        if self.term is not None and self._sells_term():
            selling.append(self.term)
        fen = self.chance.randint(1_00, 2_000_00)
        return self.shop.buy(self.chance.choice(selling), who, fen)

    def _redeem(self, who: Colleague) -> Any:
        held = self._held(who, [*self.cash, *self.funds])
        if held is None:
            return None
        return self.shop.redeem(held.product, who, self._part(held), cancels_rest=self.chance.random() < 0.3)

    def _quick(self, who: Colleague) -> Any:
        held = self._held(who, self.cash)
        return None if held is None else self.shop.quick(held.product, who, self._part(held))

    def _convert(self, who: Colleague) -> Any:
        held = self._held(who, [*self.cash, *self.funds])
        if held is None:
            return None
        target = self.chance.choice([one for one in (*self.cash, *self.funds) if one.pk != held.product_id])
        return convert(self.shop, held.product, target, who, self._part(held))

    def _choose(self, who: Colleague) -> Any:
        held = self._held(who, self.funds)
        return None if held is None else choose(self.shop, held.product, who, self.chance.choice(("CASH", "REINVEST")))

    def _cancel(self, who: Colleague) -> Any:
        mine = Order.objects.system("years").filter(person_id=who.person_id, state=OrderState.HELD)
        order = mine.exclude(kind="QUICK").order_by("pk").first()
        return None if order is None else self.shop.cancel(order.pk, who)

    def _dividend(self, _who: Colleague) -> Any:
        """Of a fund, with its days some trading days ahead."""
        coming = CalendarDay.objects.filter(pk__gt=self.day, is_trading_day=True).order_by("pk")[:6]
        days = [one.day for one in coming]
        ex_on = self.chance.choice(days[2:])
        record_on = self.chance.choice([ex_on, days[days.index(ex_on) - 1]])
        fund = self.chance.choice(self.funds)
        if (fund.pk, ex_on) in self.announced:
            return None
        self.announced.add((fund.pk, ex_on))
        dividend(fund, record_on, ex_on, f"0.{self.chance.randint(1, 4_000):06d}")
        return fund

    def _offer(self, _who: Colleague) -> Any:
        """A fixed term of some weeks, when the last one is over."""
        if self.term is not None:
            self.term.refresh_from_db()
            if self.term.state != "ENDED":
                return None
        until = self.day + timedelta(days=self.chance.randint(3, 8))
        self.term = self.shop.product(
            "FIXED_TERM", sale_from=self.day, sale_until=until, value_date=until + timedelta(days=1),
            maturity_date=until + timedelta(days=self.chance.randint(5, 40)),
        )  # fmt: skip
        return self.term

    def _sells_term(self) -> bool:
        if self.term is None:
            return False
        self.term.refresh_from_db()
        return self.term.state == "ON_SALE"

    def _held(self, who: Colleague, products: list[Product]) -> Holding | None:
        rows = Holding.objects.system("years").filter(person_id=who.person_id, product__in=products, units__gt=0)
        held = list(rows.select_related("product").order_by("pk"))
        return self.chance.choice(held) if held else None

    def _part(self, held: Holding) -> str:
        """Of what is free: all, or some, or a hundredth."""
        free = held.units - held.aside
        part = self.chance.choice([free, free / 2, free / 7, Decimal("0.01")])
        return str(max(part, Decimal("0.01")).quantize(Decimal("0.01"), "ROUND_FLOOR"))

    # ---- afterwards

    def _settle(self) -> None:
        """Days on which nobody does anything, until what is under way has come to its end."""
        for _ in range(12):
            self._open()
            if self._trades():
                self.shop.cut_off(self.day)

    def _money(self) -> int:
        """What the people have and what has gone to the agent, together."""
        rows = [ledger.balance(who.ledger_id) for who in self.people]
        return sum(rows) + ledger.balance(self.agent_account) + self._between()

    def _between(self) -> int:
        """In transit, or advanced by the bank."""
        from apps.ledger.models import Account

        owned = Account.objects.filter(owner_kind__startswith="shenhuobao.")
        return sum(owned.values_list("balance", flat=True))

    def whole(self) -> None:
        """No fen and no unit has appeared or vanished."""
        assert list(faults()) == []
        assert self._money() == self.money
        Job.objects.all().delete()  # notices and sendings that the mornings have done already
        OutboxEvent.objects.all().delete()
        for product in self.shop.shelf:
            if product.kind != "CASH":
                self._agrees(product)

    def _agrees(self, product: Product) -> None:
        """Holdings are the sum of their lots, and of the agent's."""
        answer = AGENT.exchange("POST", "/sim/holders", {"product": product.code}).body["holders"]
        held = Holding.objects.system("years").filter(product=product, units__gt=0)
        ours = {one.person_id.hex: one.units for one in held}
        assert {holder: Decimal(count) / 100 for holder, count in answer.items()} == ours
        left = Lot.objects.system("years").filter(holding__product=product, units_left__gt=0)
        sums: dict[str, Decimal] = {}
        for person, units in left.values_list("holding__person_id", "units_left"):
            sums[person.hex] = sums.get(person.hex, Decimal(0)) + units
        assert sums == ours

    def figures(self) -> str:
        large = LargeRedemption.objects.count()
        orders, paid = Order.objects.system("years"), Payout.objects.system("years")
        said = ", ".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
        sums = f"{orders.count()} orders, {paid.count()} payouts, {large} large redemptions"
        return f"{sums}, {len(self.shop.shelf)} products; {said}"


def load_years(last: int) -> None:
    """Years without a holiday, after those that are known."""
    from apps.core.models import CalendarYear

    for year in range(CalendarYear.objects.latest("year").year + 1, last + 1):
        CalendarYear.objects.create(year=year, state="PROVISIONAL", source="tests")
        first = date(year, 1, 1)
        days = [first + timedelta(days=count) for count in range((date(year + 1, 1, 1) - first).days)]
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, year_id=year, is_workday=day.weekday() < 5, is_trading_day=day.weekday() < 5)
            for day in days
        )
