"""The clock is a parameter: entry points read it once and hand the moment down."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Moment:
    """`wall` (UTC) is for sessions, codes and the audit trail; business rules read the bank's open day (G-5)."""

    wall: datetime
    business_date: date

    @property
    def business_at(self) -> datetime:
        """The open business date with Shanghai's time of day."""
        return datetime.combine(self.business_date, self.wall.astimezone(SHANGHAI).timetz())


def wall() -> datetime:
    return datetime.now(UTC)


def read() -> Moment:
    """The moment now. Raises Unavailable when the bank has no open day."""
    from .models import BankDay

    return Moment(wall(), BankDay.objects.open_date())
