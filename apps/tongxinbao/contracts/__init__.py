"""What pages, the API and other apps get of 同心宝."""

from .answers import IssueAnswer, OrderAnswer
from .cap import Cap
from .screen import Screen

__all__ = ["Cap", "IssueAnswer", "OrderAnswer", "Screen"]
