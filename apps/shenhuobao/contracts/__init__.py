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
    "LevelCount",
    "LevelCounts",
    "NewProduct",
    "OptionLine",
    "OrderAnswer",
    "OwnAssessments",
    "PriceLine",
    "ProductDesk",
    "ProductFees",
    "ProductLine",
    "QuestionLine",
    "QuestionnairePage",
    "Reading",
    "ShelfGroup",
    "ShelfLine",
    "ShelfProduct",
    "StaffAssessment",
    "TermsSaid",
    "TradeDates",
    "VersionShown",
]
