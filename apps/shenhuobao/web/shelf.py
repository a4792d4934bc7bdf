"""The shelf of wealth products on the phone: the same for everybody, figures of the past, never a promise (WM-6)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.http.request import Request
from apps.core.parts import Link

from ..choices import PRODUCT_RISK_LABELS
from ..choices.product import BANNER, PRODUCT_KIND_LABELS, SHELF_TERM_LABELS, ProductKind, ShelfTerm
from ..contracts import ShelfLine, ShelfProduct
from ..rules.chart import Chart, chart_of
from ..selectors.shelf import COMPARED, Wanted, prices_since, product_on_shelf, products_beside, shelf

READ, BUY, SELF = "shenhuobao.shelf.read", "shenhuobao.purchase.place", Relation.SELF
ALWAYS = {"banner": BANNER}
SPANS = {"1M": ("近 1 月", 30), "3M": ("近 3 月", 91), "6M": ("近 6 月", 182), "1Y": ("近 1 年", 365)}
FIRST_SPAN = "3M"
LEFT_OUT = ("投资范围", "登记编码", "代销机构")  # what says nothing beside another product
WORDS = 20  # letters that are searched for


@page("mobile", permission=READ, relation=SELF)
def product_list(request: Request) -> HttpResponse:
    wanted = _wanted(request)
    shown = {
        "groups": shelf(wanted),
        "chips": _chips(wanted),
        "wanted": wanted,
        "risks": [(int(risk), f"{label}及以下") for risk, label in PRODUCT_RISK_LABELS.items()],
        "terms": list(SHELF_TERM_LABELS.items()),
        "is_narrowed": bool(wanted.risk or wanted.term or wanted.words),
    }
    return render(request, "mobile/shenhuobao/product_list.html", ALWAYS | shown)


def _wanted(request: Request) -> Wanted:
    """What is not understood is not asked for."""
    asked = request.GET
    kind, risk, term = asked.get("kind", ""), asked.get("risk", ""), asked.get("term", "")
    return Wanted(
        kind=kind if kind in tuple(ProductKind) else "",
        risk=int(risk) if risk in {str(int(one)) for one in PRODUCT_RISK_LABELS} else 0,
        term=term if term in tuple(ShelfTerm) else "",
        words=asked.get("q", "").replace("\x00", "").strip()[:WORDS],
    )


def _chips(wanted: Wanted) -> tuple[Link, ...]:
    rest = {"risk": wanted.risk, "term": wanted.term, "q": wanted.words}
    return tuple(
        Link(
            label,
            _url(reverse("mobile:product_list"), kind=kind, **rest),
            active=kind == wanted.kind,
        )
        for kind, label in (("", "全部"), *PRODUCT_KIND_LABELS.items())
    )


def _url(address: str, **query: Any) -> str:
    said = urlencode({name: value for name, value in query.items() if value})
    return f"{address}?{said}" if said else address


@page("mobile", permission=READ, relation=SELF)
def product(request: Request, product_id: UUID) -> HttpResponse:
    now = clock.read()
    found = product_on_shelf(product_id, now)
    asked = request.GET.get("span", "")
    span = asked if asked in SPANS else FIRST_SPAN
    show = "income" if found.line.kind == ProductKind.CASH and request.GET.get("show") == "income" else ""
    shown = {
        "found": found,
        "chart": _chart(found.line, show, span, now.business_date),
        "figures": _figures(found.line, show, span),
        "spans": _spans(found.line, show, span),
        "may_buy": found.may_buy and allows(request.actor, BUY),
        "buy_url": reverse("mobile:purchase_place", args=[product_id]),
        "history_title": "历史收益" if found.line.kind == ProductKind.CASH else "历史净值",
        "is_cash": found.line.kind == ProductKind.CASH,
        "compare_url": _url(reverse("mobile:product_compare"), id=product_id),
    }
    return render(request, "mobile/shenhuobao/product.html", ALWAYS | shown)


def _chart(line: ShelfLine, show: str, span: str, today: date) -> Chart | None:
    prices = prices_since(line.id, today - timedelta(SPANS[span][1]))
    if line.kind != ProductKind.CASH:
        return chart_of([(one.on, one.nav) for one in prices], "单位净值")
    if show == "income":
        return chart_of(
            [(one.on, one.income_per_10k) for one in prices if one.income_per_10k is not None], "万份收益", " 元"
        )
    return chart_of([(one.on, one.yield_7d) for one in prices if one.yield_7d is not None], "七日年化", "%")


def _figures(line: ShelfLine, show: str, span: str) -> tuple[Link, ...]:
    if line.kind != ProductKind.CASH:
        return ()
    here = reverse("mobile:product", args=[line.id])
    return (
        Link("七日年化", _url(here, span=span), active=not show),
        Link("万份收益", _url(here, span=span, show="income"), active=bool(show)),
    )


def _spans(line: ShelfLine, show: str, span: str) -> tuple[Link, ...]:
    here = reverse("mobile:product", args=[line.id])
    return tuple(
        Link(label, _url(here, span=name, show=show), active=name == span) for name, (label, _) in SPANS.items()
    )


@page("mobile", permission=READ, relation=SELF)
def product_compare(request: Request) -> HttpResponse:
    ids = [UUID(one) for one in request.GET.getlist("id") if _is_id(one)]
    beside = products_beside(ids)
    shown = {
        "beside": beside,
        "rows": _rows(beside),
        "choices": [line for group in shelf(Wanted()) for line in group.lines],
        "chosen": {one.line.id for one in beside},
        "most": COMPARED,
        "is_too_many": len(set(ids)) > COMPARED,
    }
    return render(request, "mobile/shenhuobao/product_compare.html", ALWAYS | shown)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _rows(beside: Sequence[ShelfProduct]) -> list[tuple[str, list[str]]]:
    """Fact by fact; who has none says so."""
    tables = [
        {"最近表现": f"{one.line.figure} {one.line.figure_label}", "状态": one.line.state_label}
        | {pair.label: pair.value for pair in (*one.facts, *one.rules, *one.fees) if pair.label not in LEFT_OUT}
        | {"赎回费": ";".join(f"{span} {rate}" for span, rate in one.redemption_fees)}
        for one in beside
    ]
    labels = dict.fromkeys(label for table in tables for label in table)
    return [(label, [table.get(label, "—") for table in tables]) for label in labels]
