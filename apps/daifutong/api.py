"""The door of the payroll, for the portal."""

from .selectors import batches_waiting, find_batches, find_payslips, home_salary, latest_batches

__all__ = ["batches_waiting", "find_batches", "find_payslips", "home_salary", "latest_batches"]
