"""Who is there, and who types: of this moment only, and only where few sit."""

from uuid import UUID

MOST_SHOWN = 50  # seats of a conversation; in larger ones nobody is told who is there or types


def person_mark(side: str, person_id: UUID) -> str:
    """A person of a side, as presence knows them."""
    return f"{side}:{person_id}"
