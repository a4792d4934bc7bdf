from .batch import Batch
from .columns import ColumnTemplate
from .contract import Contract
from .fee import FeeStatement
from .follow_up import FollowUp
from .opening import Opening, OpeningInvitee
from .papers import PayslipTemplate, PayslipWithdrawal
from .payslip import Payslip
from .permit import RepeatPermit
from .receipt import PayReceipt
from .reclaim import Reclaim
from .row import Row
from .upload import Upload, UploadPiece
from .wage_proof import WageProof
from .wagecard import WageCard

__all__ = [
    "Batch",
    "ColumnTemplate",
    "Contract",
    "FeeStatement",
    "FollowUp",
    "Opening",
    "OpeningInvitee",
    "PayReceipt",
    "Payslip",
    "PayslipTemplate",
    "PayslipWithdrawal",
    "Reclaim",
    "RepeatPermit",
    "Row",
    "Upload",
    "UploadPiece",
    "WageCard",
    "WageProof",
]
