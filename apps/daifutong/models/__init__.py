from .batch import Batch
from .columns import ColumnTemplate
from .payslip import Payslip
from .permit import RepeatPermit
from .row import Row

__all__ = ["Batch", "ColumnTemplate", "Payslip", "RepeatPermit", "Row"]
