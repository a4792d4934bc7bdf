"""The signed doors to systems outside: our client, and the server on which a simulated one of them stands."""

from .client import Answer, NoAnswer, NotSent, Peer

__all__ = ["Answer", "NoAnswer", "NotSent", "Peer"]
