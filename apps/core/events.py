"""What the house itself tells its apps."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DayOpened:
    """The bank works on `business_date` (ISO) from now on; the day before it is being closed."""

    name: ClassVar[str] = "core.day.opened"
    business_date: str
