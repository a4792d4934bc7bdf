"""The door of the case desk."""

from .selectors import open_cases_for, open_count
from .services.case_open import case_close as close_case
from .services.case_open import case_open as open_case

__all__ = ["close_case", "open_case", "open_cases_for", "open_count"]
