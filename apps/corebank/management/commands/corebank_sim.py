"""`manage.py corebank_sim`: the simulated core bank as a process of its own (docs/corebank-protocol.md)."""

from apps.core.peers.command import PeerCommand
from apps.core.peers.server import Handle

from ...simulator.bank import Bank
from ...simulator.store import Store


class Command(PeerCommand):
    help = "Runs the simulated core bank on the loopback address."
    label = "simulated core bank"
    url_setting, secret_setting = "COREBANK_URL", "COREBANK_SECRET"

    def door(self, state: str) -> Handle:
        return Bank(Store(state)).handle
