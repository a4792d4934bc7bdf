"""The words of dividends and maturities: what a product pays out to whoever holds it (WM-12)."""

from enum import StrEnum

DISTRIBUTION_SUBJECT, PAYOUT_SUBJECT = "shenhuobao.distribution", "shenhuobao.payout"
PAYOUT_CASE, UNKNOWN_CASE = "shenhuobao.payout", "shenhuobao.unknown"
REMIND_DAYS = 3  # natural days before a maturity


class DistributionKind(StrEnum):
    DIVIDEND = "DIVIDEND"
    MATURITY = "MATURITY"


DISTRIBUTION_KIND_LABELS: dict[DistributionKind, str] = {
    DistributionKind.DIVIDEND: "分红",
    DistributionKind.MATURITY: "到期兑付",
}


class DistributionState(StrEnum):
    """ANNOUNCED: its day is known, the transfer agent has not said yet what each holder is due."""

    ANNOUNCED = "ANNOUNCED"
    PAID = "PAID"


DISTRIBUTION_LABELS: dict[DistributionState, str] = {
    DistributionState.ANNOUNCED: "已公告",
    DistributionState.PAID: "已发放",
}


class PayoutState(StrEnum):
    """DISPUTED: the agent's line is not what we reckon, and nothing was paid. RETURNED: the account took nothing, the
    money waits in 2241.06. VOIDED: two people have found that nothing was due."""

    PAID = "PAID"
    RETURNED = "RETURNED"
    DISPUTED = "DISPUTED"
    VOIDED = "VOIDED"


PAYOUT_LABELS: dict[PayoutState, str] = {
    PayoutState.PAID: "已到账",
    PayoutState.RETURNED: "账户不能收款",
    PayoutState.DISPUTED: "正在核对",
    PayoutState.VOIDED: "核实后不分派",
}
PAYOUT_TONES: dict[PayoutState, str] = {
    PayoutState.PAID: "ok",
    PayoutState.RETURNED: "warn",
    PayoutState.DISPUTED: "warn",
    PayoutState.VOIDED: "neutral",
}
