"""What pages, the API and other apps get of 同心宝."""

from .answers import IssueAnswer, OrderAnswer
from .cap import Cap
from .desk import Arrears, Concentration, LenderCount, QuoteLine, SharedDevice, Watch
from .draft import Caps, Draft, NominalCap, SampleDue
from .issue import (
    DueSum,
    HoldingLine,
    IssueDetail,
    IssueLine,
    IssuePage,
    IssueReview,
    PaperLine,
    PayoutDetail,
    PayoutSum,
    Raising,
    Register,
    RegisterLine,
)
from .lending import (
    DueLine,
    LendingIssue,
    LendingLine,
    LendingPaper,
    LoanLine,
    LoanPage,
    Loans,
    OrderLine,
    PaidLine,
    YearLine,
)
from .screen import Screen
from .signing import Signing

__all__ = [
    "Arrears",
    "Cap",
    "Caps",
    "Concentration",
    "Draft",
    "DueLine",
    "DueSum",
    "HoldingLine",
    "IssueAnswer",
    "IssueDetail",
    "IssueLine",
    "IssuePage",
    "IssueReview",
    "LenderCount",
    "LendingIssue",
    "LendingLine",
    "LendingPaper",
    "LoanLine",
    "LoanPage",
    "Loans",
    "NominalCap",
    "OrderAnswer",
    "OrderLine",
    "PaidLine",
    "PaperLine",
    "PayoutDetail",
    "PayoutSum",
    "QuoteLine",
    "Raising",
    "Register",
    "RegisterLine",
    "SampleDue",
    "Screen",
    "SharedDevice",
    "Signing",
    "Watch",
    "YearLine",
]
