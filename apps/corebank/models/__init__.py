from .core_message import CoreMessage
from .identity_check import IdentityCheck

__all__ = ["CoreMessage", "IdentityCheck"]
