"""A payroll as an entry of the enterprise's own books: wages payable by department against the bank account.

The codes are those of the standard chart (CAS): the enterprise's software maps them to its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ..choices import BatchKind

WAGES, SEVERANCE, EXPENSES = (
    ("2211", "应付职工薪酬—工资"),
    ("2211", "应付职工薪酬—辞退福利"),
    ("2241", "其他应付款—员工报销"),
)
BANK, IN_TRANSIT = ("1002", "银行存款"), ("1221", "其他应收款—代发在途款")
PAYABLE = {BatchKind.SEVERANCE: SEVERANCE, BatchKind.EXPENSE: EXPENSES}
NO_DEPARTMENT = "未归属部门"


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One line, in 分; either `debit` or `credit` is 0."""

    account: str
    account_name: str
    department: str
    debit: int
    credit: int


def voucher_lines(kind: BatchKind, paid: Mapping[str, int], in_transit: int) -> tuple[VoucherLine, ...]:
    """What a batch moved in the payer's books: `paid` by department, `in_transit` what left its account and neither
    arrived nor came back. What came back was never paid."""
    code, name = PAYABLE.get(kind, WAGES)
    debits = [VoucherLine(code, name, department, fen, 0) for department, fen in sorted(paid.items()) if fen]
    if in_transit:
        debits.append(VoucherLine(*IN_TRANSIT, "", in_transit, 0))
    total = sum(line.debit for line in debits)
    return (*debits, VoucherLine(*BANK, "", 0, total)) if total else ()
