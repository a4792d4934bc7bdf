"""Who may lend to an employer (TX-3, TX-5): asked when an order is placed, and again when it is settled."""

from dataclasses import dataclass
from datetime import date, timedelta

ADULT = 18  # years
NOT_MEMBER = "NOT_MEMBER"  # for whom the issue does not exist at all


@dataclass(frozen=True, slots=True)
class Lender:
    """What is known of somebody who wants to lend; dates of Asia/Shanghai."""

    is_active: bool  # certified at the issuing enterprise itself, and working there
    has_labour_contract: bool  # not dispatched, retired, an intern or part-time
    has_social_insurance: bool  # the roster says so, with evidence
    hired_on: date
    born_on: date
    is_own_account: bool  # the account's name is the person's
    loan_on: date | None  # when a bank loan was last paid out to the account


STRANGER = Lender(False, False, False, date.max, date.max, False, None)  # who was never on the roster


def sees_issue(lender: Lender) -> bool:
    """Whether the issue exists for them at all: for all others it is 404 (TX-4)."""
    return lender.is_active and lender.has_labour_contract


def refusal_of(
    lender: Lender, *, listed_on: date, today: date, hired_days: int, loan_days: int
) -> tuple[str, str] | None:
    """Why this person may not lend, as (code, sentence); None for somebody who may."""
    if not sees_issue(lender):
        return NOT_MEMBER, "只有本企业已认证、签订劳动合同的在职员工可以出借。"
    if not lender.has_social_insurance:
        return "NO_INSURANCE", "花名册中还没有您的社会保险记录,请联系企业补充后再认购。"
    if lender.hired_on > listed_on - timedelta(days=hired_days):
        return "HIRED_LATE", f"发行前入职满 {hired_days} 天的员工才可以认购。"
    if _years(lender.born_on, today) < ADULT:
        return "UNDER_AGE", f"年满 {ADULT} 周岁才可以认购。"
    if not lender.is_own_account:
        return "NOT_OWN_ACCOUNT", "只能用本人名下的账户认购。"
    if lender.loan_on is not None and lender.loan_on > today - timedelta(days=loan_days):
        return "LOAN_FUNDS", f"该账户 {loan_days} 天内有贷款发放,不能用贷款资金认购。"
    return None


def _years(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
