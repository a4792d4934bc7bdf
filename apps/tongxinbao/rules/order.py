"""The lives of an order and of a holding (domain.md §3.3)."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import HoldingState as H
from ..choices import OrderState as O

LENDER, SYSTEM = "员工", "系统"
RELEASABLE = (O.HELD, O.ALLOTTED, O.PART_ALLOTTED)

ORDER = Lifecycle(
    "tongxinbao.order",
    "同心宝认购",
    (
        Move("place", "", O.CREATED, LENDER, "eligible, within every limit"),
        Move("hold", O.CREATED, O.HELD, SYSTEM, "agreement, risk notice, step-up", "money held on the own account"),
        Move("refuse", O.CREATED, O.FAILED, SYSTEM, "the hold was refused", ""),
        Move("withdraw", O.HELD, O.WITHDRAWN, LENDER, "until the close", "hold released"),
        *(
            Move(
                "release",
                source,
                O.RELEASED,
                SYSTEM,
                "issue failed or cancelled, freeze, not eligible any more",
                "hold released",
            )
            for source in RELEASABLE
        ),
        Move("allot", O.HELD, O.ALLOTTED, SYSTEM, "the close: in full"),
        Move("allot_part", O.HELD, O.PART_ALLOTTED, SYSTEM, "the close: pro rata"),
        Move("leave_out", O.HELD, O.UNALLOTTED, SYSTEM, "the close: nothing", "hold released"),
        Move("settle", O.ALLOTTED, O.SETTLED, SYSTEM, "the settlement", "debit, holding"),
        Move("settle", O.PART_ALLOTTED, O.SETTLED, SYSTEM, "the settlement", "debit, the rest released, holding"),
    ),
)

HOLDING = Lifecycle(
    "tongxinbao.holding",
    "同心宝出借",
    (
        Move("open", "", H.ACTIVE, SYSTEM, "the settlement", "contract, schedule"),
        Move("miss", H.ACTIVE, H.OVERDUE, SYSTEM, "24:00 of a due date, unpaid", "overdue interest on principal"),
        Move("catch_up", H.OVERDUE, H.ACTIVE, SYSTEM, "interest paid, principal not yet due"),
        Move("mature", H.ACTIVE, H.MATURED, SYSTEM, "principal and interest paid"),
        Move("redeem", H.ACTIVE, H.EARLY_REDEEMED, SYSTEM, "paid before its day, by both sides' word"),
        *(
            Move("close", source, H.CLOSED, SYSTEM, "everything paid", "")
            for source in (H.MATURED, H.EARLY_REDEEMED, H.OVERDUE)
        ),
    ),
)
