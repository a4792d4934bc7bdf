"""What pages, the API and other apps get of 同心宝."""

from .answers import IssueAnswer, OrderAnswer
from .cap import Cap
from .desk import Arrears, Concentration, Late, LenderCount, QuoteLine, SharedDevice, Watch
from .draft import Caps, Draft, NominalCap, SampleDue
from .evidence import Evidence, EvidenceLoan, EvidencePaper
from .issue import (
    DueSum,
    EarlyOffer,
    EarlySum,
    HoldingLine,
    IssueDetail,
    IssueLine,
    IssuePage,
    Notices,
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
    "EarlyOffer",
    "EarlySum",
    "Evidence",
    "EvidenceLoan",
    "EvidencePaper",
    "HoldingLine",
    "IssueAnswer",
    "IssueDetail",
    "IssueLine",
    "IssuePage",
    "Late",
    "LenderCount",
    "LendingIssue",
    "LendingLine",
    "LendingPaper",
    "LoanLine",
    "LoanPage",
    "Loans",
    "NominalCap",
    "Notices",
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
