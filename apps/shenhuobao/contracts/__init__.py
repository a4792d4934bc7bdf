"""What pages, the API and other apps get of 申活宝."""

from .order import OrderAnswer, Reading
from .product import NewProduct, ProductFees, TermsSaid
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
    "Evidence",
    "LevelCount",
    "LevelCounts",
    "NewProduct",
    "OptionLine",
    "OrderAnswer",
    "OwnAssessments",
    "ProductFees",
    "QuestionLine",
    "QuestionnairePage",
    "Reading",
    "StaffAssessment",
    "TermsSaid",
]
