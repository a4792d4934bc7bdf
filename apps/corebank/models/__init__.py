from .core_message import CoreMessage
from .identity_check import IdentityCheck
from .loan import LoanDisbursement
from .statement import CoreStatement, CoreStatementEntry

__all__ = ["CoreMessage", "CoreStatement", "CoreStatementEntry", "IdentityCheck", "LoanDisbursement"]
