"""Assessments in the console: how many people stand where, each one with its evidence; nothing can be changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from apps.core import clock
from apps.core.access import page
from apps.core.actors import Relation
from apps.core.clock import SHANGHAI
from apps.core.http.forms import page_number
from apps.core.http.request import Request
from apps.core.parts import Link, Pair, Stat, pages_of

from ..choices import INVESTOR_LEVEL_LABELS, InvestorLevel
from ..contracts import AssessmentPage, LevelCounts
from ..selectors.assessment_desk import assessment_for_staff, assessments_for_staff, levels_counted

WATCH, UNIT = "shenhuobao.assessment.watch", Relation.UNIT
HIGH, WIDE, GAP = 120, 72, 48  # of a bar, in the picture's own units
MARKS = {str(int(level)): level for level in InvestorLevel}


@dataclass(frozen=True, slots=True)
class Bar:
    """`y` is where the bar begins below the top; `middle` where its texts stand."""

    label: str
    text: str
    x: int
    y: int
    height: int
    middle: int


@page("console", permission=WATCH, relation=UNIT)
def assessment_list(request: Request) -> HttpResponse:
    """The picture of the levels, and the newest below it; of one level or one person where asked."""
    now, asked = clock.read(), request.GET
    level = MARKS.get(asked.get("level", ""))
    person_id = _uuid(asked.get("person", ""))
    found = assessments_for_staff(request.actor, now, level=level, person_id=person_id, page=page_number(request))
    counts = levels_counted(request.actor, now)
    query = {"level": str(int(level))} if level else {}
    query |= {"person": str(person_id)} if person_id else {}
    shown = {
        "found": found,
        "stats": _stats(counts),
        "counts": counts,
        "bars": bars_of(counts),
        "tabs": _tabs(level),
        "is_one": person_id is not None,
        "pager": pages_of(found, reverse("console:assessment_list"), **query),
    }
    return render(request, "console/shenhuobao/assessment_list.html", shown)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _stats(counts: LevelCounts) -> tuple[Stat, ...]:
    return (
        Stat("测评有效", f"{counts.total:,}", "人"),
        Stat("30 天内到期", f"{counts.ending:,}", "人", tone="warn" if counts.ending else "neutral"),
        Stat("已过期未重测", f"{counts.expired:,}", "人", tone="danger" if counts.expired else "neutral"),
    )


def bars_of(counts: LevelCounts) -> tuple[Bar, ...]:
    most = max((one.people for one in counts.levels), default=0) or 1
    bars = []
    for place, one in enumerate(counts.levels):
        height = round(one.people * HIGH / most)
        x = GAP // 2 + place * (WIDE + GAP)
        share = f"{one.people * 100 / counts.total:.0f}%" if counts.total else "0%"
        bars.append(Bar(one.label, f"{one.people:,} 人 {share}", x, HIGH - height, height, x + WIDE // 2))
    return tuple(bars)


def _tabs(level: InvestorLevel | None) -> tuple[Link, ...]:
    url = reverse("console:assessment_list")
    return (
        Link("全部", url, active=level is None),
        *(Link(INVESTOR_LEVEL_LABELS[one], f"{url}?level={int(one)}", active=one == level) for one in InvestorLevel),
    )


@page("console", permission=WATCH, relation=UNIT)
def assessment_detail(request: Request, assessment_id: UUID) -> HttpResponse:
    """Answers on one side, on the other what is known of how they came about (WM-5)."""
    who, found = assessment_for_staff(request.actor, assessment_id, clock.read())
    url = reverse("console:assessment_list")
    shown = {
        "who": who,
        "found": found,
        "facts": _facts(found),
        "evidence": _evidence(found),
        "all_url": f"{url}?person={who.person_id}",
        "crumbs": (Link("风险测评", url), Link(who.name, "")),
    }
    return render(request, "console/shenhuobao/assessment_detail.html", shown)


def _facts(found: AssessmentPage) -> tuple[Pair, ...]:
    line = found.line
    return (
        Pair("等级", line.level_label),
        Pair("得分", f"{found.score} 分"),
        Pair("在线可以购买", line.may_buy),
        Pair("测评日期", f"{line.assessed_on:%Y-%m-%d}"),
        Pair("有效期至", f"{line.valid_through:%Y-%m-%d}"),
        *(Pair("调整", one) for one in found.vetoes),
    )


def _evidence(found: AssessmentPage) -> tuple[Pair, ...]:
    kept = found.evidence
    return (
        Pair("问卷版本", f"第 {kept.version} 版"),
        Pair("问卷摘要", kept.digest[:16]),
        Pair("打开问卷(系统时间)", _at(kept.opened_at)),
        Pair("作答时长", f"{kept.seconds} 秒"),
        Pair("提交(营业日)", _at(found.at)),
        Pair("本人确认", _at(kept.confirmed_at)),
        Pair("因情况有变停用", _at(kept.voided_at)),
        Pair("设备", kept.device or "—"),
        Pair("网络地址", kept.ip or "—"),
    )


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if moment else "—"
