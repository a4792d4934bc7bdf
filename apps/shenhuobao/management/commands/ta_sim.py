"""`manage.py ta_sim`: the simulated transfer agent as a process of its own (docs/ta-protocol.md)."""

from apps.core.peers.command import PeerCommand
from apps.core.peers.server import Handle

from ...simulator.agent import Agent
from ...simulator.store import Store


class Command(PeerCommand):
    help = "Runs the simulated transfer agent on the loopback address."
    label = "simulated transfer agent"
    url_setting, secret_setting = "TA_URL", "TA_SECRET"

    def door(self, state: str) -> Handle:
        return Agent(Store(state)).handle
