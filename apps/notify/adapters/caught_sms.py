"""The demo's SMS gateway: it accepts everything and sends nothing; the story bar shows what it caught."""


class CaughtSms:
    def send(self, mobile: str, text: str) -> None:
        """Accepts. The message itself already stands in the table from which the story bar reads."""
