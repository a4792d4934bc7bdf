"""置顶、免打扰、标为未读: how a participant keeps a conversation in the own list. The others see nothing of it."""

from uuid import UUID

from apps.core.actors import Actor
from apps.core.db import use_case
from apps.core.errors import NotFound

from ..selectors.seats import NOT_THERE, seats_of


@use_case
def seat_set(
    *, conversation_id: UUID, is_pinned: bool | None = None, is_muted: bool | None = None,
    is_marked: bool | None = None, actor: Actor,
) -> None:  # fmt: skip
    """Sets what is given of the actor's own seat; the same twice is the same once. Raises NotFound.

    Like a reading position it is nobody's deed: no audit row (docs/adr/0019).
    """
    asked = {"is_pinned": is_pinned, "is_muted": is_muted, "is_marked": is_marked}
    given = {name: value for name, value in asked.items() if value is not None}
    rows = seats_of(actor).filter(conversation_id=conversation_id)
    if not (rows.update(**given) if given else rows.exists()):
        raise NotFound(NOT_THERE)
