"""The comparison with the period before: its card on the batch, and the page of its lists."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.parts import Link, Pair, pages_of
from apps.core.templatetags.ui import month

from ..contracts import BatchDetail, ComparedPage, Comparison
from ..rules.comparison import Part
from ..selectors import compared_lines
from . import screens


@page("office", permission="daifutong.batch.read", relation=Relation.ENTERPRISE)
def batch_compare(request: Request, batch_id: UUID) -> HttpResponse:
    """Who came, who went and whose wage jumped, list by list."""
    compared = compared_lines(request.actor, batch_id, request.GET.get("show", ""), page_number(request))
    url = reverse("office:batch_compare", args=[batch_id])
    shown = {
        "batch_url": reverse("office:batch_detail", args=[batch_id]),
        "compared": compared,
        "crumbs": _crumbs(compared.comparison.title if compared else "批次", batch_id),
        "sums": _sums(compared.comparison) if compared else (),
        "tabs_of_lines": _tabs(compared, url) if compared else (),
        "pager": pages_of(compared, url, show=compared.show) if compared else None,
    }
    return render(request, "office/daifutong/batch_compare.html", shown)


def comparison_pairs(detail: BatchDetail) -> tuple[Pair, ...]:
    """The card of a batch: the totals of both periods, then each list that has somebody, with the way to it for whoever
    may see the lines."""
    found = detail.comparison
    if found is None:
        return ()
    url = reverse("office:batch_compare", args=[found.batch_id])
    lists = (
        Pair(
            part.label,
            f"{part.count:,} 人",
            url="" if detail.lines_hidden else f"{url}?show={part.part}",
            note="请逐一核对" if part.part == Part.OUTLIERS else _signed(part.fen),
            tone="warn" if part.part == Part.OUTLIERS else "",
        )
        for part in found.parts
        if part.count
    )
    return *_sums(found), *lists


def _sums(found: Comparison) -> tuple[Pair, ...]:
    before = f"{month(found.previous_period)} · {found.previous_count:,} 笔 · ¥{screens.yuan(found.previous_fen)}"
    now = f"{month(found.pay_period)} · {found.count:,} 笔 · ¥{screens.yuan(found.fen)}"
    return (
        Pair("上期", before, note=f"{found.previous_title} {found.previous_reference}"),
        Pair("本期", now, note=f"相差 {found.more:+,} 笔 · {_signed(found.more_fen)}"),
    )


def _signed(fen: int) -> str:
    return f"{'-' if fen < 0 else '+'}¥{screens.yuan(abs(fen))}"


def _crumbs(title: str, batch_id: UUID) -> tuple[Link, ...]:
    way, _ = screens.crumbs("office", "")
    return way, Link(title, reverse("office:batch_detail", args=[batch_id])), Link("与上期相比", "")


def _tabs(compared: ComparedPage, url: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            part.label,
            f"{url}?show={part.part}",
            active=part.part == compared.show,
            badge=f"{part.count:,}",
            tone="warn" if part.part == Part.OUTLIERS and part.count else "neutral",
        )
        for part in compared.comparison.parts
    )
