"""The desk's figures and its canned answers in the console."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.core import clock
from apps.core.access import allows, page
from apps.core.actors import Relation
from apps.core.errors import AppError
from apps.core.files.writer import write_csv, write_xlsx
from apps.core.http.forms import answer_invalid, verdict_said
from apps.core.http.request import Request
from apps.core.parts import Link, Stat

from ..choices.desk import TOPIC_LABELS
from ..contracts.desk import DeskStats
from ..rules.canned import MOST_ANSWER, MOST_TITLE, NAME
from ..selectors.canned import canned_for_staff
from ..selectors.desk_stats import HEADER, desk_stats, figures_words, score_words, span_words, stats_rows
from ..services.canned_decide import canned_decide as decide
from ..services.canned_propose import canned_propose as propose
from ..services.canned_retire import canned_retire as retire

STATS, UNIT = "imessage.desk.stats", Relation.UNIT
ANSWERS = "console/imessage/canned_list.html"
SPANS = {7: "近 7 天", 30: "近 30 天", 90: "近 90 天"}
BAR_HEIGHT, BAR_WIDTH, LEAST_BARS = 120, 10, 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _days(request: Request) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(days) for days in SPANS} else 30


@page("console", permission=STATS, relation=UNIT)
def desk_figures(request: Request) -> HttpResponse:
    """Waiting, first answer, what was handled and the scores, by day, skill and agent."""
    days = _days(request)
    stats = desk_stats(request.actor, clock.read(), days=days)
    shown = {
        "days": days,
        "figures": _figures(stats),
        "bars": _bars(stats),
        "width": max(len(stats.days), LEAST_BARS) * BAR_WIDTH,
        "height": BAR_HEIGHT,
        "by_day": [(on, *figures_words(one)) for on, one in reversed(stats.days) if one.came or one.scores],
        "by_skill": [(label, *figures_words(one)) for label, one in stats.skills],
        "by_agent": [(name, *figures_words(one)) for name, one in stats.agents],
        "spans": tuple(Link(label, f"?days={span}", active=span == days) for span, label in SPANS.items()),
        "crumbs": (Link("客服工作台", reverse("console:desk")), Link("统计", "")),
    }
    return render(request, "console/imessage/desk_figures.html", shown)


def _figures(stats: DeskStats) -> tuple[Stat, ...]:
    total = stats.total
    return (
        Stat("进入队列", f"{total.came}"),
        Stat("办结", f"{total.handled}"),
        Stat("平均等候", span_words(total.waited, total.taken), "分:秒,含非服务时间"),
        Stat("平均首次答复", span_words(total.first, total.answered), "分:秒"),
        Stat("满意度", score_words(total), f"{total.scores} 次评价"),
    )


def _bars(stats: DeskStats) -> tuple[dict[str, object], ...]:
    """A column a day: what came in, and inside it what was handled. Whole units of the picture."""
    most = max((one.came for _, one in stats.days), default=0)
    if not most:
        return ()
    bars = []
    for place, (on, one) in enumerate(stats.days):
        came, handled = (value * BAR_HEIGHT // most for value in (one.came, min(one.handled, one.came)))
        bars.append(
            {
                "day": on, "x": place * BAR_WIDTH, "came": came, "came_y": BAR_HEIGHT - came, "handled": handled,
                "handled_y": BAR_HEIGHT - handled,
            }
        )  # fmt: skip
    return tuple(bars)


@page("console", permission=STATS, relation=UNIT)
def desk_figures_csv(request: Request) -> HttpResponse:
    rows = stats_rows(desk_stats(request.actor, clock.read(), days=_days(request)))
    return _file(write_csv(HEADER, rows), "text/csv", "csv")


@page("console", permission=STATS, relation=UNIT)
def desk_figures_xlsx(request: Request) -> HttpResponse:
    rows = stats_rows(desk_stats(request.actor, clock.read(), days=_days(request)))
    return _file(write_xlsx("客服统计", HEADER, rows), XLSX, "xlsx")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f'attachment; filename="desk-figures.{ending}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": name})


class CannedForm(forms.Form):
    skill = forms.ChoiceField(label="技能", choices=[("", "全部"), *TOPIC_LABELS.items()], required=False)
    title = forms.CharField(label="标题", max_length=MOST_TITLE)
    text = forms.CharField(
        label="内容", max_length=MOST_ANSWER, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"可以用 {NAME} 代表客户的称呼",
    )  # fmt: skip


@page("console", permission="imessage.canned.view", relation=UNIT)
def canned_list(request: Request) -> HttpResponse:
    return render(request, ANSWERS, _answers(request))


def _answers(request: Request, form: CannedForm | None = None) -> dict[str, object]:
    may_write = allows(request.actor, "imessage.canned.propose")
    return {
        "answers": canned_for_staff(request.actor),
        "form": form or CannedForm(),
        "may_write": may_write,
        "crumbs": (
            Link("客服工作台", reverse("console:desk") if allows(request.actor, "imessage.desk.view") else ""),
            Link("快捷回复", ""),
        ),
    }


@page("console", permission="imessage.canned.propose", relation=UNIT, methods=("POST",))
def canned_propose(request: Request) -> HttpResponse:
    form = CannedForm(request.POST)
    if not form.is_valid():
        return answer_invalid(request, ANSWERS, _answers(request, form))
    try:
        propose(**form.cleaned_data, actor=request.actor, now=clock.read())
    except AppError as error:
        return answer_invalid(request, ANSWERS, _answers(request, form), error)
    messages.success(request, "已提交,等待审批岗复核。")
    return redirect("console:canned_list")


@page("console", permission="imessage.canned.decide", relation=UNIT, step_up="复核快捷回复", methods=("POST",))
def canned_decide(request: Request, answer_id: UUID) -> HttpResponse:
    decide(answer_id=answer_id, **verdict_said(request, is_keyed=False), actor=request.actor, now=clock.read())
    messages.success(request, "已办理。")
    return redirect("console:canned_list")


@page("console", permission="imessage.canned.propose", relation=UNIT, methods=("POST",))
def canned_retire(request: Request, answer_id: UUID) -> HttpResponse:
    retire(answer_id=answer_id, actor=request.actor, now=clock.read())
    messages.success(request, "已停用。")
    return redirect("console:canned_list")
