"""The desk as a team: who has what, who is away, who looks again, and what was achieved."""

from datetime import timedelta
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import ROLE_LABELS
from apps.core.errors import AppError, Conflict, InvalidInput
from apps.core.http.forms import answer_invalid
from apps.core.http.request import Request
from apps.core.parts import Link, Stat

from ..choices import ReviewKind
from ..selectors.review_stats import ReviewStats, review_stats, team_load
from ..selectors.reviews import CasePart, review_subject
from ..services.review_assign import review_assign
from ..services.review_sample import review_sample
from ..services.staff_absence import absence_end, absence_set
from .applications import DESK as APPLICATION_PAGE
from .applications import application_shown
from .console import DESK as CERTIFICATION_PAGE
from .console import certification_desk
from .review_forms import LABELS, AbsenceForm, SampleForm, StatsFilter
from .review_screens import assign_form
from .reviews import TAKE, UNIT, VIEW

TEAM = "console/members/review_team.html"
PAGES = {ReviewKind.EMPLOYEE: CERTIFICATION_PAGE, ReviewKind.ENTERPRISE: APPLICATION_PAGE}
SPANS = {7: "近 7 天", 30: "近 30 天", 90: "近 90 天"}
HOUR = 3600
BAR_HEIGHT, BAR_WIDTH = 120, 10
LEAST_BARS = 30  # a bar keeps its width when there are few


@page("console", permission=VIEW, relation=UNIT)
def review_team(request: Request) -> HttpResponse:
    return render(request, TEAM, _team(request))


def _team(request: Request, form: AbsenceForm | None = None) -> dict[str, object]:
    team, queue = team_load(request.actor, clock.read()), reverse("console:review_list")
    return {
        "lines": [
            (line, "、".join(ROLE_LABELS[role] for role in line.roles), f"{queue}?show=done&reviewer={line.person_id}")
            for line in team
        ],
        "form": form or AbsenceForm(),
        "may_take": allows(request.actor, TAKE),
        "is_away": any(line.away_until and line.person_id == request.actor.person_id for line in team),
        "crumbs": _crumbs("团队"),
    }


def _crumbs(here: str) -> tuple[Link, ...]:
    return (Link("会员审核", reverse("console:review_list")), Link(here, ""))


@page("console", permission=TAKE, relation=UNIT, methods=("POST",))
def absence_new(request: Request) -> HttpResponse:
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, TEAM, _team(request, form))
    try:
        absence_set(**form.cleaned_data, actor=request.actor, now=clock.read())
    except AppError as error:
        if error.status != 422:
            raise
        return answer_invalid(request, TEAM, _team(request, form), error)
    messages.success(request, "已登记离岗;手中的申请已放回队列。")
    return redirect("console:review_team")


@page("console", permission=TAKE, relation=UNIT, methods=("POST",))
def absence_over(request: Request) -> HttpResponse:
    absence_end(actor=request.actor, now=clock.read())
    messages.success(request, "欢迎返岗。")
    return redirect("console:review_team")


@page("console", permission="members.review.assign", relation=UNIT, methods=("POST",))
def review_pass_on(request: Request, review_id: UUID) -> HttpResponse:
    """A lead gives a case to a colleague; what is wrong is said on the case's own page."""
    kind, subject_id = review_subject(request.actor, review_id)
    desk = certification_desk if kind == ReviewKind.EMPLOYEE else application_shown
    shown = desk(request, subject_id)
    form = assign_form(cast(CasePart, shown["case"]), request.POST)
    shown |= {"assign_form": form}
    if not form.is_valid():
        return render(request, PAGES[kind], shown, status=422)
    person_id, reason = UUID(form.cleaned_data["person"]), form.cleaned_data["reason"]
    try:
        review_assign(review_id=review_id, person_id=person_id, reason=reason, actor=request.actor, now=clock.read())
    except (InvalidInput, Conflict) as error:
        form.add_error("person", error.message)
        return render(request, PAGES[kind], shown, status=error.status)
    messages.success(request, "已改派。")
    return redirect("console:review_list")


@page("console", permission="members.review.sample", relation=UNIT, methods=("POST",))
def review_look(request: Request, review_id: UUID) -> HttpResponse:
    """What the quality check of a sampled case found."""
    form = SampleForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {"result": "", "note": ""}
    review_sample(review_id=review_id, **said, actor=request.actor, now=clock.read())
    messages.success(request, "抽检结果已登记。")
    return redirect(f"{reverse('console:review_list')}?show=sample")


@page("console", permission=VIEW, relation=UNIT)
def review_figures(request: Request) -> HttpResponse:
    """The figures, each a way into the queue that it was counted from."""
    form = StatsFilter(request.GET)
    days = form.cleaned_data["days"] if form.is_valid() and form.cleaned_data["days"] in SPANS else 30
    stats = review_stats(request.actor, clock.read(), days=days)
    shown = {
        "stats": stats,
        "figures": _figures(stats),
        "bars": _bars(stats),
        "width": max(len(stats.days), LEAST_BARS) * BAR_WIDTH,
        "height": BAR_HEIGHT,
        "people": [
            (line, _share(line.accepted, line.words), _hours(line.average), _to(reviewer=line.person_id))
            for line in stats.people
        ],
        "enterprises": [
            (line, _share(line.approved, line.decided), _to(enterprise=line.enterprise_id))
            for line in stats.enterprises
        ],
        "reasons": [
            (
                LABELS[line.kind].get(line.field, line.field),
                line.times,
                _to(kind=line.kind, state="REJECTED", field=line.field),
            )
            for line in stats.reasons
        ],
        "spans": tuple(Link(label, f"?days={key}", active=key == days) for key, label in SPANS.items()),
        "crumbs": _crumbs("统计"),
    }
    return render(request, "console/members/review_figures.html", shown)


def _to(**wanted: object) -> str:
    """The queue of what was decided, narrowed."""
    return f"{reverse('console:review_list')}?{urlencode({'show': 'done'} | wanted)}"


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def _hours(time: timedelta | None) -> str:
    if time is None:
        return "—"
    seconds = int(time.total_seconds())
    return f"{seconds // HOUR} 小时 {seconds % HOUR // 60} 分" if seconds >= HOUR else f"{seconds // 60} 分钟"


def _figures(stats: ReviewStats) -> tuple[Stat, ...]:
    done = stats.approved + stats.rejected
    return (
        Stat("通过率", _share(stats.approved, done), note=f"办结 {done:,} 件", url=_to(state="APPROVED")),
        Stat("退回", f"{stats.rejected:,} 件", url=_to(state="REJECTED")),
        Stat("办理时长中位数", _hours(stats.median), note=f"九成在 {_hours(stats.p90)} 内"),
        Stat("按时办结", _share(stats.in_time, done)),
        Stat("抽检", f"{stats.looked_at:,} / {stats.sampled:,}", note=f"发现差错 {stats.faulty:,} 件"),
    )


def _bars(stats: ReviewStats) -> list[dict[str, object]]:
    """A bar a day, approved under rejected; each leads to its day."""
    most = max((line.approved + line.rejected for line in stats.days), default=1)
    bars = []
    for place, line in enumerate(stats.days):
        approved = round(line.approved * BAR_HEIGHT / most)
        rejected = round(line.rejected * BAR_HEIGHT / most)
        bars.append(
            {
                "x": place * BAR_WIDTH + 1,
                "approved": approved,
                "approved_y": BAR_HEIGHT - approved,
                "rejected": rejected,
                "rejected_y": BAR_HEIGHT - approved - rejected,
                "day": line.day,
                "line": line,
                "url": _to(day=line.day),
            }
        )
    return bars
