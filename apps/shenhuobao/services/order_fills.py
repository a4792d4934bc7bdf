"""What the legs of a confirmed order have in common: its parts by age, the holding that it fills, and its end."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import lock_rows
from apps.core.ids import new_id
from apps.core.outbox import publish

from ..choices.order import OrderState
from ..choices.product import ProductKind
from ..events import OrderMoved
from ..models import Holding, Lot, Order, Product
from ..rules import lots as lot_rules
from ..rules.agent_files import ConfirmationLine
from .order_moves import order_move
from .ta_file_keep import AGENT_ACTOR

MOVES = {OrderState.CONFIRMED: "confirm", OrderState.PART: "confirm_part"}
ONE = Decimal("1.0000")


def nav_of(product: Product, navs: Mapping[UUID, Decimal]) -> Decimal | None:
    """What a unit is worth on the day: of cash management always 1."""
    return ONE if product.kind == ProductKind.CASH else navs.get(product.pk)


def redeemed_parts(order: Order, units: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Units with the rate of fee that their age on the trade date costs, oldest lot first."""
    if order.product.kind == ProductKind.CASH:
        return [(units, Decimal(0))]
    rows = Lot.objects.system("a holding's own").filter(holding=order.holding, units_left__gt=0)
    lots = [lot_rules.Lot(lot.units_left, lot.acquired_on) for lot in rows.order_by("acquired_on", "id")]
    tiers = [lot_rules.Tier(int(days), Decimal(str(rate))) for days, rate in order.terms.redemption_fees]
    taken = lot_rules.take(lots, units, order.trade_date, tiers=tiers)
    return [(part.units, part.fee_rate) for part in taken]


def holding_for(order: Order, product: Product, now: Moment) -> Holding:
    """The buyer's holding of a product under its lock; what comes first opens it. The product's lock keeps others
    out."""
    holding, _ = Holding.objects.system("of a confirmed purchase").get_or_create(
        person_id=order.person_id,
        product=product,
        defaults={
            "id": new_id(),
            "unit_path": order.unit_path,
            "account_id": order.account_id,
            "opened_at": now.business_at,
            "dividend_mode": "REINVEST" if product.kind == ProductKind.CASH else "CASH",
        },
    )
    (locked,) = lock_rows(Holding.objects.system("of a confirmed purchase").filter(pk=holding.pk))
    locked.product = product
    return locked


def order_fill(order: Order, line: ConfirmationLine, fen: int, now: Moment, **changes: object) -> None:
    """What the agent has confirmed stands on the order, and its person is told."""
    order_move(
        order, MOVES[line.result], "shenhuobao.order.confirmed", actor=AGENT_ACTOR, now=now, nav=line.nav,
        filled_fen=fen, filled_units=line.units, fee_fen=line.fee_fen, **changes,
    )  # fmt: skip
    publish(OrderMoved(order.pk, order.state))


def order_finish(order: Order, now: Moment) -> None:
    """Money and units have changed hands."""
    order_move(order, "finish", "shenhuobao.order.finished", actor=AGENT_ACTOR, now=now, ended_at=now.business_at)
