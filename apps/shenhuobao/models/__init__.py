from .agent import Dispatch, TaFile
from .distribution import Distribution, DividendChoice, Payout
from .holding import Holding, Income, Lot
from .order import Order
from .product import Document, Price, Product, Terms
from .suitability import AssessmentMark, Questionnaire, RiskAssessment

__all__ = [
    "AssessmentMark",
    "Dispatch",
    "Distribution",
    "DividendChoice",
    "Document",
    "Holding",
    "Income",
    "Lot",
    "Order",
    "Payout",
    "Price",
    "Product",
    "Questionnaire",
    "RiskAssessment",
    "TaFile",
    "Terms",
]
