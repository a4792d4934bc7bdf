"""Reads of accounts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from apps.core.actors import Actor
from apps.core.crypto import blind_indexer
from apps.core.db import uuid_array
from apps.core.money import Fen
from apps.corebank import api as corebank
from apps.ledger import api as ledger

from ..contracts import (
    CLASS_LABELS,
    STATUS_LABELS,
    AccountBrief,
    AccountClass,
    AccountFacts,
    AccountStatus,
    HolderKind,
)
from ..models import BankAccount
from ..rules import ORDINARY

_FACTS = (
    "id", "ledger_account_id", "holder_kind", "holder_id", "holder_name", "account_class", "status", "is_face_verified"
)  # fmt: skip
_COLUMNS = ", ".join(_FACTS)
FOUND = 20

# For 100,000 accounts at a time: a look into a table costs a tenth of calling an enum.
_KINDS = {kind.value: kind for kind in HolderKind}
_CLASSES = {account_class.value: account_class for account_class in AccountClass}
_STATUSES = {status.value: status for status in AccountStatus}


def accounts_by_numbers(numbers: Sequence[str]) -> dict[str, AccountFacts]:
    """Facts of the accounts that exist here, by number (digits as core.identifiers leaves them). One query, no lock."""
    index = blind_indexer("account_number")
    by_index = {index(number): number for number in numbers}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT number_index, {_COLUMNS} FROM bankaccounts_bankaccount WHERE number_index = ANY (%s::bytea[])",  # noqa: S608  (columns are code)
            ["{" + ",".join([f'"\\\\x{found.hex()}"' for found in by_index]) + "}"],  # quicker than the driver's own
        )
        return {by_index[bytes(found)]: _facts(values) for found, *values in cursor.fetchall()}


def accounts_of(*, holder_kind: HolderKind, holder_id: UUID) -> tuple[AccountBrief, ...]:
    """A holder's accounts that are not closed, the oldest first."""
    rows = BankAccount.objects.system("for the holder").filter(holder_kind=holder_kind, holder_id=holder_id)
    return _briefs(rows)


def wage_holders(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the persons who hold an open account that takes wages (AC-2): class I, or class II seen face to face.
    One query."""
    rows = BankAccount.objects.system("whether these persons have an account").exclude(status=AccountStatus.CLOSED)
    takes = Q(account_class=AccountClass.I) | Q(account_class=AccountClass.II, is_face_verified=True)
    return set(rows.filter(takes, holder_id__in=set(person_ids)).values_list("holder_id", flat=True))


def own_accounts(person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The accounts of each person that are not closed, by person. One query."""
    rows = BankAccount.objects.system("whose account pays").exclude(status=AccountStatus.CLOSED)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for holder_id, pk in rows.filter(holder_id__in=set(person_ids)).values_list("holder_id", "pk"):
        found[holder_id].add(pk)
    return dict(found)


def loans_paid_out(account_ids: Iterable[UUID]) -> dict[UUID, date]:
    """When a loan of the bank was last paid out to each of the accounts; those without one are left out. Two queries
    (TX-5)."""
    rows = BankAccount.objects.system("where the money of a loan went").filter(pk__in=set(account_ids))
    by_index = {bytes(index): pk for pk, index in rows.values_list("pk", "number_index")}
    return {by_index[index]: day for index, day in corebank.loans_paid_out(by_index).items()}


def accounts_for_member(actor: Actor) -> tuple[AccountBrief, ...]:
    """The actor's own accounts."""
    return _briefs(BankAccount.objects.scoped(actor))


def accounts_for_staff(actor: Actor, tail4: str) -> tuple[AccountBrief, ...]:
    """The accounts of the actor's unit and the units below it whose numbers end so, closed ones too; FOUND at most."""
    rows = BankAccount.objects.scoped(actor).filter(tail4=tail4).order_by("pk")[:FOUND]
    return tuple(map(brief, rows))


def account_for_member(actor: Actor, account_id: UUID) -> tuple[AccountBrief, AccountFacts] | None:
    """One of the actor's own accounts, or of the enterprise that they act for; None for anybody else's."""
    return _account(actor, account_id)


def account_label(account_class: str, tail4: str) -> str:
    """An account as people call it: I类户 尾号 1234."""
    return f"{CLASS_LABELS[AccountClass(account_class)]} 尾号 {tail4}"


def account_for_staff(actor: Actor, account_id: UUID) -> tuple[AccountBrief, AccountFacts] | None:
    """An account of the actor's unit and the units below it; None for any other."""
    return _account(actor, account_id)


def _account(actor: Actor, account_id: UUID) -> tuple[AccountBrief, AccountFacts] | None:
    row = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    return None if row is None else (brief(row), _facts([getattr(row, name) for name in _FACTS]))


def accounts_for_enterprise(actor: Actor) -> tuple[tuple[AccountBrief, Fen], ...]:
    """The accounts of the enterprise that the actor acts for, closed ones too, with what each holds (分)."""
    rows = list(BankAccount.objects.scoped(actor).order_by("status", "pk"))
    held = ledger.balances([row.ledger_account_id for row in rows])
    return tuple((brief(row), held[row.ledger_account_id]) for row in rows)


def account_balance(account_id: UUID) -> Fen:
    """What the account holds, in 分."""
    ledger_account_id = (
        BankAccount.objects.system("the caller has scoped it").values_list("ledger_account_id", flat=True)
    ).get(pk=account_id)
    return ledger.balance(ledger_account_id)


def account_number(account_id: UUID) -> str:
    """The number in clear, for an order to another bank; it goes on no page and into no log."""
    return BankAccount.objects.system("the payer of an order").get(pk=account_id).number.clear()


def balance_for_holder(actor: Actor, account_id: UUID) -> tuple[AccountBrief, Fen] | None:
    """An account of the actor's own, or of the enterprise that he acts for, with what it holds (分); None else."""
    row = BankAccount.objects.scoped(actor).filter(pk=account_id).first()
    return None if row is None else (brief(row), ledger.balance(row.ledger_account_id))


def facts_by_ids(account_ids: set[UUID]) -> dict[UUID, AccountFacts]:
    rows = BankAccount.objects.system("payees of a payment").filter(
        RawSQL("id = ANY(%s)", [list(account_ids)], output_field=BooleanField())
    )
    return {facts.id: facts for facts in map(_facts, rows.values_list(*_FACTS))}


def facts_held(account_ids: set[UUID]) -> dict[UUID, AccountFacts]:
    """The facts as they are under a lock on each account, taken ascending by id: nobody freezes or closes one of them
    before the caller's transaction ends. Rows that only refer to the accounts go on being written."""
    rows = BankAccount.objects.system("parties to a payment").filter(
        RawSQL("id = ANY(%s)", [list(account_ids)], output_field=BooleanField())
    )
    held = rows.order_by("pk").select_for_update(no_key=True)
    return {facts.id: facts for facts in map(_facts, held.values_list(*_FACTS))}


def special_held(account_ids: set[UUID]) -> dict[UUID, AccountFacts | None]:
    """Locks each account as `facts_held` does, and gives those alone that are not ordinary; None for no account at all.

    Of thousands of payees nearly none is given, so that a payroll reads no facts of the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH held AS (
                    SELECT {_COLUMNS} FROM bankaccounts_bankaccount
                     WHERE id = ANY (%s::uuid[]) ORDER BY id FOR NO KEY UPDATE)
                SELECT found, held.* FROM (SELECT count(*) AS found FROM held) locked
                  LEFT JOIN held ON (holder_kind, account_class, status) <> (%s, %s, %s)""",  # noqa: S608  (columns are code)
            [uuid_array(account_ids), *ORDINARY],
        )
        rows = cursor.fetchall()
    special: dict[UUID, AccountFacts | None] = {values[0]: _facts(values) for _, *values in rows if values[0]}
    if rows[0][0] < len(account_ids):
        special |= dict.fromkeys(account_ids - facts_by_ids(account_ids).keys())
    return special


def _facts(values: Any) -> AccountFacts:
    id, ledger_account_id, kind, holder_id, name, account_class, status, is_face_verified = values
    return AccountFacts(
        id, ledger_account_id, _KINDS[kind], holder_id, name, _CLASSES[account_class], _STATUSES[status],
        is_face_verified,
    )  # fmt: skip


def _briefs(rows: Any) -> tuple[AccountBrief, ...]:
    return tuple(brief(row) for row in rows.exclude(status=AccountStatus.CLOSED).order_by("pk"))


def brief(row: BankAccount) -> AccountBrief:
    """An account as its holder sees it."""
    return AccountBrief(
        id=row.pk,
        ledger_account_id=row.ledger_account_id,
        masked_number=row.number.masked,
        tail4=row.tail4,
        holder_name=row.holder_name,
        unit_path=row.unit_path,
        account_class=AccountClass(row.account_class),
        class_label=CLASS_LABELS[AccountClass(row.account_class)],
        status=AccountStatus(row.status),
        status_label=STATUS_LABELS[AccountStatus(row.status)],
        opened_on=row.opened_on,
    )
