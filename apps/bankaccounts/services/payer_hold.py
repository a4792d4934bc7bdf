"""Money may leave an account only while nobody can stop it."""

from uuid import UUID

from apps.core.db import require_transaction

from ..contracts import AccountStatus
from ..selectors import facts_held


def payer_hold(account_id: UUID) -> AccountStatus:
    """The account's status, which stays so until the caller's transaction ends.

    Locks the account; the caller then posts in the same transaction, so that a freeze comes before or after, never
    in between. Raises KeyError for an unknown id: ids come from our own tables.
    """
    require_transaction()
    return facts_held({account_id})[account_id].status
