from .bank import Answer, NoAnswer, NotSent, exchange, fetch
from .breaker import SENDS

__all__ = ["SENDS", "Answer", "NoAnswer", "NotSent", "exchange", "fetch"]
