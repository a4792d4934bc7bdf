"""Whether a conversation is as it was written: each row's link, and each body against its MAC."""

from hmac import compare_digest
from uuid import UUID

from ..contracts.warrants import ChainFound
from ..models import Conversation, Message, MessageBody
from ..rules.chain import GENESIS, body_mac, row_hash

WHY = "the verifier looks at what is stored"


def chain_of(conversation_id: UUID) -> ChainFound:
    """Reads the whole conversation, a row at a time. An erased body is no fault; a changed, cut or moved row is."""
    bodies = MessageBody.objects.system(WHY).filter(conversation_id=conversation_id).order_by("seq")
    said = {seq: (salt, body) for seq, salt, body in bodies.values_list("seq", "salt", "body").iterator()}
    prev, count, erased, broken = GENESIS, 0, 0, []
    for row in Message.objects.system(WHY).filter(conversation_id=conversation_id).order_by("seq").iterator():
        count += 1
        salt, body = said.get(row.seq, (None, None))
        erased += body is None
        fits = body is None or compare_digest(body_mac(bytes(salt or b""), body), bytes(row.body_mac))
        link = row_hash(
            prev, conversation=conversation_id, seq=row.seq, participant=row.participant_id, device=row.device,
            client_id=row.client_id, kind=row.kind, target=row.target_seq, display=row.display, badge=row.badge,
            mac=bytes(row.body_mac), sent_at=row.sent_at,
        )  # fmt: skip
        if not fits or row.seq != count or bytes(row.prev_hash) != prev or link != bytes(row.hash):
            broken.append(row.seq)
        prev = bytes(row.hash)
    talk = Conversation.objects.system(WHY).values_list("last_seq", "head_hash").get(pk=conversation_id)
    if (talk[0], bytes(talk[1])) != (count, prev):
        broken.append(count + 1)
    return ChainFound(count, erased, tuple(broken))
