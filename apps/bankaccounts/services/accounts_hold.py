"""Money moves only while nobody can stop it: the accounts of a payment keep their status until it is posted."""

from uuid import UUID

from apps.core.db import require_transaction

from ..contracts import AccountFacts, AccountStatus
from ..selectors import facts_held, special_held


def payer_hold(account_id: UUID) -> AccountStatus:
    """The account's status, which stays so until the caller's transaction ends.

    Locks the account; the caller then posts in the same transaction, so that a freeze comes before or after, never
    in between. Raises KeyError for an unknown id: ids come from our own tables.
    """
    require_transaction()
    return facts_held({account_id})[account_id].status


def payees_hold(account_ids: set[UUID]) -> dict[UUID, AccountFacts | None]:
    """Facts of the payees' accounts that may refuse money or have limits, None for one that does not exist; what is not
    given is an ordinary account. All stay as they are until the caller's transaction ends.

    Locks them, ascending by id, before the counters of limits and the accounts of the books. One query.
    """
    require_transaction()
    return special_held(account_ids)
