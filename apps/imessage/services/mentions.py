"""@: marks the seats of those whom a row calls, so that they see it even where they do not listen."""

from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, StrIndex

from apps.core.db import require_transaction
from apps.core.errors import InvalidInput

from ..choices import TalkKind
from ..models import Participant
from ..rules.mentions import EVERYBODY, MARK, called, calls_everybody, may_call_everybody

WHY = "who is called sits in the same conversation"


def people_call(seat: Participant, text: str, seq: int) -> None:
    """Marks whom the words of `seat` in row `seq` call, in the caller's transaction. The seat has its conversation.

    In a talk of two an @ is a letter like others. As many statements for two people as for thousands. Raises
    InvalidInput E_MENTION_ALL for who may not call everybody.
    """
    require_transaction()
    if MARK not in text or seat.conversation.kind == TalkKind.DIRECT:
        return
    others = Participant.objects.system(WHY).filter(conversation_id=seat.conversation_id, left_seq=None)
    others = others.exclude(pk=seat.pk)
    if calls_everybody(text):
        if not may_call_everybody(seat.conversation.kind, seat.side):
            message = f"全员群中只有企业和银行可以 @{EVERYBODY},请改为 @ 具体的同事。"
            raise InvalidInput("E_MENTION_ALL", message, fields={"text": message})
        _mark(others, seq)
        return
    fits = Concat(Value(MARK), F("display"))
    near = others.annotate(at=StrIndex(Value(text), fits)).filter(at__gt=0).values_list("pk", "display")
    names: dict[UUID, str] = dict(near)
    if found := called(text, names):
        _mark(others.filter(pk__in=found), seq)


def _mark(seats: QuerySet[Participant], seq: int) -> None:
    seats.filter(mention_seq__lt=seq).update(mention_seq=seq)
