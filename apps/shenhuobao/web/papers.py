"""理财对账单 of a month or a year: the page, and the paper with its code."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.errors import InvalidInput
from apps.core.http.files import PDF, file_response
from apps.core.http.request import Request

from ..choices.product import BANNER
from ..selectors.gains import gains_of
from ..selectors.paper_file import paper_name, paper_pdf
from ..selectors.papers import paper_content, paper_for_member, papers_for_member, period_of
from ..services.paper_issue import paper_issue as issue
from .wealth_screens import paper_facts, paper_pairs

OWN, SELF = "shenhuobao.holding.own", Relation.SELF
ALWAYS = {"banner": BANNER}


@page("mobile", permission=OWN, relation=SELF)
def wealth_papers(request: Request) -> HttpResponse:
    """The figures of a period: a month, or a year with its months."""
    today = clock.read().business_date
    asked = request.GET.get("period", "")
    try:
        first, last, is_running = period_of(asked, today)
    except InvalidInput:
        asked = ""
        first, last, is_running = period_of("", today)
    is_year = len(asked) == len("2026")
    content = paper_content(request.actor.person, first, last, is_running=is_running)
    shown = {
        "content": content,
        "period": asked or f"{first:%Y-%m}",
        "is_year": is_year,
        "months": _months(request, first, last) if is_year and content.lines else (),
        "facts": paper_facts(content),
        "before": _beside(first, -1, is_year, today),
        "after": _beside(first, 1, is_year, today),
        "other": f"{first:%Y}" if not is_year else f"{last:%Y-%m}",
        "issued": papers_for_member(request.actor),
    }
    return render(request, "mobile/shenhuobao/wealth_papers.html", ALWAYS | shown)


def _months(request: Request, first: date, last: date) -> tuple[tuple[date, int], ...]:
    gains = gains_of(request.actor, first, last)
    months = (date(first.year, number, 1) for number in range(last.month, 0, -1))
    return tuple((month, gains.of_month(month.year, month.month)) for month in months)


def _beside(first: date, step: int, is_year: bool, today: date) -> str:
    """The period before or after this one, "" where there is none to look at."""
    if is_year:
        other, text = date(first.year + step, 1, 1), f"{first.year + step}"
    else:
        other = (first - timedelta(1)).replace(day=1) if step < 0 else (first + timedelta(31)).replace(day=1)
        text = f"{other:%Y-%m}"
    return text if other < today else ""


@page("mobile", permission=OWN, relation=SELF, methods=("POST",))
def paper_issue(request: Request) -> HttpResponse:
    paper_id = issue(period=request.POST.get("period", "")[:7], actor=request.actor, now=clock.read())
    return redirect("mobile:wealth_paper", paper_id)


@page("mobile", permission=OWN, relation=SELF)
def wealth_paper(request: Request, paper_id: UUID) -> HttpResponse:
    """One that was issued, with its code; what the books no longer say is not printed again."""
    view = paper_for_member(request.actor, paper_id)
    return render(request, "mobile/shenhuobao/wealth_paper.html", {"paper": view, "pairs": paper_pairs(view)})


@page("mobile", permission=OWN, relation=SELF)
def wealth_paper_file(request: Request, paper_id: UUID) -> HttpResponse:
    view = paper_for_member(request.actor, paper_id)
    return file_response(paper_pdf(view), paper_name(view), PDF)
