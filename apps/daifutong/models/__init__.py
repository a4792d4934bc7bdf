from .batch import Batch
from .payslip import Payslip
from .row import Row

__all__ = ["Batch", "Payslip", "Row"]
