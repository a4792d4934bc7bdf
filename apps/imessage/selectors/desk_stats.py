"""The desk in figures: how long people waited, what was handled and what they thought of it."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from apps.core.actors import Actor
from apps.core.clock import SHANGHAI, Moment

from ..choices.desk import TOPIC_LABELS, StintEnd
from ..contracts.desk import DeskFigures, DeskStats
from ..models import ServiceStint, ServiceThread

HEADER = ("分类", "名称", "进入", "接入", "办结", "平均等候(分:秒)", "平均首次答复(分:秒)", "满意度(1–5)")
ONE_DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TENTH = Decimal("0.1")


def desk_stats(actor: Actor, now: Moment, *, days: int) -> DeskStats:
    """The stretches that began to wait in the last `days` days, today's among them, in the actor's unit and below.

    Waiting runs through nights and holidays too. Scores count on the day on which they were given. Six queries.
    """
    today = now.wall.astimezone(SHANGHAI).date()
    first = today - (days - 1) * ONE_DAY
    since = datetime.combine(first, time(), SHANGHAI)
    stints = ServiceStint.objects.scoped(actor).filter(waiting_since__gte=since)
    scored = ServiceThread.objects.scoped(actor).filter(scored_at__gte=since)
    day, score_day = TruncDate("waiting_since", tzinfo=SHANGHAI), TruncDate("scored_at", tzinfo=SHANGHAI)
    by_day = _grouped(stints, scored, day, score_day)
    by_skill = _grouped(stints, scored, F("skill"), F("skill"))
    by_agent = _grouped(stints.filter(agent__isnull=False), scored, F("agent__display"), F("agent__display"))
    all_days = (first + place * ONE_DAY for place in range(days))
    return DeskStats(
        total=_sum(by_day.values()),
        days=tuple((on, by_day.get(on) or DeskFigures()) for on in all_days),
        skills=tuple((label, by_skill.get(str(topic)) or DeskFigures()) for topic, label in TOPIC_LABELS.items()),
        agents=tuple(sorted((str(name), figures) for name, figures in by_agent.items() if name)),
    )


def _grouped(stints: QuerySet[Any], scored: QuerySet[Any], key: Any, score_key: Any) -> dict[Any, DeskFigures]:
    rows = stints.order_by().values(key=key).annotate(
        came=Count("pk"), taken=Count("taken_at"), answered=Count("answered_at"),
        handled=Count("pk", filter=Q(end=StintEnd.CLOSED)),
        waited=Sum(F("taken_at") - F("waiting_since")), first=Sum(F("answered_at") - F("taken_at")),
    )  # fmt: skip
    found = {
        row["key"]: DeskFigures(
            row["came"], row["taken"], row["answered"], row["handled"], _seconds(row["waited"]), _seconds(row["first"])
        )
        for row in rows
    }
    for row in scored.order_by().values(key=score_key).annotate(count=Count("pk"), total=Sum("score")):
        known = found.get(row["key"]) or DeskFigures()
        found[row["key"]] = known.with_scores(row["count"], row["total"])
    return found


def _seconds(span: timedelta | None) -> int:
    return span // SECOND if span else 0


def _sum(parts: Iterable[DeskFigures]) -> DeskFigures:
    total = DeskFigures()
    for one in parts:
        total = total.plus(one)
    return total


def stats_rows(stats: DeskStats) -> list[tuple[str, ...]]:
    """The whole of it as lines of text for a file."""
    parts: list[tuple[str, str, DeskFigures]] = [("合计", "全部", stats.total)]
    parts += [("日期", f"{on}", figures) for on, figures in stats.days]
    parts += [("技能", label, figures) for label, figures in stats.skills]
    parts += [("坐席", name, figures) for name, figures in stats.agents]
    return [(kind, name, *figures_words(one)) for kind, name, one in parts]


def figures_words(one: DeskFigures) -> tuple[str, ...]:
    """Came in, taken, handled, the average wait and first answer as minutes and seconds, the average score."""
    return (
        f"{one.came}", f"{one.taken}", f"{one.handled}", span_words(one.waited, one.taken),
        span_words(one.first, one.answered), score_words(one),
    )  # fmt: skip


def span_words(seconds: int, count: int) -> str:
    """2:05 for 125 seconds on average; — for nothing."""
    if not count:
        return "—"
    average = seconds // count
    return f"{average // 60}:{average % 60:02d}"


def score_words(one: DeskFigures) -> str:
    if not one.scores:
        return "—"
    return f"{(Decimal(one.score_sum) / one.scores).quantize(TENTH, ROUND_HALF_UP)}"
