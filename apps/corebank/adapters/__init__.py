from apps.core.peers import Answer, NoAnswer, NotSent, Peer

from .breaker import SENDS

BANK = Peer("corebank", "COREBANK_URL", "COREBANK_SECRET")  # docs/corebank-protocol.md
exchange, fetch = BANK.exchange, BANK.fetch

__all__ = ["BANK", "SENDS", "Answer", "NoAnswer", "NotSent", "exchange", "fetch"]
