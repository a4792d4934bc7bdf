"""The registers that a line is checked against, gathered in a few queries for any number of lines."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from apps.bankaccounts import api as bankaccounts
from apps.core import params
from apps.core.clock import Moment
from apps.core.crypto import blind_indexer
from apps.members import api as members
from apps.risk import api as risk

from ..choices import OTHER_BANK_BINS, OTHER_BANK_ENABLED, OTHER_BANK_ROW_LIMIT, OWN_BINS, ROW_LIMIT, WageCardState
from ..models import WageCard
from ..rules.lines import Limits, Line, PayCard, Registry, fill, judge, refuse
from .payees import payee_refusals

OUTLIER_MONTHS = 6


def check_lines(lines: Sequence[Line], *, enterprise_id: UUID, now: Moment) -> None:
    """Adds to each line what accounts, limits, roster, wage cards and past wages say of it. Reads only."""
    if blank := {line.emp_no for line in lines if not line.account and line.emp_no}:
        staff = {line.emp_no: line for line in members.roster(enterprise_id) if line.emp_no in blank}
        fill(lines, staff, wage_numbers(enterprise_id, {line.person_id for line in staff.values()}))
    registry = registry_for(enterprise_id, [line.account for line in lines if line.account.isdecimal()], now)
    judge(lines, registry)
    payees = [
        (line.id, registry.accounts.get(line.account), line.amount_fen)
        for line in lines
        if line.payee_account_id and line.amount_fen
    ]
    refuse(lines, payee_refusals(payees, ask=risk.check, now=now))


def registry_for(enterprise_id: UUID, numbers: Sequence[str], now: Moment) -> Registry:
    roster = members.roster(enterprise_id)
    day = now.business_date
    return Registry(
        accounts=bankaccounts.accounts_by_numbers(numbers),
        roster={line.person_id: line for line in roster},
        staff={line.emp_no: line for line in roster},
        averages=average_wages(enterprise_id, day),
        own_bins=tuple(params.get(OWN_BINS, day).split(",")),
        other_banks=dict(pair.split("=") for pair in params.get(OTHER_BANK_BINS, day).split(",") if pair),
        limits=Limits(
            own=params.get(ROW_LIMIT, day),
            other=params.get(OTHER_BANK_ROW_LIMIT, day),
            other_enabled=params.get(OTHER_BANK_ENABLED, day),
        ),
        cards=wagecards(enterprise_id),
        index=blind_indexer("account_number"),
    )


def wagecards(enterprise_id: UUID) -> dict[UUID, PayCard]:
    """The confirmed wage cards of an enterprise's people. One query."""
    rows = WageCard.objects.system("the caller acts for this enterprise").filter(
        enterprise_id=enterprise_id, state=WageCardState.CONFIRMED
    )
    return {
        person_id: PayCard(account_id, bytes(index))
        for person_id, account_id, index in rows.values_list("person_id", "account_id", "number_index")
    }


def wage_numbers(enterprise_id: UUID, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers in clear of the confirmed wage cards of these people, for the lines that name no account."""
    rows = WageCard.objects.system("the caller acts for this enterprise").filter(
        enterprise_id=enterprise_id, state=WageCardState.CONFIRMED, person_id__in=person_ids
    )
    return {row.person_id: row.number.clear() for row in rows}


def average_wages(enterprise_id: UUID, day: date) -> dict[UUID, int]:
    """What each person was paid on average (分) by this enterprise in the months before, by person."""
    months = day.year * 12 + day.month - 1 - OUTLIER_MONTHS
    first = f"{months // 12}-{months % 12 + 1:02d}"
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.person_id, avg(r.amount_fen)::bigint
                 FROM daifutong_batch b JOIN daifutong_row r ON r.batch_id = b.id
                WHERE b.enterprise_id = %s AND b.pay_period >= %s AND b.released_at IS NOT NULL
                  AND r.state = 'PAID' AND r.person_id IS NOT NULL
                GROUP BY r.person_id""",
            [enterprise_id, first],
        )
        return dict(cursor.fetchall())
