"""The payroll by day, by month and by what it costs: calendar, statistics, fees."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Actor, Relation
from apps.core.http.request import Request
from apps.core.parts import Link, Stat

from ..contracts import MonthFigures, PayrollFigures
from ..selectors import fee_detail as fee_detail_of
from ..selectors import fees_for_enterprise, payroll_figures
from ..selectors import pay_calendar as pay_calendar_of
from . import screens

READ, FEES, REVIEW = "daifutong.batch.read", "daifutong.fee.read", "daifutong.batch.review"
OWN = Relation.ENTERPRISE
MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")
WEEK = ("一", "二", "三", "四", "五", "六", "日")
BAR_HEIGHT, BAR_SPACE = 140, 60  # of the drawing, in its own units
WAN = 10_000_00  # 分

VIEWS = (
    ("office:batch_list", "批次", READ),
    ("office:pay_calendar", "日历", READ),
    ("office:payroll_figures", "统计", READ),
    ("office:fee_list", "手续费", FEES),
    ("office:reclaim_list", "误发追回", "daifutong.reclaim.read"),
    ("office:payroll_records", "凭证和归档", "daifutong.voucher.export"),
)


def views_of(actor: Actor, here: str) -> tuple[Link, ...]:
    """The views of the payroll that the actor may open."""
    return tuple(
        Link(label, reverse(route), active=route == here) for route, label, needed in VIEWS if allows(actor, needed)
    )


@page("office", permission=READ, relation=OWN)
def pay_calendar(request: Request) -> HttpResponse:
    now = clock.read()
    asked = request.GET.get("month", "")
    month = asked if MONTH.fullmatch(asked) else f"{now.business_date:%Y-%m}"
    shown = {
        "calendar": pay_calendar_of(request.actor, month, now),
        "week": WEEK,
        "views": views_of(request.actor, "office:pay_calendar"),
        "crumbs": screens.crumbs("office", "日历"),
    }
    return render(request, "office/daifutong/pay_calendar.html", shown)


@page("office", permission=READ, relation=OWN)
def office_figures(request: Request) -> HttpResponse:
    shown = _figures(request) | {
        "views": views_of(request.actor, "office:payroll_figures"),
        "crumbs": screens.crumbs("office", "统计"),
    }
    return render(request, "office/daifutong/figures.html", shown)


@page("console", permission=REVIEW, relation=Relation.UNIT)
def console_figures(request: Request) -> HttpResponse:
    shown = _figures(request) | {"crumbs": screens.crumbs("console", "统计")}
    return render(request, "console/daifutong/figures.html", shown)


def _figures(request: Request) -> dict[str, Any]:
    found = payroll_figures(request.actor, clock.read())
    return {
        "found": found,
        "stats": _stats(found),
        "bars": _bars(found.months),
        "width": BAR_SPACE * len(found.months),
        "height": BAR_HEIGHT,
    }


def _stats(found: PayrollFigures) -> tuple[Stat, ...]:
    paid, failed = (sum(getattr(month, name) for month in found.months) for name in ("paid", "failed"))
    fen, batches = (sum(getattr(month, name) for month in found.months) for name in ("paid_fen", "batches"))
    share = f"{100 * paid / (paid + failed):.2f}%" if paid + failed else "—"
    return (
        Stat("近 12 个月批次", f"{batches:,} 批"),
        Stat("发放成功", f"{paid:,} 笔", note=f"¥{screens.yuan(fen)}"),
        Stat("发放失败", f"{failed:,} 笔", tone="warn" if failed else "neutral"),
        Stat("成功率", share, tone="ok" if paid and not failed else "neutral"),
    )


def _bars(months: tuple[MonthFigures, ...]) -> list[dict[str, Any]]:
    """The months as bars of what was paid and what failed."""
    most = max((month.paid_fen + month.failed_fen for month in months), default=0) or 1
    bars = []
    for place, month in enumerate(months):
        paid = round(month.paid_fen * BAR_HEIGHT / most)
        failed = round(month.failed_fen * BAR_HEIGHT / most) or (2 if month.failed else 0)
        bars.append(
            {
                "x": place * BAR_SPACE + BAR_SPACE // 4,
                "middle": place * BAR_SPACE + BAR_SPACE // 2,
                "paid": paid,
                "paid_y": BAR_HEIGHT - paid,
                "failed": failed,
                "failed_y": max(BAR_HEIGHT - paid - failed, 0),
                "label": f"{int(month.month[5:])}月",
                "wan": f"{month.paid_fen / WAN:,.1f}" if month.paid_fen else "",
            }
        )
    return bars


@page("office", permission=FEES, relation=OWN)
def fee_list(request: Request) -> HttpResponse:
    shown = {
        "lines": fees_for_enterprise(request.actor),
        "views": views_of(request.actor, "office:fee_list"),
        "crumbs": screens.crumbs("office", "手续费"),
    }
    return render(request, "office/daifutong/fee_list.html", shown)


@page("office", permission=FEES, relation=OWN)
def fee_detail(request: Request, fee_id: UUID) -> HttpResponse:
    found = fee_detail_of(request.actor, fee_id)
    crumbs = (*screens.crumbs("office", "")[:1], Link("手续费", reverse("office:fee_list")), Link(found.line.month, ""))
    return render(request, "office/daifutong/fee_detail.html", {"found": found, "crumbs": crumbs})
