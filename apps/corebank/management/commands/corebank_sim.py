"""`manage.py corebank_sim`: the simulated core bank as a process of its own (docs/corebank-protocol.md)."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.core.peers.server import SILENCE_SECONDS, SimulatedPeer

from ...simulator.bank import Bank
from ...simulator.store import Store


class Command(BaseCommand):
    help = "Runs the simulated core bank on the loopback address. Uses no database of ours."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = urlsplit(settings.COREBANK_URL).port or 8790
        parser.add_argument("--port", type=int, default=port, help="0 takes a free one")
        parser.add_argument("--state", default=":memory:", help="file that keeps payments, modes and cards")
        parser.add_argument("--silence", type=float, default=SILENCE_SECONDS, help="seconds that a timeout lasts")

    def handle(self, *args: Any, port: int, state: str, silence: float, **options: Any) -> None:
        server = SimulatedPeer(port, Bank(Store(state)).handle, secret=settings.COREBANK_SECRET, silence=silence)
        self.stdout.write(f"simulated core bank on http://127.0.0.1:{server.server_port}")
        self.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            server.server_close()
