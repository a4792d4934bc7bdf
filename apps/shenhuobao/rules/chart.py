"""A line of figures as a drawing: whole numbers in a box, so that a page can draw it without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 340, 190, 48, 26, 10, 8
LEVELS, MARKS = 4, 3
SEEN = 120  # points that a phone can show beside each other

Point = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word beside an axis, and where it stands."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the line, for the finger: where, when, how much."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`line` and `area` as an SVG takes them; `summary` says in words what is drawn."""

    line: str
    area: str
    levels: tuple[Mark, ...]
    days: tuple[Mark, ...]
    dots: tuple[Dot, ...]
    summary: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


def thinned(points: Sequence[Point], most: int = SEEN) -> list[Point]:
    """No more than `most` of them, evenly, with the first and the last."""
    if len(points) <= most:
        return list(points)
    return [points[place * (len(points) - 1) // (most - 1)] for place in range(most)]


def chart_of(points: Sequence[Point], label: str, unit: str = "") -> Chart | None:
    """The drawing of figures by day, in their order; None for fewer than two."""
    if len(points) < 2:
        return None
    shown = thinned(points)
    figures = [figure for _, figure in points]
    low, high = min(figures), max(figures)
    room = (high - low) or max(abs(high), Decimal(1)) / 100
    bottom, top = low - room / 10, high + room / 10
    first = points[0][0].toordinal()
    span = points[-1][0].toordinal() - first

    def x_of(day: date) -> int:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day.toordinal() - first) // span

    def y_of(figure: Decimal) -> int:
        return int(TOP + (HEIGHT - BOTTOM - TOP) * (top - figure) / (top - bottom))

    places = -int(points[-1][1].as_tuple().exponent)

    def said(figure: Decimal) -> str:
        return f"{figure:.{places}f}{unit}"

    dots = tuple(Dot(x_of(day), y_of(figure), f"{day} {said(figure)}") for day, figure in shown)
    line = " ".join(f"{dot.x},{dot.y}" for dot in dots)
    steps = [bottom + (top - bottom) * step / (LEVELS - 1) for step in range(LEVELS)]
    marks = [shown[place * (len(shown) - 1) // (MARKS - 1)][0] for place in range(MARKS)]
    ends = ",".join(f"{points[end][0]} 为 {said(figures[end])}" for end in (0, -1))
    return Chart(
        line=line,
        area=f"{dots[0].x},{HEIGHT - BOTTOM} {line} {dots[-1].x},{HEIGHT - BOTTOM}",
        levels=tuple(Mark(y_of(step), f"{step:.{min(places, 3)}f}{unit}") for step in steps),
        days=tuple(Mark(x_of(day), f"{day:%m-%d}") for day in marks),
        dots=dots,
        summary=f"{label}走势:{ends},期间最低 {said(low)},最高 {said(high)}。",
    )
