from .batch import Batch
from .columns import ColumnTemplate
from .contract import Contract
from .fee import FeeStatement
from .papers import PayslipTemplate, PayslipWithdrawal
from .payslip import Payslip
from .permit import RepeatPermit
from .receipt import PayReceipt
from .row import Row
from .wage_proof import WageProof

__all__ = [
    "Batch",
    "ColumnTemplate",
    "Contract",
    "FeeStatement",
    "PayReceipt",
    "Payslip",
    "PayslipTemplate",
    "PayslipWithdrawal",
    "RepeatPermit",
    "Row",
    "WageProof",
]
