"""Identity checks by two to five elements: the try is counted before the bank is asked (ID-7)."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.core.clock import Moment
from apps.core.crypto import blind_index
from apps.core.db import lock_name, lock_rows, refuse_transaction, use_case
from apps.core.errors import TooMany

from ..adapters import NoAnswer, NotSent, exchange
from ..contracts import IdentityAnswer, IdentityElements, IdentityResult
from ..models import IdentityCheck
from ..rules.identity import IDENTITY_CHECK, LOOK_BACK, locked_until, read_answer

HOUSE = "tries are counted over everybody who asks"
ACCOUNT_FROM = 3  # from three elements on, the account is compared and its tries are counted


def identity_check(*, elements: IdentityElements, now: Moment) -> IdentityAnswer:
    """Asks the bank whether the elements belong together. Nobody learns which one does not.

    Must run outside any transaction (OpenTransaction); opens two of its own, the first under advisory locks of the ID
    number and the account. Raises TooMany after five tries a day for either, for 24 hours; an answer CHANNEL_ERROR is
    no try. No key: each call is a check of its own.
    """
    refuse_transaction()
    check_id = _count_try(elements=elements, now=now)
    try:
        answer = exchange("POST", "/v1/identity/check", _question(elements))
    except (NotSent, NoAnswer):
        found = IdentityAnswer(IdentityResult.CHANNEL_ERROR, "")
    else:
        found = read_answer(answer.status, answer.body)
    _write_result(check_id=check_id, found=found, now=now)
    return found


@use_case
def _count_try(*, elements: IdentityElements, now: Moment) -> UUID:
    person = blind_index("id_number", elements.id_number)
    account = blind_index("account_number", elements.account) if elements.factors >= ACCOUNT_FROM else None
    for index in sorted(filter(None, (person, account))):
        lock_name(f"corebank.identity_check:{index.hex()}")
    _refuse_locked(Q(id_number_index=person), now)
    if account:
        _refuse_locked(Q(account_index=account), now)
    state = IDENTITY_CHECK.check("", "ask").target
    check = IdentityCheck(
        factors=elements.factors, id_number_index=person, account_index=account, state=state, asked_at=now.wall
    )
    check.save(force_insert=True)
    return check.pk


def _refuse_locked(whose: Q, now: Moment) -> None:
    tries = (
        IdentityCheck.objects.system(HOUSE)
        .filter(whose, asked_at__gt=now.wall - LOOK_BACK)
        .exclude(state=IdentityResult.CHANNEL_ERROR)
        .order_by("asked_at")
        .values_list("asked_at", flat=True)
    )
    end = locked_until(tries)
    if end is not None and now.wall < end:
        raise TooMany("核验次数过多,请 24 小时后再试。", retry_after=int((end - now.wall).total_seconds()) + 1)


def _question(elements: IdentityElements) -> dict[str, Any]:
    named = {
        "name": elements.name,
        "id_number": elements.id_number,
        "account": elements.account,
        "mobile": elements.mobile,
    }
    return {"factors": elements.factors} | dict(list(named.items())[: min(elements.factors, 4)])


@use_case
def _write_result(*, check_id: UUID, found: IdentityAnswer, now: Moment) -> None:
    (check,) = lock_rows(IdentityCheck.objects.system(HOUSE).filter(pk=check_id))
    check.state = IDENTITY_CHECK.check(check.state, found.result.lower()).target
    check.bank_reference = found.reference
    check.answered_at = now.wall
    check.save()
