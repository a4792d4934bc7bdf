"""What is worth a second look when wages are held against those of the period before (PY-4, PY-6)."""

from enum import StrEnum

OUTLIER_TIMES = 3  # more than so many times what it was, or less than that part of it, is worth a look (PY-4)
TENFOLD, HUNDREDFOLD = (80, 125), (800, 1250)  # in tenths: a digit too many, 分 typed as 元


class Part(StrEnum):
    """The lists of a comparison. An outlier also stands among the changed or the joiners."""

    OUTLIERS = "outliers"
    JOINERS = "joiners"
    LEAVERS = "leavers"
    CHANGED = "changed"


PART_LABELS: dict[Part, str] = {
    Part.OUTLIERS: "金额异常",
    Part.JOINERS: "本期新增",
    Part.LEAVERS: "本期没有",
    Part.CHANGED: "金额有变",
}


def jump_said(before: int | None, now: int | None) -> str:
    """What an outlier's amounts (分) tell, in a sentence; an amount that is missing on one side is no jump."""
    if before and now and now > OUTLIER_TIMES * before:
        return f"是上期的 {_times(now, before)} 倍{_slip(now, before, '多')}"
    if before and now and before > OUTLIER_TIMES * now:
        return f"只有上期的 1/{_times(before, now)}{_slip(before, now, '少')}"
    return f"超过该员工近 6 个月平均工资的 {OUTLIER_TIMES} 倍"


def _tenths(more: int, less: int) -> int:
    return (10 * more + less // 2) // less


def _times(more: int, less: int) -> str:
    """98, or 3.5: one decimal below ten."""
    tenths = _tenths(more, less)
    return str((tenths + 5) // 10) if tenths >= 100 or tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _slip(more: int, less: int, word: str) -> str:
    tenths = _tenths(more, less)
    if HUNDREDFOLD[0] <= tenths <= HUNDREDFOLD[1]:
        return f",可能{word}写了两位"
    return f",可能{word}写了一位" if TENFOLD[0] <= tenths <= TENFOLD[1] else ""
