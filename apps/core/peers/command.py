"""A simulated system outside as a process of its own."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from .server import SILENCE_SECONDS, Handle, SimulatedPeer


class PeerCommand(BaseCommand):
    """Serves what `door` gives for a state file on the loopback address. Uses no database of ours."""

    label: str  # as it says of itself when it is up
    url_setting: str
    secret_setting: str
    requires_system_checks: list[str] = []

    def door(self, state: str) -> Handle:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = urlsplit(getattr(settings, self.url_setting)).port
        parser.add_argument("--port", type=int, default=port, help="0 takes a free one")
        parser.add_argument("--state", default=":memory:", help="file that keeps what it must not forget")
        parser.add_argument("--silence", type=float, default=SILENCE_SECONDS, help="seconds that a timeout lasts")

    def handle(self, *args: Any, port: int, state: str, silence: float, **options: Any) -> None:
        secret = getattr(settings, self.secret_setting)
        server = SimulatedPeer(port, self.door(state), secret=secret, silence=silence)
        self.stdout.write(f"{self.label} on http://127.0.0.1:{server.server_port}")
        self.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()
