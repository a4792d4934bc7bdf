from apps.core.peers import NoAnswer, NotSent, Peer

AGENT = Peer("transfer_agent", "TA_URL", "TA_SECRET")  # docs/ta-protocol.md

__all__ = ["AGENT", "NoAnswer", "NotSent"]
