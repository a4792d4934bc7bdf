"""The life of a request to open accounts for people of an enterprise: it ends with an invitation, not an account."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import OpeningState as C

SPECIALIST, OPERATOR, APPROVER = "薪酬专员", "银行运营", "银行审批"

OPENING = Lifecycle(
    "daifutong.opening",
    "批量开户",
    (
        Move("ask", "", C.ASKED, SPECIALIST, "people of the roster, who have agreed", "nobody is told"),
        Move("accept", C.ASKED, C.ACCEPTED, OPERATOR, "when and where they are seen", "approval asked"),
        Move("decline", C.ASKED, C.DECLINED, OPERATOR, "a reason", ""),
        Move("invite", C.ACCEPTED, C.INVITED, APPROVER, "another person, step-up, same hash", "each person is invited"),
        Move("decline", C.ACCEPTED, C.DECLINED, APPROVER, "another person, a reason", ""),
        Move("withdraw", C.ASKED, C.TAKEN_BACK, SPECIALIST, "", ""),
    ),
)
