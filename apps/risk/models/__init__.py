from .limit_event import LimitEvent
from .limit_use import LimitUse
from .reservation import Reservation

__all__ = ["LimitEvent", "LimitUse", "Reservation"]
