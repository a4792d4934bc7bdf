"""The pay specialist's desk in the office for wage cards: what changes, for whom, and what speaks for a thief."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import InvalidInput
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.parts import Link, Pair, pages_of

from ..choices import CARD_LABELS, REASON_LENGTH, WageCardState
from ..contracts import WageCardDesk
from ..selectors.wagecards import wagecard_desk, wagecards_for_enterprise
from ..services.wagecard_confirm import wagecard_confirm as confirm
from ..services.wagecard_reject import wagecard_reject as reject

DECIDE = "daifutong.card.decide"
OWN = Relation.ENTERPRISE
LATELY = 30  # days: what is younger is marked
SHOWN = (WageCardState.SUBMITTED, WageCardState.CONFIRMED, WageCardState.REJECTED)


@page("office", permission=DECIDE, relation=OWN)
def wagecard_list(request: Request) -> HttpResponse:
    show = request.GET.get("show", "")
    found = wagecards_for_enterprise(request.actor, page_number(request), show)
    url = reverse("office:wagecard_list")

    tabs = [Link("全部", url, active=show not in SHOWN)]
    tabs += [
        Link(
            CARD_LABELS[state], f"{url}?show={state}", active=show == state,
            badge=str(found.waiting or "") if state == WageCardState.SUBMITTED else "",
        )
        for state in SHOWN
    ]  # fmt: skip
    shown = {
        "found": found,
        "tabs": tabs,
        "pager": pages_of(found, url, show=show),
    }
    return render(request, "office/daifutong/wagecard_list.html", shown)


@page("office", permission=DECIDE, relation=OWN)
def wagecard(request: Request, card_id: UUID) -> HttpResponse:
    return _desk(request, card_id)


@page("office", permission=DECIDE, relation=OWN, step_up="确认员工工资卡", methods=("POST",))
def wagecard_confirm(request: Request, card_id: UUID) -> HttpResponse:
    confirm(card_id=card_id, actor=request.actor, now=clock.read())
    messages.success(request, "已确认,之后的工资发到这个账户,员工已收到通知。")
    return redirect("office:wagecard_list")


@page("office", permission=DECIDE, relation=OWN, methods=("POST",))
def wagecard_reject(request: Request, card_id: UUID) -> HttpResponse:
    try:
        reject(card_id=card_id, reason=request.POST.get("reason", ""), actor=request.actor, now=clock.read())
    except InvalidInput as error:
        return _desk(request, card_id, error)
    messages.success(request, "已退回,工资仍发到原账户,员工已收到通知。")
    return redirect("office:wagecard_list")


def _desk(request: Request, card_id: UUID, error: InvalidInput | None = None) -> HttpResponse:
    desk = wagecard_desk(request.actor, card_id)
    shown = {
        "desk": desk,
        "error": error,
        "pairs": _pairs(desk, clock.read()),
        "length": REASON_LENGTH,
        "crumbs": (Link("工资卡", reverse("office:wagecard_list")), Link(desk.card.name, "")),
    }
    return render(request, "office/daifutong/wagecard.html", shown, status=error.status if error else 200)


def _pairs(desk: WageCardDesk, now: Moment) -> tuple[Pair, ...]:
    card = desk.card
    days = (now.business_date - card.account_since).days
    since = f"{card.account_since:%Y-%m-%d}"
    return (
        Pair("新工资卡", card.label, note=card.masked_number),
        Pair("现工资卡", desk.before.label if desk.before else "还没有登记"),
        Pair("账户启用", since, note=f"{days} 天前", tone="warn" if days < LATELY else "ok"),
        _fact("手机号", "更换", desk.mobile_changed_at, now),
        _fact("交易密码", "设置", desk.pin_set_at, now),
        _fact("登录设备", "新增", desk.newest_device_at, now),
    )


def _fact(label: str, deed: str, at: datetime | None, now: Moment) -> Pair:
    if at is None:
        return Pair(label, f"没有{deed}过", tone="ok")
    days = (now.wall - at).days
    return Pair(label, f"{at.astimezone(SHANGHAI):%Y-%m-%d} {deed}", tone="warn" if days < LATELY else "ok")
