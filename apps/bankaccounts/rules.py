"""The life of an account, in which of its states money may come in, and the periods that may be asked for."""

from datetime import date, timedelta

from apps.core.errors import InvalidInput
from apps.core.lifecycle import Lifecycle, Move

from .contracts import AccountClass, AccountFacts, HolderKind, InboundRefusal
from .contracts import AccountStatus as S
from .contracts import BoundCardState as C
from .contracts import ConfirmationState as M

ACCOUNT = Lifecycle(
    "bankaccounts.account",
    "账户",
    (
        Move("open", "", S.NORMAL, "bank", "number and class allowed", "a ledger account with floor 0"),
        Move("freeze", S.NORMAL, S.FROZEN, "bank operator", "an order of an authority"),
        Move("freeze", S.STOP_PAYMENT, S.FROZEN, "bank operator", "an order of an authority"),
        Move("freeze", S.DORMANT, S.FROZEN, "bank operator", "an order of an authority"),
        Move("freeze", S.LOST, S.FROZEN, "bank operator", "an order of an authority"),
        Move("unfreeze", S.FROZEN, S.NORMAL, "bank operator", "the order has ended"),
        Move("stop_payment", S.NORMAL, S.STOP_PAYMENT, "bank operator", "fraud is suspected"),
        Move("allow_payment", S.STOP_PAYMENT, S.NORMAL, "bank operator", "the suspicion is gone or 48 h are over"),
        Move("self_stop", S.NORMAL, S.SELF_STOP, "holder", "", "nothing goes out, money may come in"),
        Move("self_allow", S.SELF_STOP, S.NORMAL, "holder", "the person is verified again"),
        Move("freeze", S.SELF_STOP, S.FROZEN, "bank operator", "an order of an authority"),
        Move("report_loss", S.SELF_STOP, S.LOST, "holder", "", "the card pays nothing"),
        Move("report_loss", S.NORMAL, S.LOST, "holder", "", "the card pays nothing"),
        Move("find", S.LOST, S.NORMAL, "holder", "the person is verified again"),
        Move("let_sleep", S.NORMAL, S.DORMANT, "SYS", "long without movement (AC-6)"),
        Move("wake", S.DORMANT, S.NORMAL, "holder", "the person is verified again"),
        Move("close", S.NORMAL, S.CLOSED, "bank operator", "the balance is 0", "the ledger account closes too"),
    ),
)

BOUND_CARD = Lifecycle(
    "bankaccounts.bound_card",
    "绑定卡",
    (
        Move("check", "", C.CHECKED, "holder", "three or four elements match (ID-7)"),
        Move("check_again", C.CHECKED, C.CHECKED, "holder", "they match again"),
        Move("bind", C.CHECKED, C.BOUND, "holder", "the check is fresh, the mandate signed", "money may be pulled"),
        Move("renew", C.BOUND, C.BOUND, "holder", "no mandate holds any more", "money may be pulled again"),
        Move("unbind", C.CHECKED, C.UNBOUND, "holder"),
        Move("unbind", C.BOUND, C.UNBOUND, "holder", "no account depends on it (AC-4)", "its mandate ends"),
    ),
)

CONFIRMATION = Lifecycle(
    "bankaccounts.confirmation",
    "对账确认",
    (
        Move("agree", "", M.AGREED, "enterprise", "the month is over"),
        Move("differ", "", M.DIFFERS, "enterprise", "the month is over; a note", "a case for the account's unit"),
        Move("differ", M.DIFFERS, M.DIFFERS, "enterprise", "another note"),
        Move("agree", M.DIFFERS, M.AGREED, "enterprise", "", "the case closes"),
    ),
)

_STATUS_REFUSALS = {
    S.CLOSED: InboundRefusal.CLOSED,
    S.FROZEN: InboundRefusal.FROZEN,
    S.STOP_PAYMENT: InboundRefusal.STOP_PAYMENT,
    S.DORMANT: InboundRefusal.DORMANT,
    S.LOST: InboundRefusal.LOST,
}


# Holder kind, class and status of an account that refuses no money and that no limit counts (risk grades classes II and
# III alone): a payroll looks at no other facts of such accounts.
ORDINARY = HolderKind.PERSON, AccountClass.I, S.NORMAL


def inbound_refusal(account: AccountFacts | None) -> InboundRefusal | None:
    """Why no money may come into an account, whatever the amount; how much may, the limits centre (risk) says."""
    if account is None:
        return InboundRefusal.UNKNOWN
    if account.holder_kind != HolderKind.PERSON:
        return InboundRefusal.NOT_PERSONAL
    return _STATUS_REFUSALS.get(account.status)


LONGEST_PERIOD = 366  # days


def period_check(first: date, last: date, *, today: date) -> None:
    """Raises InvalidInput for a period of an account, both days included, that cannot be or is too long."""
    if first > last:
        raise InvalidInput("PERIOD_ORDER", _UPSIDE_DOWN, fields={"first": _UPSIDE_DOWN})
    if last > today:
        message = f"结束日期不能晚于当前营业日 {today}。"
        raise InvalidInput("PERIOD_FUTURE", message, fields={"last": message})
    if (last - first).days >= LONGEST_PERIOD:
        raise InvalidInput("PERIOD_LENGTH", _TOO_LONG, fields={"first": _TOO_LONG})


_UPSIDE_DOWN = "开始日期不能晚于结束日期。"
_TOO_LONG = f"一次最多查询 {LONGEST_PERIOD} 天,请缩短期间。"


def month_of(first: date, today: date) -> tuple[date, date]:
    """A month by its first day, up to today if it is this one."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, min(last, today) if first <= today else last
