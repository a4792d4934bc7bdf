"""The life of a request to give a wage back: two people of the enterprise ask, the employee alone answers."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import ReclaimState as C

MAKER, CHECKER, EMPLOYEE, SYSTEM = "经办", "复核", "员工", "系统"

RECLAIM = Lifecycle(
    "daifutong.reclaim",
    "误发追回",
    (
        Move("ask", "", C.ASKED, MAKER, "own-bank line, paid, no other request open", "approval asked"),
        Move("pass", C.ASKED, C.WAITS, CHECKER, "another person, step-up, same hash", "the employee is told"),
        Move("send_back", C.ASKED, C.SENT_BACK, CHECKER, "another person, a reason", ""),
        Move("lapse", C.ASKED, C.LAPSED, SYSTEM, "nobody checked it in time", "approval void"),
        *(Move("withdraw", source, C.TAKEN_BACK, MAKER, "", "approval void") for source in (C.ASKED, C.WAITS)),
        Move(
            "pay_back", C.WAITS, C.PAID_BACK, EMPLOYEE, "step-up, in time, available balance", "Dr 2011.02 Cr 2011.01"
        ),
        Move("refuse", C.WAITS, C.REFUSED, EMPLOYEE, "a text", "the enterprise is told"),
        Move("lapse", C.WAITS, C.LAPSED, SYSTEM, "no answer in time", "the enterprise is told"),
    ),
)
OPEN = (C.ASKED, C.WAITS)
