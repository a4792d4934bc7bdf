"""The door of the payroll, for the portal and for whoever verifies a paper."""

from .selectors import batches_waiting, find_batches, find_payslips, home_salary, latest_batches
from .selectors.pay_calendar import next_pay_day
from .selectors.payees import wages_expected
from .selectors.receipts import receipt_proved
from .selectors.wage_proofs import wages_proved

__all__ = [
    "batches_waiting",
    "find_batches",
    "find_payslips",
    "home_salary",
    "latest_batches",
    "next_pay_day",
    "receipt_proved",
    "wages_expected",
    "wages_proved",
]
