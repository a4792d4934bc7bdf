"""What pages, the API and other apps get of 申活宝."""

from .desk import DocumentShown, FactCell, FactRow, LargeLine, ProductDesk, ProductLine, VersionShown
from .instruction import InstructionLine, InstructionPage, InstructionTerms, RunLine
from .order import OrderAnswer, Reading
from .plan import Goal, PlanChoice, PlanChoices, PlanLine
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
from .trading import IncomeLine, PositionLine, PositionPage, Positions, PurchaseSheet, TradeLine, TradeSource

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
    "Goal",
    "IncomeLine",
    "InstructionLine",
    "InstructionPage",
    "InstructionTerms",
    "LargeLine",
    "LevelCount",
    "LevelCounts",
    "NewProduct",
    "OptionLine",
    "OrderAnswer",
    "OwnAssessments",
    "PlanChoice",
    "PlanChoices",
    "PlanLine",
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
    "RunLine",
    "ShelfGroup",
    "ShelfLine",
    "ShelfProduct",
    "StaffAssessment",
    "TermsSaid",
    "TradeDates",
    "TradeLine",
    "TradeSource",
    "VersionShown",
]
