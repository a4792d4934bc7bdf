"""Every status against every move, every class against the amounts of AC-2; no database."""

from itertools import product
from uuid import UUID

import pytest

from apps.bankaccounts.contracts import (
    AccountClass,
    AccountFacts,
    AccountStatus,
    HolderKind,
    InboundLine,
    InboundRefusal,
)
from apps.bankaccounts.rules import ACCOUNT, UNLIMITED, Limits, Used, inbound_verdicts
from apps.core.errors import IllegalMove
from apps.core.ids import new_id

ACCOUNT_ID = new_id()
LIMITS = Limits(day=10_000_00, year=200_000_00)

EXPECTED = {
    ("", "open"): "NORMAL",
    ("NORMAL", "freeze"): "FROZEN",
    ("STOP_PAYMENT", "freeze"): "FROZEN",
    ("DORMANT", "freeze"): "FROZEN",
    ("LOST", "freeze"): "FROZEN",
    ("FROZEN", "unfreeze"): "NORMAL",
    ("NORMAL", "stop_payment"): "STOP_PAYMENT",
    ("STOP_PAYMENT", "allow_payment"): "NORMAL",
    ("NORMAL", "report_loss"): "LOST",
    ("LOST", "find"): "NORMAL",
    ("NORMAL", "let_sleep"): "DORMANT",
    ("DORMANT", "wake"): "NORMAL",
    ("NORMAL", "close"): "CLOSED",
}


def test_every_status_against_every_move() -> None:
    found = {}
    for status in ("", *AccountStatus):
        for move in {move.name for move in ACCOUNT.moves}:
            try:
                found[status, move] = ACCOUNT.check(status, move).target
            except IllegalMove:
                continue
    assert found == EXPECTED


def account(
    account_class: AccountClass = AccountClass.II,
    *,
    status: AccountStatus = AccountStatus.NORMAL,
    is_face_verified: bool = True,
    holder_kind: HolderKind = HolderKind.PERSON,
) -> AccountFacts:
    return AccountFacts(ACCOUNT_ID, new_id(), holder_kind, new_id(), "李晓雯", account_class, status, is_face_verified)


def verdicts(facts: AccountFacts | None, *amounts: int, used: Used | None = None) -> list[InboundRefusal | None]:
    lines = [InboundLine(UUID(int=place), ACCOUNT_ID, amount) for place, amount in enumerate(amounts)]
    found = inbound_verdicts(lines, {ACCOUNT_ID: facts} if facts else {}, {ACCOUNT_ID: used or Used()}, LIMITS)
    return [found.get(line.ref) for line in lines]


LIMIT = InboundRefusal.CLASS_LIMIT


@pytest.mark.parametrize(
    ("facts", "amount", "refusal"),
    [
        (account(AccountClass.I), 9_999_999_99, None),
        (account(AccountClass.II), 10_000_00, None),
        (account(AccountClass.II), 10_000_01, LIMIT),
        (account(AccountClass.II), 12_000_00, LIMIT),
        (account(AccountClass.II, is_face_verified=False), 1, LIMIT),
        (account(AccountClass.III), 1, LIMIT),
        (account(AccountClass.CORPORATE, holder_kind=HolderKind.ENTERPRISE), 1, InboundRefusal.NOT_PERSONAL),
        (account(status=AccountStatus.FROZEN), 1, InboundRefusal.FROZEN),
        (account(status=AccountStatus.STOP_PAYMENT), 1, InboundRefusal.STOP_PAYMENT),
        (account(status=AccountStatus.DORMANT), 1, InboundRefusal.DORMANT),
        (account(status=AccountStatus.LOST), 1, InboundRefusal.LOST),
        (account(status=AccountStatus.CLOSED), 1, InboundRefusal.CLOSED),
        (None, 1, InboundRefusal.UNKNOWN),
    ],
)
def test_what_may_come_in(facts: AccountFacts | None, amount: int, refusal: InboundRefusal | None) -> None:
    assert verdicts(facts, amount) == [refusal]


def test_only_what_is_called_unlimited_takes_any_amount() -> None:
    """Payrolls look at no other facts of such accounts."""
    for account_class, status, verified in product(AccountClass, AccountStatus, (True, False)):
        kind = HolderKind.ENTERPRISE if account_class == AccountClass.CORPORATE else HolderKind.PERSON
        facts = account(account_class, status=status, is_face_verified=verified, holder_kind=kind)
        assert (verdicts(facts, 10**15) == [None]) == ((kind, account_class, status) == UNLIMITED)


def test_the_day_is_used_up_line_by_line_and_a_refused_line_uses_nothing() -> None:
    assert verdicts(account(), 6_000_00, 4_000_01, 3_999_99, 1, 1) == [None, LIMIT, None, None, LIMIT]


def test_the_year_counts_what_came_before_today() -> None:
    assert verdicts(account(), 5_000_00, 1, used=Used(day=0, year=195_000_00)) == [None, LIMIT]


@pytest.mark.parametrize(
    ("refusal", "import_code", "payment_code"),
    [
        (InboundRefusal.UNKNOWN, "E_ACCOUNT", "P01"),
        (InboundRefusal.CLOSED, "E_CLOSED", "P03"),
        (InboundRefusal.FROZEN, "E_FROZEN", "P04"),
        (InboundRefusal.STOP_PAYMENT, "E_FROZEN", "P04"),
        (InboundRefusal.DORMANT, "E_DORMANT", "P05"),
        (InboundRefusal.CLASS_LIMIT, "E_CLASS_LIMIT", "P06"),
        (InboundRefusal.LOST, "E_LOST", "P13"),
        (InboundRefusal.NOT_PERSONAL, "E_NOT_PERSONAL", "P99"),
    ],
)
def test_codes_by_stage(refusal: InboundRefusal, import_code: str, payment_code: str) -> None:
    assert (refusal.import_code, refusal.payment_code) == (import_code, payment_code)
    assert refusal.message
