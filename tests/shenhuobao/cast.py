"""People who buy wealth products, the bank that sells them, and the transfer agent, a process of its own."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.agreements import api as agreements
from apps.ledger import api as ledger
from apps.shenhuobao.adapters import AGENT
from apps.shenhuobao.choices.product import DOCUMENT_LABELS, ProductKind, ProductState, TermsState
from apps.shenhuobao.contracts import OrderAnswer, Reading
from apps.shenhuobao.models import Dispatch, Document, Holding, Order, Product, Terms
from apps.shenhuobao.services.agent_day_run import agent_day_run
from apps.shenhuobao.services.dispatch_make import dispatches_make
from apps.shenhuobao.services.order_cancel import order_cancel
from apps.shenhuobao.services.purchase_place import purchase_place
from apps.shenhuobao.services.quick_redeem import quick_redeem
from apps.shenhuobao.services.redemption_place import redemption_place
from apps.shenhuobao.simulator.prices import nav_of
from tests.daifutong.cast import Colleague
from tests.tongxinbao.cast import Stage

TA = "TA01"
HASHES = {kind: f"{place}" * 64 for place, kind in enumerate(DOCUMENT_LABELS, 1)}


@dataclass
class Shop:
    """The stage of the enterprise's people, and what is on the shelf for them. The hour is 10:00."""

    stage: Stage
    shelf: list[Product] = field(default_factory=list)

    @property
    def now(self) -> Any:
        return self.stage.now

    # ---- the shelf

    def product(
        self, kind: str = ProductKind.NET_VALUE, *, state: str = ProductState.ON_SALE, **changes: Any
    ) -> Product:
        number = len(self.shelf) + 1
        code = f"YS{kind[:2]}{number:03d}"
        product = Product.objects.create(
            code=code, registration=f"Z70000{number:06d}", kind=kind, issuer="演示理财有限责任公司", agent=TA,
            state=state, created_at=self.now.wall,
        )  # fmt: skip
        values: dict[str, Any] = {
            "name": f"演示{code}", "issuer_rating": 2, "seller_rating": 2, "invests_in": "债券",
            "income_method": "ROUND_DAILY" if kind == ProductKind.CASH else "", "first_min_fen": 1, "next_min_fen": 1,
            "step_fen": 1, "sale_from": date(2026, 1, 5), "may_quick": kind == ProductKind.CASH,
            "digest": "d" * 64, "maker": "演示", "created_at": self.now.wall,
        }  # fmt: skip
        terms = Terms.objects.create(product=product, number=1, state=TermsState.IN_FORCE, **values | changes)
        Document.objects.bulk_create(
            Document(terms=terms, kind=kind, body="演示", text_hash=HASHES[kind]) for kind in DOCUMENT_LABELS
        )
        self.shelf.append(product)
        return product

    # ---- a customer

    def reading(self, seconds: int = 60) -> Reading:
        words = agreements.words_in_force("wealth_agency", self.now).text_hash
        return Reading(*HASHES.values(), words, self.now.wall - timedelta(seconds=seconds))

    def buy(self, product: Product, who: Colleague, fen: int, **changes: Any) -> OrderAnswer:
        asked = {
            "product_id": product.pk, "account_id": who.account_id, "fen": fen, "reading": self.reading(),
            "key": self.stage.key(),
        }  # fmt: skip
        answer: OrderAnswer = self.stage.signed(purchase_place, self.stage.lender(who), **asked | changes)
        return answer

    def redeem(self, product: Product, who: Colleague, units: str, **changes: Any) -> OrderAnswer:
        return self._back(redemption_place, product, who, units, **changes)

    def quick(self, product: Product, who: Colleague, units: str, **changes: Any) -> OrderAnswer:
        return self._back(quick_redeem, product, who, units, **changes)

    def _back(self, deed: Any, product: Product, who: Colleague, units: str, **changes: Any) -> OrderAnswer:
        asked = {"holding_id": self.holding(product, who).pk, "units": Decimal(units), "key": self.stage.key()}
        answer: OrderAnswer = self.stage.signed(deed, self.stage.lender(who), **asked | changes)
        return answer

    def cancel(self, order_id: UUID, who: Colleague) -> OrderAnswer:
        return order_cancel(order_id=order_id, key=self.stage.key(), actor=self.stage.lender(who), now=self.now)

    # ---- days

    def at(self, day: date, hour: time = time(10)) -> None:
        self.stage.hour = hour
        self.stage.turn(day)

    def cut_off(self, day: date | None = None) -> list[Dispatch]:
        """15:00 of the open day."""
        self.at(day or self.stage.day, time(15))
        with transaction.atomic():
            made = dispatches_make(self.stage.day, self.now)
        self.stage.hour = time(10)
        return made

    def morning(self, day: date) -> bool:
        """The agent's files of the days up to this morning; those of days between come one by one."""
        self.at(day)
        return agent_day_run(agent=TA, day=day, now=self.now)

    def bought(self, product: Product, who: Colleague, fen: int, *, on: date, confirmed: date) -> Holding:
        """What is bought and confirmed."""
        self.at(on)
        self.buy(product, who, fen)
        self.cut_off()
        assert self.morning(confirmed)
        return self.holding(product, who)

    # ---- reading

    def order(self, answer: OrderAnswer) -> Order:
        return Order.objects.system("test").select_related("product", "terms").get(pk=answer.order_id)

    def holding(self, product: Product, who: Colleague) -> Holding:
        return Holding.objects.system("test").get(product=product, person_id=who.person_id)

    def balance(self, who: Colleague) -> int:
        return ledger.balance(who.ledger_id)


def tell(pattern: str, mode: str, times: int = 1) -> None:
    """How the simulated agent behaves next."""
    AGENT.exchange("POST", "/sim/mode", {"pattern": pattern, "mode": mode, "times": times})


def nav(product: Product, day: date) -> Decimal:
    return nav_of(product.code, day)
