"""The life of a case: opened by the house, closed by whoever found the truth."""

from apps.core.lifecycle import Lifecycle, Move

from .choices import CaseState as S

CASE = Lifecycle(
    "cases.case",
    "异常事项",
    (
        Move("open", "", S.OPEN, "system", "no case of this key yet", "stands on the case desk with its age"),
        Move("close", S.OPEN, S.CLOSED, "system or staff", "a resolution", ""),
    ),
)
