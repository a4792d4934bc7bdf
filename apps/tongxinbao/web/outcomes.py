"""The lists of an enterprise in the console, with what became of each line, which the office never learns (ADR 17)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core.access import page
from apps.core.actors import Relation
from apps.core.http.request import Request
from apps.core.parts import Link, Pair, Stat

from ..contracts import OutcomeSheet
from ..selectors.entrusted_outcomes import outcome_detail, outcomes_of
from . import screens

WATCH, UNIT = "tongxinbao.issue.watch", Relation.UNIT


@page("console", permission=WATCH, relation=UNIT)
def entrusted_list(request: Request, issue_id: UUID) -> HttpResponse:
    line, sheets = outcomes_of(request.actor, issue_id)
    crumbs = screens.issue_crumbs("console", line, Link("委托认购名单", ""))
    shown = screens.page_of(line=line, sheets=sheets, crumbs=crumbs)
    return render(request, "console/tongxinbao/entrusted_list.html", shown)


@page("console", permission=WATCH, relation=UNIT)
def entrusted_detail(request: Request, list_id: UUID) -> HttpResponse:
    sheet, lines = outcome_detail(request.actor, list_id)
    crumbs = screens.crumbs(
        "console",
        Link(sheet.issue_title, reverse("console:issue_detail", args=[sheet.issue_id])),
        Link("委托认购名单", reverse("console:entrusted_list", args=[sheet.issue_id])),
        Link(sheet.file_name, ""),
    )
    shown = screens.page_of(sheet=sheet, lines=lines, stats=_stats(sheet), pairs=_pairs(sheet), crumbs=crumbs)
    return render(request, "console/tongxinbao/entrusted_detail.html", shown)


def _stats(sheet: OutcomeSheet) -> tuple[Stat, ...]:
    return (
        Stat("人数", f"{sheet.line_count:,}"),
        Stat("合计(元)", screens.yuan(sheet.total_fen)),
        Stat("待核对", f"{sheet.waiting:,}", tone="warn" if sheet.waiting else "neutral"),
        Stat("放行时间", f"{sheet.released_at:%m-%d %H:%M}" if sheet.released_at else "—"),
    )


def _pairs(sheet: OutcomeSheet) -> tuple[Pair, ...]:
    return (
        Pair("文件", sheet.file_name),
        Pair("名单摘要", f"{sheet.digest[:16]}…"),
        Pair("经办", sheet.maker),
        Pair("放行", sheet.checker),
    )
