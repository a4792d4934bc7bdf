"""Opening accounts."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from apps.audit import api as audit
from apps.core import params
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_names, require_transaction
from apps.core.errors import Conflict, InvalidInput
from apps.core.identifiers import IdentifierError, card_digits, check_card_number
from apps.core.ids import new_id
from apps.ledger import api as ledger

from ..choices import CLASS_THREE_COUNT, CLASS_TWO_COUNT, OWN_BINS
from ..contracts import CLASS_LABELS, AccountBrief, AccountClass, AccountStatus, NewAccount
from ..models import BankAccount
from ..selectors import accounts_of

OWNER_KIND = "bankaccounts.account"
GL_CORPORATE, GL_PERSONAL = "2011.01", "2011.02"


def account_open(*, account: NewAccount, actor: Actor, now: Moment) -> AccountBrief:
    """Opens one account in the caller's transaction; see accounts_open."""
    (account_id,) = accounts_open(accounts=(account,), actor=actor, now=now)
    briefs = accounts_of(holder_kind=account.holder_kind, holder_id=account.holder_id)
    return next(brief for brief in briefs if brief.id == account_id)


def accounts_open(*, accounts: Sequence[NewAccount], actor: Actor, now: Moment) -> tuple[UUID, ...]:
    """Opens accounts in the caller's transaction, each with its ledger account (floor 0), and gives their ids.

    Locks the holders by name, in order. Raises InvalidInput (E_ACCOUNT, E_LUHN, E_BIN, E_CLASS) and Conflict
    (ACCOUNT_EXISTS, CLASS_COUNT: one class I and a few class II and III per person at one bank, §2).
    """
    require_transaction()
    numbers = _checked_numbers(accounts, now)
    _check_counts(accounts, now)
    rows = [_row(account, number, now) for account, number in zip(accounts, numbers, strict=True)]
    ledger.open_accounts(
        [
            (
                row.ledger_account_id,
                OWNER_KIND,
                row.pk,
                GL_CORPORATE if row.account_class == AccountClass.CORPORATE else GL_PERSONAL,
            )
            for row in rows
        ],
        on=now.business_date,
    )
    BankAccount.objects.bulk_create(rows, batch_size=2000)
    for row in rows:
        audit.record(
            actor=actor,
            action="bankaccounts.account.opened",
            subject_kind=OWNER_KIND,
            subject_id=row.pk,
            to_state=row.status,
            detail={"class": row.account_class, "tail4": row.tail4},
            enterprise_id=row.holder_id if row.account_class == AccountClass.CORPORATE else None,
            unit_path=row.unit_path,
            now=now,
        )
    return tuple(row.pk for row in rows)


def _checked_numbers(accounts: Sequence[NewAccount], now: Moment) -> list[str]:
    bins = tuple(params.get(OWN_BINS, now.business_date).split(","))
    return [_checked_number(account, bins) for account in accounts]


def _checked_number(account: NewAccount, bins: tuple[str, ...]) -> str:
    try:
        if account.account_class == AccountClass.CORPORATE:
            return card_digits(account.number)
        number = check_card_number(account.number)
    except IdentifierError as error:
        raise InvalidInput(error.code, error.message, fields={"number": error.message}) from error
    if not number.startswith(bins):
        raise InvalidInput("E_BIN", "卡号不属于本行卡段。", fields={"number": "卡号不属于本行卡段"})
    return number


def _check_counts(accounts: Sequence[NewAccount], now: Moment) -> None:
    wanted = Counter((a.holder_id, a.account_class) for a in accounts if a.account_class != AccountClass.CORPORATE)
    holders = sorted({holder_id for holder_id, _ in wanted})
    lock_names(f"bankaccounts.holder:{holder_id}" for holder_id in holders)
    held = Counter(
        BankAccount.objects.system("count of one holder's accounts")
        .filter(holder_id__in=holders)
        .exclude(status=AccountStatus.CLOSED)
        .values_list("holder_id", "account_class")
    )
    most = {
        AccountClass.I: 1,
        AccountClass.II: params.get(CLASS_TWO_COUNT, now.business_date),
        AccountClass.III: params.get(CLASS_THREE_COUNT, now.business_date),
    }
    for (holder_id, account_class), count in wanted.items():
        if held[holder_id, account_class] + count > most[account_class]:
            raise Conflict("CLASS_COUNT", f"该客户在本行的{CLASS_LABELS[account_class]}数量已达上限。")


def _row(account: NewAccount, number: str, now: Moment) -> BankAccount:
    return BankAccount(
        id=new_id(),
        number=number,
        tail4=number[-4:],
        holder_kind=account.holder_kind,
        holder_id=account.holder_id,
        holder_name=account.holder_name,
        account_class=account.account_class,
        status=AccountStatus.NORMAL,
        is_face_verified=account.is_face_verified,
        ledger_account_id=new_id(),
        unit_path=account.unit_path,
        opened_on=now.business_date,
    )
