"""What two people of the bank decide of a payout that the transfer agent tells otherwise than we reckon (WM-12, WM-14):
paid as we reckon, paid as the agent says, or not due."""

from decimal import Decimal
from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import lock_name, lock_rows, require_transaction
from apps.core.errors import Conflict
from apps.core.money import Fen, format_yuan
from apps.core.moves import move_make
from apps.core.outbox import publish
from apps.core.parts import Pair

from ..choices import DIVIDEND_MODE_LABELS, DividendMode
from ..choices.distribution import DISTRIBUTION_KIND_LABELS, DistributionKind, PayoutState
from ..choices.order import Settling
from ..events import PayoutMade
from ..models import Distribution, Holding, Payout, Product
from ..rules import dividends
from ..rules.distribution_files import PayoutLine, read_distributions
from ..rules.lives import PAYOUT
from .order_settle import DESK
from .payouts_make import payout_case, payout_record, payout_units, payouts_post
from .product_moves import product_move

WHY = "a payout that two people settle"


def payout_settle(payout_id: UUID, case_id: UUID, now: Moment, *, way: Settling) -> None:
    """Ends the waiting of a payout, in the transaction in which the second person agrees; its case says why.

    What matures goes whole: all units of the holding. Raises Conflict: SETTLED (it waits no longer), NO_LINE (the agent
    has none), MATURITY (units that matured cannot stay), UNITS_PROMISED (an order still has them). Locks the agent's
    name, the product, the holding, the payout, then the accounts of the books.
    """
    require_transaction()
    one = _locked(payout_id)
    made, source = one.distribution, one.state
    one.settled_as = way
    if way == Settling.NONE:
        if made.kind == DistributionKind.MATURITY:
            raise Conflict("MATURITY", "产品已经到期,份额须兑付,不能不入账。")
        move = "void"
    else:
        one.mode, one.due_fen, one.cash_fen, one.added = _due(one) if way == Settling.OURS else _told(one)
        _whole_if_it_ends(one)
        refused = payouts_post(made, [one] if one.cash_fen else [], now, alone=f":{one.pk}")
        move = "return" if refused else "pay"
    move_make(
        one, PAYOUT, move, settled_as=way, mode=one.mode, due_fen=one.due_fen, cash_fen=one.cash_fen, added=one.added
    )
    if move != "void":
        payout_units(made, one)
    if move == "return":
        payout_case(one, "return", now)
    payout_record(one, "settled", source=source, actor=DESK, now=now, case=str(case_id), way=way)
    publish(PayoutMade(one.pk, one.state))
    _end_if_nobody_holds(made, now)


def payout_evidence(payout_id: UUID) -> tuple[Pair, ...]:
    """What we reckon and what the agent says, for both people; nobody's name."""
    one = Payout.objects.system(WHY).select_related("distribution__product", "distribution__file", "holding").get(
        pk=payout_id
    )  # fmt: skip
    made, line = one.distribution, _line(one)
    said = "没有这一笔" if line is None else f"{line.units:,.2f} 份,{_words(line.mode, line.cash_fen, line.added)}"
    mode, _, cash, added = _due(one)
    return (
        Pair("分派", f"{DISTRIBUTION_KIND_LABELS[DistributionKind(made.kind)]} {made.product.code} {made.ex_on}"),
        Pair("登记机构", said),
        Pair("本行计算", f"{one.units:,.2f} 份,{_words(mode, cash, added)}"),
    )


def _words(mode: str, fen: int, added: Decimal) -> str:
    return f"{DIVIDEND_MODE_LABELS[DividendMode(mode)]},{format_yuan(Fen(fen))} 元,增 {added:,.2f} 份"


def _due(one: Payout) -> tuple[str, int, int, Decimal]:
    """What is due, in 分 and in units, by the rule."""
    made = one.distribution
    if made.per_unit is None:
        return one.mode, one.due_fen, one.due_fen, Decimal(0)
    got = dividends.dividend(one.units, made.per_unit, DividendMode(one.mode), made.nav or Decimal(0))
    return one.mode, got.due, got.cash, got.units


def _told(one: Payout) -> tuple[str, int, int, Decimal]:
    """What is due, as the agent says."""
    line = _line(one)
    if line is None:
        raise Conflict("NO_LINE", "登记机构的文件中没有这一笔,请选择按本行计算入账,或者不入账。")
    is_cash = line.mode == DividendMode.CASH
    return line.mode, line.cash_fen if is_cash else one.due_fen, line.cash_fen if is_cash else 0, line.added


def _line(one: Payout) -> PayoutLine | None:
    made = one.distribution
    if made.file is None:
        return None
    mine = (made.product.code, made.kind, one.holding.person_id.hex)
    found = (line for line in read_distributions(made.file.content) if (*line.of, line.holder) == mine)
    return next(found, None)


def _whole_if_it_ends(one: Payout) -> None:
    holding = one.holding
    if one.distribution.kind == DistributionKind.MATURITY and (holding.aside or holding.units != one.units):
        raise Conflict("UNITS_PROMISED", "这笔持有还有在途的交易,请先处置在途交易。")


def _end_if_nobody_holds(made: Distribution, now: Moment) -> None:
    held = Holding.objects.system(WHY).filter(product=made.product_id, units__gt=0)
    if made.kind == DistributionKind.MATURITY and not held.exists():
        product_move(made.product, "end", "shenhuobao.product.ended", actor=DESK, now=now, ended_at=now.business_at)


def _locked(payout_id: UUID) -> Payout:
    known = Payout.objects.system(WHY).select_related("distribution__product").get(pk=payout_id)
    lock_name(f"shenhuobao.agent:{known.distribution.product.agent}")
    (product,) = lock_rows(Product.objects.filter(pk=known.distribution.product_id))
    (holding,) = lock_rows(Holding.objects.system(WHY).filter(pk=known.holding_id))
    (one,) = lock_rows(Payout.objects.system(WHY).filter(pk=payout_id).select_related("distribution__file"))
    if one.state != PayoutState.DISPUTED:
        raise Conflict("SETTLED", "这笔分派已有变化,请刷新后查看最新情况。")
    one.holding, one.distribution.product, holding.product = holding, product, product
    return one
