"""The demo's SMS gateway: it accepts everything and sends nothing; the story bar shows what it caught."""

from uuid import UUID


class CaughtSms:
    def send(self, *, mobile: str, text: str, reference: UUID) -> None:
        """Accepts. The message itself already stands in the table from which the story bar reads."""
