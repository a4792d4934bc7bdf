"""The door of the payroll, for the portal."""

from .selectors import batches_waiting, home_salary, latest_batches

__all__ = ["batches_waiting", "home_salary", "latest_batches"]
