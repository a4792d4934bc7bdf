"""Reads of the payroll, each scoped by its actor."""

from .batches import (
    batch_detail,
    batch_progress,
    batches_for_enterprise,
    batches_for_staff,
    batches_waiting,
    latest_batches,
    payer_accounts,
)
from .comparison import batch_comparison, compared_lines
from .contracts import contract_desk, contract_detail, contract_of, contracts_for_staff
from .disputes import disputes_for_enterprise, disputes_waiting
from .fees import fee_detail, fees_for_enterprise
from .finding import find_batches, find_payslips
from .pay_calendar import pay_calendar
from .payslips import home_salary, payslip_line, payslips_for_member
from .receipts import own_receipt, receipts_issued
from .rows import batch_rows, row_detail
from .statistics import payroll_figures
from .unsent import recall_of
from .uploads import columns_asked, import_status, upload_progress

__all__ = [
    "batch_comparison",
    "batch_detail",
    "batch_progress",
    "batch_rows",
    "batches_for_enterprise",
    "batches_for_staff",
    "batches_waiting",
    "columns_asked",
    "compared_lines",
    "contract_desk",
    "contract_detail",
    "contract_of",
    "contracts_for_staff",
    "disputes_for_enterprise",
    "disputes_waiting",
    "fee_detail",
    "fees_for_enterprise",
    "find_batches",
    "find_payslips",
    "home_salary",
    "import_status",
    "latest_batches",
    "own_receipt",
    "pay_calendar",
    "payer_accounts",
    "payroll_figures",
    "payslip_line",
    "payslips_for_member",
    "recall_of",
    "receipts_issued",
    "row_detail",
    "upload_progress",
]
