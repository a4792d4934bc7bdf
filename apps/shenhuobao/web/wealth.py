"""The wealth home on the phone, and 收益日历. No amount stands on the home before it is asked for."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Actor, Relation
from apps.core.http.request import Request
from apps.core.parts import Figure, Link

from ..choices.product import BANNER
from ..choices.suitability import Standing
from ..contracts import AssessmentLine, WealthHome, WealthSums
from ..rules.months import day_named, month_named
from ..selectors.wealth import income_calendar as calendar_of
from ..selectors.wealth import wealth_home as home_of
from ..selectors.wealth import wealth_sums
from .wealth_screens import AssetCard, Todo

OWN, READ, SELF = "shenhuobao.holding.own", "shenhuobao.shelf.read", Relation.SELF
ALWAYS = {"banner": BANNER}
SOON = 30  # days before an assessment ends
# What the icons lead to, first the eight that are used most; of others `MORE` are cells below them.
ICONS = (
    ("理财产品", "mobile:product_list", "pig-money", "warn", READ),
    ("我的持有", "mobile:position_list", "wallet", "brand", OWN),
    ("收益日历", "mobile:income_calendar", "calendar-stats", "danger", OWN),
    ("申活宝计划", "mobile:plan_list", "bulb", "ok", OWN),
)
MORE = (
    ("交易记录", "mobile:trade_list", OWN),
    ("分红与兑付", "mobile:payout_list", OWN),
    ("理财对账单和年度小结", "mobile:wealth_papers", OWN),
    ("产品对比", "mobile:product_compare", READ),
    ("风险测评", "mobile:assessment_list", "shenhuobao.assessment.own"),
)


@page("mobile", permission=OWN, relation=SELF)
def wealth_home(request: Request) -> HttpResponse:
    return _home(request, is_open=False)


@page("mobile", permission=OWN, relation=SELF)
def wealth_assets(request: Request) -> HttpResponse:
    """The card, opened or closed: a fragment for htmx, the whole page without it."""
    is_open = request.GET.get("open") == "1"
    if not request.htmx:
        return _home(request, is_open=is_open)
    sums = wealth_sums(request.actor, clock.read()) if is_open else None
    return render(request, "mobile/shenhuobao/wealth_assets.html", {"card": _card(sums)})


def _home(request: Request, *, is_open: bool) -> HttpResponse:
    home = home_of(request.actor, clock.read(), is_open=is_open)
    shown = ALWAYS | {
        "home": home,
        "card": _card(home.sums),
        "todo": _todo(request.actor, home),
        "icons": tuple(
            Link(label, reverse(name), icon, tone=tone)
            for label, name, icon, tone, permission in ICONS
            if allows(request.actor, permission)
        ),
        "more": tuple(
            Link(label, reverse(name)) for label, name, permission in MORE if allows(request.actor, permission)
        ),
    }
    return render(request, "mobile/shenhuobao/wealth_home.html", shown)


def _card(sums: WealthSums | None) -> AssetCard:
    url = reverse("mobile:wealth_assets")
    day = "昨日收益" if sums is None or sums.day is None else f"收益({sums.day:%m-%d})"
    fens = (None, None, None) if sums is None else (sums.day_fen, sums.month_fen, sums.year_fen)
    return AssetCard(
        url=f"{url}?open=1",
        hide_url=url,
        amount=None if sums is None else sums.value_fen,
        figures=tuple(Figure(*one, sign=True) for one in zip((day, "本月收益", "今年收益"), fens, strict=True)),
    )


def _todo(actor: Actor, home: WealthHome) -> Todo | None:
    """The one thing that waits: an assessment that is missing, over, or soon over."""
    if not allows(actor, "shenhuobao.assessment.take"):
        return None
    take, line = reverse("mobile:assessment_take"), home.assessment
    if line is None:
        return Todo("完成风险测评", "购买理财前,先了解您的风险承受能力。", take, "去测评")
    if line.standing == Standing.UNCONFIRMED:
        return Todo(
            "确认测评结果", "请看看测评结果是否符合您的情况。", reverse("mobile:assessment", args=[line.id]), "去确认"
        )
    if line.standing != Standing.IN_FORCE:
        return Todo("重新风险测评", f"上次测评{line.standing_label},购买前请重新测评。", take, "去测评")
    return _runs_out(line, take) if line.days_left <= SOON else None


def _runs_out(line: AssessmentLine, take: str) -> Todo:
    text = f"有效期至 {line.valid_through:%Y-%m-%d},到期后不能购买。"
    return Todo("风险测评即将到期", text, take, "去测评")


@page("mobile", permission=OWN, relation=SELF)
def income_calendar(request: Request) -> HttpResponse:
    """A month of days, and what one of them brought. Every day is a link: it works without a script."""
    now = clock.read()
    first = month_named(request.GET.get("month", ""), now.business_date)
    found = calendar_of(request.actor, first, day_named(request.GET.get("day", "")), now)
    here = reverse("mobile:income_calendar")
    shown = ALWAYS | {
        "found": found,
        "month": f"{first:%Y-%m}",
        "before": f"{here}?{urlencode({'month': f'{found.before:%Y-%m}'})}" if found.before else "",
        "after": f"{here}?{urlencode({'month': f'{found.after:%Y-%m}'})}" if found.after else "",
        "weekdays": "一二三四五六日",
        "today": now.business_date,
    }
    return render(request, "mobile/shenhuobao/income_calendar.html", shown)
