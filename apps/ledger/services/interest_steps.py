"""Demand interest at the end of a day: what each account has earned, and on the day of settlement what it gets."""

from typing import Any

from apps.core import params
from apps.core.bankday import Report
from apps.core.clock import Moment
from apps.core.ids import new_id
from apps.core.money import Fen, format_yuan

from ..choices import DEMAND_RATE
from ..rules import rate_ppm
from ..selectors import house_account
from .door import call
from .journal_post import journal_post

GL_EXPENSE, GL_OWED = "6411", "2231"
PAY_PARTS = 16  # a journal of all holders would hold them all locked


def interest_pay(now: Moment, partition: int) -> Report:
    """Pays one part of the holders what they are owed through the day before (AC-11). Dr 2231 Cr 2011.*

    Key: day and part. Needs the transaction of the step; locks the accounts of the part, ascending by id.
    """
    holders, fen = _call(
        "INSERT INTO ledger_daywork (work, day, part, parts, journal, at, payer) VALUES ('pay', %s, %s, %s, %s, %s, %s)"
        " RETURNING touched, fen",
        now.business_date, partition, PAY_PARTS, new_id(), now.wall, house_account(GL_OWED),
    )  # fmt: skip
    return Report(f"向 {holders:,} 户支付活期利息 {format_yuan(fen)} 元", {"holders": holders, "paid_fen": fen})


def interest_accrue(now: Moment, partition: int) -> Report:
    """Adds the day to what is owed on each account that bears interest, and posts the sum. Dr 6411 Cr 2231

    Key: the day. Needs the transaction of the step. Raises Unavailable without a rate for the day.
    """
    rate = rate_ppm(params.get(DEMAND_RATE, now.business_date))
    holdings, fen = _call(
        "INSERT INTO ledger_daywork (work, day, rate) VALUES ('accrue', %s, %s) RETURNING touched, fen",
        now.business_date, rate,
    )  # fmt: skip
    if fen:
        journal_post(
            key=f"close.accrual:{now.business_date}",
            kind="close.accrual",
            summary="计提活期利息",
            legs=((house_account(GL_EXPENSE), -fen), (house_account(GL_OWED), fen)),
            now=now,
        )
    return Report(f"{holdings:,} 户计息,计提 {format_yuan(fen)} 元", {"holdings": holdings, "accrued_fen": fen})


def _call(sql: str, *parameters: Any) -> tuple[int, Fen]:
    count, fen = call(sql, parameters)
    return count, Fen(fen)
