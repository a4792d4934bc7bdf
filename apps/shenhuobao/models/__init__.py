from .agent import Dispatch, TaFile
from .holding import Holding, Income, Lot
from .order import Order
from .product import Document, Price, Product, Terms
from .suitability import AssessmentMark, Questionnaire, RiskAssessment

__all__ = [
    "AssessmentMark",
    "Dispatch",
    "Document",
    "Holding",
    "Income",
    "Lot",
    "Order",
    "Price",
    "Product",
    "Questionnaire",
    "RiskAssessment",
    "TaFile",
    "Terms",
]
