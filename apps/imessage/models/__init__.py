from .conversation import Conversation, Participant
from .message import Message, MessageBody

__all__ = ["Conversation", "Message", "MessageBody", "Participant"]
