"""The door of the payroll, for the portal."""

from .selectors import batches_waiting, find_batches, find_payslips, home_salary, latest_batches
from .selectors.payees import wages_expected

__all__ = ["batches_waiting", "find_batches", "find_payslips", "home_salary", "latest_batches", "wages_expected"]
