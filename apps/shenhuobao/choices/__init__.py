"""The vocabulary of 申活宝: levels, methods, codes (WM-0 to WM-14).

A yield is a figure of the past: what `rules.words` bans never stands here (WM-6).
"""

from enum import IntEnum, StrEnum

from .numbers import ATTEMPTS_DAY as ATTEMPTS_DAY
from .numbers import ATTEMPTS_YEAR as ATTEMPTS_YEAR
from .numbers import ELDER_AGE as ELDER_AGE
from .numbers import LARGE_PERCENT as LARGE_PERCENT
from .numbers import PLAN_FAILURES as PLAN_FAILURES
from .numbers import QUICK_DAY as QUICK_DAY
from .record import AUDIT_ACTIONS as AUDIT_ACTIONS
from .record import AUDIT_STATES as AUDIT_STATES
from .record import AUDIT_SUBJECTS as AUDIT_SUBJECTS
from .record import NOTICE_KINDS as NOTICE_KINDS


class ProductRisk(IntEnum):
    """R1 to R5, from the least risk to the most (WM-1)."""

    R1 = 1
    R2 = 2
    R3 = 3
    R4 = 4
    R5 = 5


PRODUCT_RISK_LABELS: dict[ProductRisk, str] = {
    ProductRisk.R1: "R1 低风险",
    ProductRisk.R2: "R2 中低风险",
    ProductRisk.R3: "R3 中风险",
    ProductRisk.R4: "R4 中高风险",
    ProductRisk.R5: "R5 高风险",
}


class InvestorLevel(IntEnum):
    """C1 to C5: what a person may bear, as assessed (WM-2, WM-3)."""

    C1 = 1
    C2 = 2
    C3 = 3
    C4 = 4
    C5 = 5


INVESTOR_LEVEL_LABELS: dict[InvestorLevel, str] = {
    InvestorLevel.C1: "C1 谨慎型",
    InvestorLevel.C2: "C2 稳健型",
    InvestorLevel.C3: "C3 平衡型",
    InvestorLevel.C4: "C4 进取型",
    InvestorLevel.C5: "C5 激进型",
}


class SaleRefusal(StrEnum):
    """Why a product is not sold to a person now (WM-1 to WM-3)."""

    NOT_ASSESSED = "NOT_ASSESSED"
    ASSESSMENT_EXPIRED = "ASSESSMENT_EXPIRED"
    NOT_SUITABLE = "NOT_SUITABLE"
    BRANCH_ONLY = "BRANCH_ONLY"


SALE_REFUSAL_LABELS: dict[SaleRefusal, str] = {
    SaleRefusal.NOT_ASSESSED: "您还没有做过风险测评,请先完成测评。",
    SaleRefusal.ASSESSMENT_EXPIRED: "您的风险测评已过有效期,请重新测评。",
    SaleRefusal.NOT_SUITABLE: "产品风险等级高于您的风险承受能力,不能购买。",
    SaleRefusal.BRANCH_ONLY: "较高风险产品须事先书面约定后才能在线购买,请到网点办理。",
}


class IncomeMethod(StrEnum):
    """How a day's income becomes 分: a parameter of the product (WM-9)."""

    ROUND_DAILY = "ROUND_DAILY"
    CARRY = "CARRY"


INCOME_METHOD_LABELS: dict[IncomeMethod, str] = {
    IncomeMethod.ROUND_DAILY: "每日四舍五入到分",
    IncomeMethod.CARRY: "不足一分的部分结转到次日",
}


class DividendMode(StrEnum):
    """What a holder has chosen to do with a dividend (WM-12)."""

    CASH = "CASH"
    REINVEST = "REINVEST"


DIVIDEND_MODE_LABELS: dict[DividendMode, str] = {
    DividendMode.CASH: "现金分红",
    DividendMode.REINVEST: "红利再投资",
}


class Rhythm(StrEnum):
    """How often an auto-invest plan buys (WM-13)."""

    WEEKLY = "WEEKLY"
    FORTNIGHTLY = "FORTNIGHTLY"
    MONTHLY = "MONTHLY"


RHYTHM_LABELS: dict[Rhythm, str] = {
    Rhythm.WEEKLY: "每周",
    Rhythm.FORTNIGHTLY: "每两周",
    Rhythm.MONTHLY: "每月",
}


class QuoteKind(StrEnum):
    """What can be computed without an order."""

    PURCHASE = "purchase"
    REDEMPTION = "redemption"
    DATES = "dates"
    YIELD = "yield"
