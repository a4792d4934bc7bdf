"""Every status against every move, and against money that wants to come in; no database."""

import pytest

from apps.bankaccounts.contracts import (
    AccountClass,
    AccountFacts,
    AccountStatus,
    HolderKind,
    InboundRefusal,
)
from apps.bankaccounts.rules import ACCOUNT, inbound_refusal
from apps.core.errors import IllegalMove
from apps.core.ids import new_id

ACCOUNT_ID = new_id()

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
    ("NORMAL", "self_stop"): "SELF_STOP",
    ("SELF_STOP", "self_allow"): "NORMAL",
    ("SELF_STOP", "freeze"): "FROZEN",
    ("SELF_STOP", "report_loss"): "LOST",
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


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (account(AccountClass.I), None),
        (account(AccountClass.II), None),
        (account(AccountClass.II, is_face_verified=False), None),  # how much may come in, the limits centre says
        (account(AccountClass.III), None),
        (account(AccountClass.CORPORATE, holder_kind=HolderKind.ENTERPRISE), InboundRefusal.NOT_PERSONAL),
        (account(status=AccountStatus.FROZEN), InboundRefusal.FROZEN),
        (account(status=AccountStatus.STOP_PAYMENT), InboundRefusal.STOP_PAYMENT),
        (account(status=AccountStatus.DORMANT), InboundRefusal.DORMANT),
        (account(status=AccountStatus.SELF_STOP), None),
        (account(status=AccountStatus.LOST), InboundRefusal.LOST),
        (account(status=AccountStatus.CLOSED), InboundRefusal.CLOSED),
        (None, InboundRefusal.UNKNOWN),
    ],
)
def test_where_money_may_come_in(facts: AccountFacts | None, refusal: InboundRefusal | None) -> None:
    assert inbound_refusal(facts) == refusal


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
