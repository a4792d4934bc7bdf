"""What is unread: of a conversation the rows behind the reading position, of a channel the bulletins not opened."""

from django.db.models import BigIntegerField, Case, Count, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from ..choices import CHANNELS, BulletinState
from ..models import BulletinPost, BulletinReceipt

WHY = "counted for the seat that reads"


def unread() -> Case:
    """The expression of a Participant's unread rows, for `annotate`."""
    receipt = BulletinReceipt.objects.system(WHY).filter(
        bulletin_id=OuterRef("bulletin_id"), participant_id=OuterRef(OuterRef("pk"))
    )
    posts = BulletinPost.objects.system(WHY).filter(
        ~Exists(receipt), conversation_id=OuterRef("conversation_id"), seq__gt=OuterRef("joined_seq"),
        bulletin__state=BulletinState.PUBLISHED,
    )  # fmt: skip
    closed = posts.order_by().values("conversation_id").annotate(count=Count("pk")).values("count")
    return Case(
        When(conversation__kind__in=CHANNELS, then=Coalesce(Subquery(closed), 0)),
        default=F("conversation__last_seq") - F("read_seq"),
        output_field=BigIntegerField(),
    )
