"""The life of a quote of the LPR (TX-6)."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import QuoteState as Q

OPERATOR, APPROVER, SYSTEM = "银行运营岗", "银行审批岗", "系统"

QUOTE = Lifecycle(
    "tongxinbao.lpr",
    "LPR 报价",
    (
        Move("propose", "", Q.PROPOSED, OPERATOR, "none of that day, published already", "approval asked"),
        Move("publish", Q.PROPOSED, Q.ACTIVE, APPROVER, "another person, step-up", "issues above the cap are stopped"),
        Move("refuse", Q.PROPOSED, Q.REJECTED, APPROVER, "a reason", ""),
        Move("lapse", Q.PROPOSED, Q.REJECTED, SYSTEM, "nobody decided in time", ""),
    ),
)
