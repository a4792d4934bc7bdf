"""The door of the case desk."""

from .rules import CaseKind, Remedy, register_kind, register_staff
from .selectors import cases_about, cases_named, find_cases, open_cases_for, open_count
from .services.case_open import case_close as close_case
from .services.case_open import case_open as open_case
from .services.head_disagrees import head_disagrees
from .services.job_parked import job_parked

__all__ = [
    "CaseKind",
    "Remedy",
    "cases_about",
    "cases_named",
    "close_case",
    "find_cases",
    "head_disagrees",
    "job_parked",
    "open_case",
    "open_cases_for",
    "open_count",
    "register_kind",
    "register_staff",
]
