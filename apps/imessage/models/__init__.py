from .bulletin import Bulletin, BulletinPost, BulletinReceipt, BulletinTarget
from .canned import CannedAnswer
from .complaint import Complaint, ComplaintReply
from .conversation import Conversation, Participant
from .desk import ServiceAgent, ServiceStint, ServiceThread
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
    "CannedAnswer",
    "Complaint",
    "ComplaintReply",
    "Conversation",
    "Message",
    "MessageBody",
    "MessageGrams",
    "Participant",
    "PostReport",
    "Question",
    "Report",
    "ServiceAgent",
    "ServiceStint",
    "ServiceThread",
    "TalkFile",
    "Warrant",
]
