"""The words of standing instructions: what a person has signed to be bought again and again (WM-13)."""

from datetime import time
from decimal import Decimal
from enum import StrEnum

INSTRUCTION_SUBJECT = "shenhuobao.instruction"
MANDATE = "wealth_mandate"  # the kind of the mandate, and the code of its words
SWEEP_AT = time(14, 30)  # of a trading day, before its cut-off [D]
SWEEP_STEP = 100_00  # idle money is swept in whole multiples of it, 分 [D]
SWEEP_MOST_RISK = 1  # 利民宝 takes R1 alone
LEAST_PERCENT, MOST_PERCENT = Decimal("0.01"), Decimal(100)


class InstructionKind(StrEnum):
    AUTO_INVEST = "AUTO_INVEST"
    PAY_DAY = "PAY_DAY"
    SWEEP = "SWEEP"


INSTRUCTION_KIND_LABELS: dict[InstructionKind, str] = {
    InstructionKind.AUTO_INVEST: "定投",
    InstructionKind.PAY_DAY: "工资日自动转入",
    InstructionKind.SWEEP: "利民宝",
}


class InstructionState(StrEnum):
    """STOPPED by its person, ENDED by itself."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"
    ENDED = "ENDED"


INSTRUCTION_LABELS: dict[InstructionState, str] = {
    InstructionState.ACTIVE: "生效中",
    InstructionState.PAUSED: "已暂停",
    InstructionState.STOPPED: "已解约",
    InstructionState.ENDED: "已自动终止",
}
INSTRUCTION_TONES: dict[InstructionState, str] = {
    InstructionState.ACTIVE: "ok",
    InstructionState.PAUSED: "warn",
    InstructionState.ENDED: "danger",
}
OPEN_INSTRUCTIONS = (InstructionState.ACTIVE, InstructionState.PAUSED)

# Why a run bought nothing, to its person; what a purchase refuses by hand it refuses here under the same code.
SKIPPED_LABELS = {
    "BALANCE": "账户可用余额不足",
    "ACCOUNT_STATUS": "付款账户目前不能付款",
    "NOT_ON_SALE": "产品目前不能购买",
    "NOT_SUITABLE": "产品风险等级高于您的风险承受能力",
    "NOT_ASSESSED": "还没有有效的风险测评",
    "ASSESSMENT_EXPIRED": "风险测评已失效,请重新测评",
    "BRANCH_ONLY": "较高风险产品须事先书面约定后才能在线购买",
    "E_AMOUNT": "金额低于产品的起购金额",
    "PERSON_MAX": "超过个人持有上限",
    "QUOTA": "产品剩余额度不足",
    "NOT_MEMBER": "您目前不是认证员工",
}
