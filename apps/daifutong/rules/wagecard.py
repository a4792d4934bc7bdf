"""The life of a wage card: a new one is held until the employer confirms it, and the old one goes on being paid."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import WageCardState as C

EMPLOYEE, SPECIALIST, SYSTEM = "员工", "薪酬专员", "系统"

WAGE_CARD = Lifecycle(
    "daifutong.wagecard",
    "工资卡",
    (
        Move("submit", "", C.SUBMITTED, EMPLOYEE, "own account, step-up, no other one waits", "the old one is paid on"),
        Move("withdraw", C.SUBMITTED, C.WITHDRAWN, EMPLOYEE, "", "the old one stays"),
        Move("confirm", C.SUBMITTED, C.CONFIRMED, SPECIALIST, "another person, step-up", "wages go there from now on"),
        Move("reject", C.SUBMITTED, C.REJECTED, SPECIALIST, "another person, a reason", "the old one stays"),
        Move("replace", C.CONFIRMED, C.REPLACED, SYSTEM, "the next one is confirmed", ""),
    ),
)
