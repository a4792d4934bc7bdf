"""The transfer agents' files for the bank's people, and what is stuck. Nobody's name stands in any of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from apps.cases import api as cases
from apps.core.actors import Actor
from apps.core.errors import NotFound
from apps.core.money import Fen, format_yuan

from ..choices.distribution import (
    DISTRIBUTION_KIND_LABELS,
    PAYOUT_LABELS,
    PAYOUT_SUBJECT,
    PAYOUT_TONES,
    DistributionKind,
    PayoutState,
)
from ..choices.order import (
    ORDER_KIND_LABELS,
    ORDER_LABELS,
    ORDER_SUBJECT,
    ORDER_TONES,
    OUTCOME_LABELS,
    TA_FILE_KIND_LABELS,
    TA_FILE_LABELS,
    TA_FILE_TONES,
    OrderKind,
    OrderState,
    TaFileKind,
    TaFileState,
)
from ..contracts import FileLine, FileLines, FilePage, FileRow, StuckLine, Totals
from ..models import Order, Payout, Price, TaFile

PAGE = 30
MOST = 200  # stuck orders shown
WHY = "totals of the whole bank beside the agent's"
FILLED = (OrderState.CONFIRMED, OrderState.PART, OrderState.DONE)
Key = tuple[str, str, Any]  # agent, kind, day


@dataclass(frozen=True, slots=True)
class FilesWanted:
    agent: str = ""
    kind: str = ""
    state: str = ""


def files_for_staff(wanted: FilesWanted, page: int) -> FileLines:
    """The newest first. Four queries."""
    rows = _wanted(wanted)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    return FileLines(_lines(rows[(number - 1) * PAGE : number * PAGE]), total, number, pages)


def files_all(wanted: FilesWanted) -> tuple[FileLine, ...]:
    """For the export. Three queries."""
    return _lines(_wanted(wanted))


def agents_known() -> tuple[str, ...]:
    return tuple(TaFile.objects.order_by("agent").values_list("agent", flat=True).distinct())


def _wanted(wanted: FilesWanted) -> "QuerySet[TaFile]":
    rows = TaFile.objects.order_by("-on", "agent", "kind", "-fetched_at")
    said = {name: value for name in FilesWanted.__slots__ if (value := getattr(wanted, name))}
    return rows.filter(**said)


def _lines(rows: Iterable[TaFile]) -> tuple[FileLine, ...]:
    files = list(rows)
    ours = _ours(files)
    return tuple(_line(file, ours.get((file.agent, file.kind, file.on))) for file in files)


def _line(file: TaFile, ours: Totals | None) -> FileLine:
    state, kind = TaFileState(file.state), TaFileKind(file.kind)
    return FileLine(
        id=file.pk,
        agent=file.agent,
        kind=kind,
        kind_label=TA_FILE_KIND_LABELS[kind],
        on=file.on,
        state=state,
        state_label=TA_FILE_LABELS[state],
        tone=TA_FILE_TONES[state],
        said=Totals(_number(file.content, "count"), _number(file.content, "total")),
        ours=ours,
        fetched_at=file.fetched_at,
    )


def _number(content: Mapping[str, Any], name: str) -> int:
    """As the file says it; what is no number at all counts as none."""
    value = content.get(name, 0)
    return value if isinstance(value, int) else 0


def _ours(files: list[TaFile]) -> dict[Key, Totals]:
    """What our books have of the days of these files: prices by agent, confirmed orders by dispatch."""
    days = {file.on for file in files}
    found: dict[Key, Totals] = {}
    prices = Price.objects.filter(on__in=days, file__isnull=False).values("product__agent", "on")
    for row in prices.annotate(lines=Count("id")):
        found[row["product__agent"], TaFileKind.PRICES, row["on"]] = Totals(row["lines"], 0)
    orders = Order.objects.system(WHY).filter(dispatch__on__in=days).values("dispatch__agent", "dispatch__on", "kind")
    sums = orders.filter(state__in=(*FILLED, OrderState.REJECTED)).annotate(
        lines=Count("id"), fen=Sum("filled_fen", default=0), fees=Sum("fee_fen", default=0)
    )
    for one in sums:
        key = (one["dispatch__agent"], TaFileKind.CONFIRMATIONS, one["dispatch__on"])
        gross = one["fen"] + (0 if one["kind"] == OrderKind.PURCHASE else one["fees"])
        before = found.get(key, Totals(0, 0))
        found[key] = Totals(before.count + one["lines"], before.fen + gross)
    payouts = Payout.objects.system(WHY).filter(distribution__file__in=[file.pk for file in files])
    paid = payouts.values("distribution__file__agent", "distribution__ex_on")
    for two in paid.annotate(lines=Count("id"), fen=Sum("cash_fen", default=0)):
        key = (two["distribution__file__agent"], TaFileKind.DISTRIBUTIONS, two["distribution__ex_on"])
        found[key] = Totals(two["lines"], two["fen"])
    return found


def file_for_staff(file_id: UUID) -> FilePage:
    """One file, line by line. Raises NotFound. Four queries."""
    file = TaFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound("没有找到这份登记机构文件。")
    (line,) = _lines([file])
    said = [one for one in file.content.get("lines") or () if isinstance(one, dict)]
    make = {TaFileKind.PRICES: _price_rows, TaFileKind.DISTRIBUTIONS: _payout_rows}.get(
        TaFileKind(file.kind), _order_rows
    )
    rows = make(file, said)
    return FilePage(line=line, faults=tuple(file.faults), rows=tuple(rows), content_hash=file.content_hash)


def _price_rows(file: TaFile, said: list[dict[str, Any]]) -> Iterable[FileRow]:
    rows = Price.objects.filter(on=file.on, product__agent=file.agent).select_related("product")
    ours = {one.product.code: _price(one.nav, one.income_per_10k) for one in rows}
    for line in said:
        code, theirs = str(line.get("product", "")), _price(line.get("nav"), line.get("income_per_10k"))
        mine = ours.get(code, "—")
        yield FileRow(code, code, "", theirs, mine, mine == theirs)


def _price(nav: object, income: object) -> str:
    return f"净值 {nav}" if income is None else f"万份收益 {income}"


def _payout_rows(file: TaFile, said: list[dict[str, Any]]) -> Iterable[FileRow]:
    """Holders stand in it as the agent numbers them, without names."""
    rows = Payout.objects.system(WHY).filter(distribution__file=file)
    found = rows.values_list("holding__person_id", "distribution__product__code", "cash_fen", "added")
    ours = {(person_id.hex, code): _payout(fen, added) for person_id, code, fen, added in found}
    for line in said:
        holder, code = str(line.get("holder", "")), str(line.get("product", ""))
        theirs, mine = _payout(_number(line, "cash"), line.get("added")), ours.get((holder, code), "—")
        yield FileRow(f"{holder[:8]}…", code, str(line.get("mode", "")), theirs, mine, theirs == mine)


def _payout(fen: int, added: object) -> str:
    return f"{format_yuan(Fen(fen))} 元,增 {added} 份"


def _order_rows(_file: TaFile, said: list[dict[str, Any]]) -> Iterable[FileRow]:
    references = [str(line.get("order", "")) for line in said]
    rows = Order.objects.system(WHY).filter(reference__in=references).select_related("product")
    ours = {one.reference: one for one in rows}
    for line, reference in zip(said, references, strict=True):
        order = ours.get(reference)
        theirs, mine = _said(line), "—" if order is None else _kept(order)
        result = str(line.get("result", ""))
        product = "" if order is None else order.product.code
        yield FileRow(reference, product, RESULTS.get(result, result), theirs, mine, theirs == mine)


RESULTS = {"CONFIRMED": "确认", "PART": "部分确认", "REJECTED": "拒绝"}
REJECTED = "未确认"


def _said(line: Mapping[str, Any]) -> str:
    if line.get("result") == "REJECTED":
        return REJECTED
    fen, fee = _number(line, "amount"), _number(line, "fee")
    return f"{format_yuan(Fen(fen))} 元,费 {format_yuan(Fen(fee))} 元,{line.get('units')} 份"


def _kept(order: Order) -> str:
    if order.state == OrderState.REJECTED:
        return REJECTED
    if order.filled_fen is None:
        return "未入账"
    fee = order.fee_fen or 0
    gross = order.filled_fen + (0 if order.kind == OrderKind.PURCHASE else fee)
    return f"{format_yuan(Fen(gross))} 元,费 {format_yuan(Fen(fee))} 元,{order.filled_units} 份"


def stuck_orders(actor: Actor, product_id: UUID | None = None) -> tuple[StuckLine, ...]:
    """Orders of the actor's unit that wait for people: what the agent says is not ours, or the money found no account.
    Two queries."""
    rows = Order.objects.scoped(actor).exclude(outcome="").filter(state__in=(OrderState.SENT_TA, *FILLED[:2]))
    if product_id is not None:
        rows = rows.filter(product=product_id)
    orders = list(rows.select_related("terms").order_by("trade_date", "reference")[:MOST])
    known = cases.cases_about(actor, ORDER_SUBJECT, [order.pk for order in orders])
    return tuple(_stuck(order, known.get(order.pk)) for order in orders)


def _stuck(order: Order, case_id: UUID | None) -> StuckLine:
    state = OrderState(order.state)
    fen = order.amount_fen if order.amount_fen is not None else order.filled_fen
    return StuckLine(
        case_id=case_id,
        reference=order.reference,
        product_id=order.product_id,
        product=order.terms.name,
        kind_label=ORDER_KIND_LABELS[OrderKind(order.kind)],
        state_label=ORDER_LABELS[state],
        tone=ORDER_TONES.get(state, "neutral"),
        outcome_label=OUTCOME_LABELS.get(order.outcome, order.outcome),
        amount=f"{order.units:,} 份" if fen is None else f"{format_yuan(Fen(fen))} 元",
        on=order.trade_date,
    )


def stuck_payouts(actor: Actor, product_id: UUID | None = None) -> tuple[StuckLine, ...]:
    """Shares of distributions of the actor's unit that wait for people. Two queries."""
    waiting = (PayoutState.DISPUTED, PayoutState.RETURNED)
    rows = Payout.objects.scoped(actor).filter(state__in=waiting)
    if product_id is not None:
        rows = rows.filter(distribution__product=product_id)
    payouts = list(rows.select_related("distribution__product").order_by("distribution__ex_on", "pk")[:MOST])
    known = cases.cases_about(actor, PAYOUT_SUBJECT, [one.pk for one in payouts])
    return tuple(_stuck_payout(one, known.get(one.pk)) for one in payouts)


def _stuck_payout(one: Payout, case_id: UUID | None) -> StuckLine:
    made, state = one.distribution, PayoutState(one.state)
    return StuckLine(
        case_id=case_id,
        reference=f"FP{one.pk.hex[-12:].upper()}",
        product_id=made.product_id,
        product=made.product.code,
        kind_label=DISTRIBUTION_KIND_LABELS[DistributionKind(made.kind)],
        state_label=PAYOUT_LABELS[state],
        tone=PAYOUT_TONES[state],
        outcome_label="登记机构的数据与本行计算不一致" if state == PayoutState.DISPUTED else "到账账户不能收款",
        amount=f"{format_yuan(Fen(one.due_fen))} 元",
        on=made.ex_on,
    )
