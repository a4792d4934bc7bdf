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
from .screen import Screen

__all__ = [
    "Arrears",
    "Cap",
    "Caps",
    "Concentration",
    "Draft",
    "DueSum",
    "HoldingLine",
    "IssueAnswer",
    "IssueDetail",
    "IssueLine",
    "IssuePage",
    "IssueReview",
    "LenderCount",
    "NominalCap",
    "OrderAnswer",
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
    "Watch",
]
