from .agent import Dispatch, TaFile
from .holding import Holding, Income, Lot
from .order import Order
from .product import Document, Price, Product, Terms
from .suitability import Questionnaire, RiskAssessment

__all__ = [
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
