"""The one way in which words leave the house: the body and the salt of its MAC go, the row of the chain stays.

Whatever is made from a body (words to search by, files, pictures of them) is erased here, with it.
"""

from collections.abc import Sequence
from uuid import UUID

from apps.core.clock import Moment
from apps.core.db import require_transaction

from ..models import MessageBody

WHY = "their time is over, and no hold keeps them"


def body_erase(places: Sequence[tuple[UUID, int]], *, now: Moment) -> int:
    """Erases the bodies of rows (conversation, seq), in the caller's transaction; how many there still were.

    Whoever calls has made sure that no hold keeps them (selectors.warrants.held).
    """
    require_transaction()
    rows = MessageBody.objects.system(WHY).filter(pk__in=list(places), erased_at=None)
    return rows.update(body=None, salt=None, erased_at=now.wall)
