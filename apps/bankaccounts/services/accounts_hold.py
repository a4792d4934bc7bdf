"""Money moves only while nobody can stop it: the accounts of a payment keep their status until it is posted."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.db import require_transaction
from apps.core.errors import Conflict, NotFound

from ..contracts import AccountBrief, AccountFacts, AccountStatus
from ..selectors import account_for_member, facts_held, special_held


def own_payer_hold(actor: Actor, account_id: UUID) -> AccountBrief:
    """The actor's own account, that may pay and stays so until the caller's transaction ends.

    Locks the account. Raises NotFound, Conflict ACCOUNT_STATUS.
    """
    found = account_for_member(actor, account_id)
    if found is None:
        raise NotFound("没有找到这个账户。")
    if payer_hold(account_id) != AccountStatus.NORMAL:
        raise Conflict("ACCOUNT_STATUS", "这个账户目前不能付款,请在「账户管理」中查看原因和恢复办法。")
    return found[0]


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
