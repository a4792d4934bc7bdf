"""A seeded month of bank days (ledger.md, suite 6): pay day, weekends and a holiday, month end, a leap day, the
settlement of interest, postings while the day is cut off, late corrections, kills in between. Beside the books runs a
model in plain Python; after every day both must say the same of every account and every day so far.
"""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from uuid import UUID

import pytest

from apps.core import bankday, calendar, clock
from apps.core.choices import StepState
from apps.core.models import BankDay, CloseStep
from apps.ledger import api as ledger
from apps.ledger.models import Accrual, DayProof, InterestPaid
from apps.ledger.services.day_close import day_cut_off, step_begin
from fixtures.reference import on_day

from .books import CLEARING, CORPORATE, PERSONAL, TRANSIT, faults, opened
from .days import SYSTEM, advance

pytestmark = pytest.mark.django_db

RATE, BASE = 500, 360_000_000
STAFF, WAGE = 12, 800_000
MONTHS = {  # the first day and the day that is open at the end
    "pay day, a holiday and the settlement": (date(2026, 6, 1), date(2026, 7, 1)),  # 06-19 is a holiday, 06-21 settles
    "a leap day and the month's end": (date(2028, 2, 15), date(2028, 3, 3)),
}


class Bank:
    """The books and the model beside them. `moves`: by account, (business date, value date, 分)."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.house = ledger.house_account(CLEARING)
        self.firm = opened(CORPORATE)
        self.staff = [opened(PERSONAL) for _ in range(STAFF)]
        self.moves: dict[UUID, list[tuple[date, date, int]]] = defaultdict(list)
        self.keys = 0

    def post(self, *legs: tuple[UUID, int], back: int = 0) -> None:
        now = clock.read()
        value = now.business_date - timedelta(days=back)
        self.keys += 1
        ledger.post(key=f"m:{self.keys}", kind="test", summary="测试", legs=legs, now=now, value_date=value)
        for account, fen in legs:
            self.moves[account].append((now.business_date, value, fen))

    def pay_wages(self) -> None:
        """Money comes in, the firm is debited into the batch's own transit, the staff is paid out of it."""
        total, transit, now = WAGE * STAFF, opened(TRANSIT), clock.read()
        self.post((self.house, -total), (self.firm, total))
        self.post((self.firm, -total), (transit, total))
        self.keys += 1
        ledger.post_batch(
            key=f"m:{self.keys}", kind="test", summary="代发工资", debit=transit, now=now, control_count=STAFF,
            lines=[(account, WAGE, None) for account in self.staff], control_sum=total,
        )  # fmt: skip
        for account, fen in ((transit, -total), *((account, WAGE) for account in self.staff)):
            self.moves[account].append((now.business_date, now.business_date, fen))

    def trade(self) -> None:
        """A few movements that never overdraw, some of them with an earlier value date."""
        for _ in range(self.random.randrange(6)):
            account, fen = self.random.choice([*self.staff, self.firm]), self.random.randrange(1, 50_000)
            if ledger.balance(account) < fen or self.random.random() < 0.4:
                self.post((self.house, -fen), (account, fen), back=self.random.choice((0, 0, 0, 1, 3)))
            else:
                self.post((account, -fen), (self.house, fen))

    def take_interest(self, day: date) -> None:
        """What the close paid belongs to the model too."""
        for account, fen in InterestPaid.objects.filter(business_date=day).values_list("account_id", "fen"):
            self.moves[account].append((day, day, fen))

    def balance(self, account: UUID, day: date, *, by_value: bool = False) -> int:
        return sum(fen for business, value, fen in self.moves[account] if (value if by_value else business) <= day)

    def product(self, account: UUID, day: date) -> int:
        """分 × days of what was posted up to the end of a day, each movement from its value date on."""
        known = (move for move in self.moves[account] if move[0] <= day)
        return sum(fen * ((day - value).days + 1) for _, value, fen in known)

    def agrees(self, day: date) -> None:
        for account in (self.firm, *self.staff):
            assert ledger.balance_on(account, day) == self.balance(account, day)
            assert ledger.balance_by_value_date(account, day) == self.balance(account, day, by_value=True)
            row = Accrual.objects.filter(account_id=account, business_date=day).first()
            fen, carry = (row.accrued, row.carry) if row else (0, 0)
            paid = sum(InterestPaid.objects.filter(account_id=account).values_list("fen", flat=True))
            assert paid + fen + Fraction(carry, BASE) == Fraction(self.product(account, day) * RATE, BASE)


def close(bank: Bank) -> date:
    """Closes the open day: what is posted after the cut-off is the next day's; a process dies on the way, sometimes."""
    day = clock.read().business_date
    day_cut_off(actor=SYSTEM, now=clock.read())
    while bankday.closing_day():
        if bank.random.random() < 0.2:
            bank.trade()
        step = bankday.next_step(day)
        if step and bank.random.random() < 0.2:
            step_begin(step=step, lease=None)  # and then its process was killed
            assert CloseStep.objects.get(pk=step.pk).state == StepState.RUNNING
        advance()
    bank.take_interest(day)
    return day


@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("name", MONTHS)
def test_every_day_of_a_month_closes_and_is_right(name: str, seed: int) -> None:
    first, end = MONTHS[name]
    with on_day(first):
        bank = Bank(Random(seed))
        pay_day = calendar.payday(date(2026, 6, 20)) if first.year == 2026 else date(2028, 2, 29)
        assert pay_day == date(2026, 6, 18) or first.year != 2026, "the holiday and the weekend bring it forward"
        while clock.read().business_date < end:
            if clock.read().business_date == pay_day:
                bank.pay_wages()
            bank.trade()
            day = close(bank)
            bank.agrees(day)
        days = [first + timedelta(days=number) for number in range((end - first).days)]
        assert list(DayProof.objects.order_by("pk").values_list("pk", flat=True)) == days
        assert set(BankDay.objects.filter(pk__in=days).values_list("state", flat=True)) == {"CLOSED"}
        assert InterestPaid.objects.exists() == (date(2026, 6, 21) in days)
        assert date(2028, 2, 29) in days or first.year == 2026
        assert faults() == []
