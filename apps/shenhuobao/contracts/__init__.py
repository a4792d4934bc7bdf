"""What pages, the API and other apps get of 申活宝."""

from .desk import DocumentShown, FactCell, FactRow, ProductDesk, ProductLine, VersionShown
from .order import OrderAnswer, Reading
from .product import NewProduct, ProductFees, TermsSaid
from .shelf import PriceLine, ShelfGroup, ShelfLine, ShelfProduct, TradeDates
from .suitability import (
    Answering,
    AssessmentAnswer,
    AssessmentDesk,
    AssessmentLine,
    AssessmentPage,
    AttemptsLeft,
    Evidence,
    LevelCount,
    LevelCounts,
    OptionLine,
    OwnAssessments,
    QuestionLine,
    QuestionnairePage,
    StaffAssessment,
)
from .trading import IncomeLine, PositionLine, PositionPage, Positions, PurchaseSheet, TradeLine

__all__ = [
    "Answering",
    "AssessmentAnswer",
    "AssessmentDesk",
    "AssessmentLine",
    "AssessmentPage",
    "AttemptsLeft",
    "DocumentShown",
    "Evidence",
    "FactCell",
    "FactRow",
    "IncomeLine",
    "LevelCount",
    "LevelCounts",
    "NewProduct",
    "OptionLine",
    "OrderAnswer",
    "OwnAssessments",
    "PositionLine",
    "PositionPage",
    "Positions",
    "PriceLine",
    "ProductDesk",
    "ProductFees",
    "ProductLine",
    "PurchaseSheet",
    "QuestionLine",
    "QuestionnairePage",
    "Reading",
    "ShelfGroup",
    "ShelfLine",
    "ShelfProduct",
    "StaffAssessment",
    "TermsSaid",
    "TradeDates",
    "TradeLine",
    "VersionShown",
]
