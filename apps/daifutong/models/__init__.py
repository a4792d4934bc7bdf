from .batch import Batch
from .columns import ColumnTemplate
from .contract import Contract
from .payslip import Payslip
from .permit import RepeatPermit
from .row import Row

__all__ = ["Batch", "ColumnTemplate", "Contract", "Payslip", "RepeatPermit", "Row"]
