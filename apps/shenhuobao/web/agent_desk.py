"""The transfer agents' files, stuck orders and quotas in the console: to look at and to take along, nothing to change.
A quota changes with a new version of the product's terms, by two people."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.clock import SHANGHAI
from apps.core.files.writer import OutCell, save_csv
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.money import format_yuan
from apps.core.parts import Link, Stat, pages_of

from ..choices.order import TA_FILE_KIND_LABELS, TA_FILE_LABELS, TaFileKind, TaFileState
from ..contracts import QuotaDesk
from ..selectors.agent_desk import (
    FilesWanted,
    agents_known,
    file_for_staff,
    files_all,
    files_for_staff,
    stuck_orders,
    stuck_payouts,
)
from ..selectors.quotas import product_names, quotas_for_staff

WATCH, PROPOSE, UNIT = "shenhuobao.product.watch", "shenhuobao.product.propose", Relation.UNIT
FILES = Link("登记机构文件", "")


@page("console", permission=WATCH, relation=UNIT)
def agent_file_list(request: Request) -> HttpResponse:
    """By agent, kind and state; each with our own totals beside it."""
    wanted, agents = _wanted(request), agents_known()
    found = files_for_staff(wanted, page_number(request))
    query = {name: value for name in FilesWanted.__slots__ if (value := getattr(wanted, name))}
    shown = {
        "found": found,
        "wanted": wanted,
        "agents": agents,
        "kinds": list(TA_FILE_KIND_LABELS.items()),
        "states": list(TA_FILE_LABELS.items()),
        "pager": pages_of(found, reverse("console:agent_file_list"), **query),
        "csv_url": f"{reverse('console:agent_file_csv')}?{urlencode(query)}",
    }
    return render(request, "console/shenhuobao/agent_file_list.html", shown)


def _wanted(request: Request) -> FilesWanted:
    """What is not understood is not asked for."""
    asked = request.GET
    agent, kind, state = asked.get("agent", ""), asked.get("kind", ""), asked.get("state", "")
    return FilesWanted(
        agent=agent if agent in agents_known() else "",
        kind=kind if kind in tuple(TaFileKind) else "",
        state=state if state in tuple(TaFileState) else "",
    )


@page("console", permission=WATCH, relation=UNIT)
def agent_file_detail(request: Request, file_id: UUID) -> HttpResponse:
    found = file_for_staff(file_id)
    crumbs = (Link("登记机构文件", reverse("console:agent_file_list")), Link(f"{found.line.on}", ""))
    return render(request, "console/shenhuobao/agent_file_detail.html", {"found": found, "crumbs": crumbs})


@page("console", permission=WATCH, relation=UNIT)
def agent_file_csv(request: Request) -> FileResponse:
    """The list as it is narrowed."""
    header = ("日期", "登记机构", "文件", "状态", "文件笔数", "本行笔数", "文件金额(元)", "本行金额(元)", "取回时间")
    rows = (
        (
            f"{one.on}", one.agent, one.kind_label, one.state_label, one.said.count,
            one.ours.count if one.ours else None, _yuan(one.said.fen), _yuan(one.ours.fen) if one.ours else None,
            f"{one.fetched_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        )
        for one in files_all(_wanted(request))
    )  # fmt: skip
    return _csv("agent-files.csv", header, rows)


@page("console", permission=WATCH, relation=UNIT)
def exception_list(request: Request) -> HttpResponse:
    """Orders and payouts that wait for people, all or of one product, each with its case; and files that were
    refused."""
    names = product_names()
    asked = request.GET.get("product", "")
    product_id = next((one for one, _ in names if str(one) == asked), None)
    shown = {
        "stuck": stuck_orders(request.actor, product_id) + stuck_payouts(request.actor, product_id),
        "refused": files_all(FilesWanted(state=TaFileState.REFUSED)),
        "products": names,
        "product_id": product_id,
        "may_see_cases": allows(request.actor, "cases.desk.view"),
    }
    return render(request, "console/shenhuobao/exception_list.html", shown)


@page("console", permission=WATCH, relation=UNIT)
def quota_list(request: Request) -> HttpResponse:
    desk = quotas_for_staff(clock.read())
    shown = {"desk": desk, "stats": _stats(desk), "may_propose": allows(request.actor, PROPOSE)}
    return render(request, "console/shenhuobao/quota_list.html", shown)


def _stats(desk: QuotaDesk) -> tuple[Stat, ...]:
    full = sum(line.left_fen == 0 for line in desk.lines)
    drawn = sum(line.quick_today for line in desk.lines)
    return (
        Stat("额度用尽", f"{full} 只", tone="warn" if full else "neutral"),
        Stat(
            "快赎垫款未收回(元)", format_yuan(desk.advanced_fen), note=f"每只上限 {format_yuan(desk.advance_most_fen)}"
        ),
        Stat("今日快赎", f"{drawn} 笔", note=f"每人每只每日 {format_yuan(desk.quick_day_fen)} 元"),
    )


@page("console", permission=WATCH, relation=UNIT)
def quota_csv(request: Request) -> FileResponse:
    header = (
        "代码", "产品", "状态", "额度(元)", "线上已售(元)", "其他渠道(元)", "剩余(元)", "已用%", "快赎垫款(元)",
        "今日快赎笔数", "今日快赎(元)",
    )  # fmt: skip
    rows = (
        (
            one.code, one.product, one.state_label, _yuan(one.quota_fen) if one.quota_fen else "不限",
            _yuan(one.sold_fen), _yuan(one.counter_fen), None if one.left_fen is None else _yuan(one.left_fen),
            None if one.used is None else f"{one.used}", _yuan(one.advanced_fen), one.quick_today,
            _yuan(one.quick_today_fen),
        )
        for one in quotas_for_staff(clock.read()).lines
    )  # fmt: skip
    return _csv("quotas.csv", header, rows)


def _csv(name: str, header: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> FileResponse:
    out = io.BytesIO()
    save_csv(out, header, rows)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
