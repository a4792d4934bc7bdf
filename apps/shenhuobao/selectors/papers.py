"""What a month or a year of a person's wealth says, and what the code of a paper proves."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from apps.core.actors import Actor
from apps.core.clock import SHANGHAI
from apps.core.errors import InvalidInput, NotFound
from apps.core.money import Fen, format_yuan
from apps.core.parts import Pair
from apps.core.proof_codes import Proved, with_spaces
from apps.identity import api as identity

from ..choices.product import ProductKind
from ..contracts import PaperContent, PaperLine, PaperMove, PaperView, UnitMove
from ..models import Holding, Income, Order, Payout, Price, WealthPaper
from ..rules import pricing
from ..rules.exact import hundredths, units_of
from .history import moves_of, names_of, paid_between, units_on

WHY = "a person's own paper"
DAY = timedelta(days=1)
NOTHING = Decimal(0)


def period_of(text: str, today: date) -> tuple[date, date, bool]:
    """The days of "2026-02" or "2026" up to yesterday, and whether the period still runs; the month before this one for
    "". Raises InvalidInput PERIOD for what is none, or has not had a whole day yet."""
    year, _, month = (text or f"{today.replace(day=1) - DAY:%Y-%m}").partition("-")
    try:
        first = date(int(year), int(month or 1), 1)
    except ValueError:
        raise _no_period("请选择要查看的月份或年份。") from None
    last = date(first.year, 12, 31) if not month else (first + timedelta(31)).replace(day=1) - DAY
    if first >= today:
        raise _no_period("这个月还没有可以出具的内容,请选择更早的月份。")
    return first, min(last, today - DAY), last >= today


def _no_period(message: str) -> InvalidInput:
    return InvalidInput("PERIOD", message, fields={"period": message})


def paper_content(person_id: UUID, first: date, last: date, *, is_running: bool) -> PaperContent:
    """Of every product that was held or moved in the period, by name. Eight queries."""
    holdings = {
        one.product_id: one for one in Holding.objects.system(WHY).filter(person_id=person_id).select_related("product")
    }
    orders = Order.objects.system(WHY).filter(person_id=person_id).select_related("terms")
    payouts = Payout.objects.system(WHY).filter(holding__person_id=person_id)
    moves, names = moves_of(orders, payouts), names_of(holdings)
    incomes = _incomes(holdings, first, last)
    before, after = _prices(holdings, first - DAY), _prices(holdings, last)
    lines = []
    for product_id, holding in holdings.items():
        own = moves.get(product_id, [])
        gained_before, gained = incomes.get(holding.pk, (0, 0))
        opening = units_on(own, first - DAY) + units_of(gained_before)
        closing = units_on(own, last) + units_of(gained)
        came, went = paid_between(own, first, last)
        if opening or closing or came or went:
            worth = _worth(opening, before.get(product_id)), _worth(closing, after.get(product_id))
            lines.append(
                PaperLine(
                    product_id, names.get(product_id, ""), opening, worth[0], came, went,
                    worth[1] - worth[0] - came + went, closing, worth[1],
                    None if holding.product.kind == ProductKind.CASH else after.get(product_id),
                )
            )  # fmt: skip
    return PaperContent(
        first=first,
        last=last,
        lines=tuple(sorted(lines, key=lambda line: line.product)),
        moves=_in_period(moves, names, first, last),
        is_running=is_running,
    )


def _in_period(
    moves: Mapping[UUID, list[UnitMove]], names: Mapping[UUID, str], first: date, last: date
) -> tuple[PaperMove, ...]:
    found = [
        PaperMove(
            move.on, move.label, names.get(product_id, ""), move.reference, move.units, move.fen, Fen(move.fee_fen)
        )
        for product_id, own in moves.items()
        for move in own
        if first <= move.on <= last
    ]
    return tuple(sorted(found, key=lambda move: (move.on, move.reference)))


def _incomes(holdings: Mapping[UUID, Holding], first: date, last: date) -> dict[UUID, tuple[int, int]]:
    """Of each cash-management holding all that was earned before `first`, and up to `last`. The days are named one by
    one: the table's key begins with the day."""
    cash = [one for one in holdings.values() if one.product.kind == ProductKind.CASH]
    if not cash:
        return {}
    start = min(one.opened_at.astimezone(SHANGHAI).date() for one in cash)
    days = [start + timedelta(count) for count in range((last - start).days + 1)]
    rows = Income.objects.system(WHY).filter(on__in=days, holding__in=[one.pk for one in cash]).values("holding_id")
    sums = rows.annotate(before=Sum("income_fen", filter=Q(on__lt=first), default=0), all=Sum("income_fen"))
    return {row["holding_id"]: (row["before"], row["all"]) for row in sums}


def _prices(holdings: Mapping[UUID, Holding], day: date) -> dict[UUID, Decimal]:
    """The last price up to a day. One query."""
    rows = Price.objects.filter(product__in=list(holdings), on__lte=day).order_by("product", "-on").distinct("product")
    return dict(rows.values_list("product_id", "nav"))


def _worth(units: Decimal, nav: Decimal | None) -> Fen:
    return pricing.worth(units, nav) if nav is not None and units else Fen(hundredths(units))


def paper_digest(person_id: UUID, content: PaperContent) -> str:
    """The hex of a SHA-256 over all that the paper says: every change of it changes this."""
    said = [
        str(person_id), str(content.first), str(content.last),
        [[str(getattr(line, name)) for name in PaperLine.__slots__ if name != "product"] for line in content.lines],
        [[str(getattr(move, name)) for name in PaperMove.__slots__ if name != "product"] for move in content.moves],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def papers_for_member(actor: Actor) -> list[tuple[UUID, date, date]]:
    """Those that were issued, newest first. One query."""
    rows = WealthPaper.objects.scoped(actor).order_by("-issued_at")
    return list(rows.values_list("pk", "first", "last"))


def paper_for_member(actor: Actor, paper_id: UUID) -> PaperView:
    """Raises NotFound."""
    row = WealthPaper.objects.scoped(actor).filter(pk=paper_id).first()
    if row is None:
        raise NotFound("没有找到这份对账单。")
    return _view(row)


def _view(row: WealthPaper) -> PaperView:
    content = paper_content(row.person_id, row.first, row.last, is_running=False)
    return PaperView(
        id=row.pk,
        name=identity.person_brief(row.person_id).name,
        content=content,
        code=with_spaces(row.code),
        digest=row.digest,
        prints=row.prints,
        issued_at=row.issued_at,
        is_current=paper_digest(row.person_id, content) == row.digest,
    )


def paper_proved(code: str) -> Proved | None:
    """What the code of a paper proves (settings.PROOFS): the period, what it closes with, whether the books still say
    so. Neither the name nor what is held."""
    row = WealthPaper.objects.system("the code is 80 random bits, given to the holder").filter(code=code).first()
    if row is None:
        return None
    pairs = (
        Pair("文件", "理财对账单"),
        Pair("期间", f"{row.first} 至 {row.last}"),
        Pair("期末参考市值", f"¥{format_yuan(Fen(row.closing_fen))}"),
        Pair("出具时间", f"{row.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
        Pair("内容摘要值", row.digest),
    )
    if not _view(row).is_current:
        return Proved(
            "账务已有变化", "这份对账单由本行出具,期间内的账务后来有变化,请向对方索取新的对账单。", "failed", pairs
        )
    return Proved("真实", "这份对账单由本行出具,与现在的账务一致。请与出示的文件逐项核对。", "ok", pairs)
