"""Who may lend (TX-3, TX-5), and for whom the issue exists at all (TX-4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from apps.tongxinbao.rules.eligibility import Lender, refusal_of, sees_issue

LISTED, TODAY = date(2026, 3, 2), date(2026, 3, 10)
WHO = Lender(True, True, True, date(2025, 12, 2), date(2008, 3, 10), True, None)


def refusal(**changes: Any) -> str:
    found = refusal_of(replace(WHO, **changes), listed_on=LISTED, today=TODAY, hired_days=90, loan_days=30)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"is_active": False}, "NOT_MEMBER"),
        ({"has_labour_contract": False}, "NOT_MEMBER"),
        ({"has_social_insurance": False}, "NO_INSURANCE"),
        ({"hired_on": date(2025, 12, 3)}, "HIRED_LATE"),
        ({"born_on": date(2008, 3, 11)}, "UNDER_AGE"),
        ({"is_own_account": False}, "NOT_OWN_ACCOUNT"),
        ({"loan_on": date(2026, 2, 9)}, "LOAN_FUNDS"),
        ({"loan_on": date(2026, 2, 8)}, ""),
    ],
)
def test_each_condition_by_itself(changes: dict[str, Any], code: str) -> None:
    assert refusal(**changes) == code


def test_it_exists_only_for_the_enterprises_own() -> None:
    assert sees_issue(WHO)
    assert not sees_issue(replace(WHO, is_active=False))
    assert not sees_issue(replace(WHO, has_labour_contract=False))
