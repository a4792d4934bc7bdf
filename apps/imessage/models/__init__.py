from .bulletin import Bulletin, BulletinPost, BulletinReceipt
from .conversation import Conversation, Participant
from .message import Message, MessageBody

__all__ = ["Bulletin", "BulletinPost", "BulletinReceipt", "Conversation", "Message", "MessageBody", "Participant"]
