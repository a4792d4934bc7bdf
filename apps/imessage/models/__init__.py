from .bulletin import Bulletin, BulletinPost, BulletinReceipt, BulletinTarget
from .conversation import Conversation, Participant
from .file import TalkFile
from .grams import MessageGrams
from .message import Message, MessageBody
from .question import Answer, PostReport, Question
from .report import Report
from .warrant import Warrant

__all__ = [
    "Answer",
    "Bulletin",
    "BulletinPost",
    "BulletinReceipt",
    "BulletinTarget",
    "Conversation",
    "Message",
    "MessageBody",
    "MessageGrams",
    "Participant",
    "PostReport",
    "Question",
    "Report",
    "TalkFile",
    "Warrant",
]
