from .batch import Batch
from .payslip import Payslip
from .permit import RepeatPermit
from .row import Row

__all__ = ["Batch", "Payslip", "RepeatPermit", "Row"]
