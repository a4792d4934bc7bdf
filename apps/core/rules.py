"""The lives of a bank day and of a step of its close."""

from .choices import DayState, StepState
from .lifecycle import Lifecycle, Move

BANK_DAY = Lifecycle(
    "core.bank_day",
    "营业日",
    (
        Move("open", "", DayState.OPEN, "system", "the day before is cut off", "postings bear this day"),
        Move(
            "cut_off",
            DayState.OPEN,
            DayState.CUTOFF,
            "bank operator",
            "no other day is being closed",
            "the next calendar day opens in the same transaction; only kinds close.* still post on this one",
        ),
        Move("close", DayState.CUTOFF, DayState.CLOSED, "system", "every step is done", "nothing posts on it any more"),
    ),
)
CLOSE_STEP = Lifecycle(
    "core.close_step",
    "日终步骤",
    (
        Move("plan", "", StepState.WAITING, "system", "the day is cut off", ""),
        Move("begin", StepState.WAITING, StepState.RUNNING, "system", "every step before it is done", ""),
        Move("begin", StepState.RUNNING, StepState.RUNNING, "system", "whoever ran it has died", "begun anew"),
        Move("begin", StepState.FAILED, StepState.RUNNING, "system", "", "tried again"),
        Move("finish", StepState.RUNNING, StepState.DONE, "system", "", "work, report and end are one commit"),
        Move("fail", StepState.RUNNING, StepState.FAILED, "system", "", "nothing of its work stays; the day waits"),
    ),
)
