"""The door of 申活宝, for the portal and for who checks a paper."""

from .selectors.papers import paper_proved
from .selectors.wealth import wealth_value

__all__ = ["paper_proved", "wealth_value"]
