"""What the payroll does when something has happened: tell people (never an amount), and take in what a bank answered.

Each handler runs in a transaction that also ends its job; a repeat changes nothing. One module for each sort of event.
"""

from . import batches, days, payslips, requests

__all__ = ["batches", "days", "payslips", "requests"]
