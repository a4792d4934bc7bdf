from .accord import Accord
from .agent import Dispatch, TaFile
from .distribution import Distribution, DividendChoice, Payout
from .holding import Holding, Income, Lot
from .instruction import Instruction, Run
from .large import LargeRedemption
from .order import Order
from .paper import WealthPaper
from .plan import Plan
from .product import Document, Price, Product, Terms
from .suitability import AssessmentMark, Questionnaire, RiskAssessment

__all__ = [
    "Accord",
    "AssessmentMark",
    "Dispatch",
    "Distribution",
    "DividendChoice",
    "Document",
    "Holding",
    "Income",
    "Instruction",
    "LargeRedemption",
    "Lot",
    "Order",
    "Payout",
    "Plan",
    "Price",
    "Product",
    "Questionnaire",
    "RiskAssessment",
    "Run",
    "TaFile",
    "Terms",
    "WealthPaper",
]
