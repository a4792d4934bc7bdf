"""The life of a month's fee (PY-16)."""

from apps.core.lifecycle import Lifecycle, Move

from ..choices import FeeState

FEE = Lifecycle(
    "daifutong.fee",
    "手续费账单",
    (
        Move("state", "", FeeState.DUE, "系统", "the month is over, a line was paid in it", "a job takes it"),
        Move(
            "take",
            FeeState.DUE,
            FeeState.PAID,
            "系统",
            "the payer's account has it all",
            "Dr 2011.01 Cr 6021.01, 2221.01",
        ),
    ),
)
