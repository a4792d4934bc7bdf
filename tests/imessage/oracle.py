"""The one oracle of every chaos test: what was acknowledged is stored, and everybody has seen it once, in one order."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from apps.imessage.models import Message

from .reference_client import Client


@dataclass(frozen=True)
class Verdict:
    """Counts of what must not be. `doubled_on_the_wire` may be: the client drops those rows, as the protocol says."""

    stored: int
    acknowledged: int
    delivered: int
    lost: int
    duplicates: int
    inversions: int
    doubled_on_the_wire: int
    connections: int

    @property
    def is_clean(self) -> bool:
        return (self.lost, self.duplicates, self.inversions) == (0, 0, 0)


def verdict(conversation: UUID, clients: Iterable[Client]) -> Verdict:
    """Compares what the clients hold with the table. Their rows are compared with it field by field of the chain."""
    clients, c = list(clients), str(conversation)
    rows = Message.objects.system("oracle").filter(conversation=conversation).order_by("seq")
    stored = [(row.seq, str(row.client_id), row.hash.hex()) for row in rows]
    seqs = [seq for seq, _, _ in stored]
    by_id = {client_id: seq for seq, client_id, _ in stored}
    lost = duplicates = inversions = delivered = 0
    inversions += seqs != list(range(1, len(stored) + 1))
    duplicates += len(stored) - len(by_id)
    for client in clients:
        seen = [(row["seq"], row["client_id"], row["hash"]) for row in client.talks[c].rows]
        delivered += len(seen)
        lost += len(set(stored[client.talks[c].first_seq :]) - set(seen)) + len(set(seen) - set(stored))
        duplicates += len(seen) - len(set(seen))
        inversions += sum(one[0] >= other[0] for one, other in itertools.pairwise(seen))
        lost += sum(by_id.get(client_id) != seq for client_id, (_, seq) in client.acknowledged.items())
    return Verdict(
        len(stored), sum(len(client.acknowledged) for client in clients), delivered, lost, duplicates, inversions,
        sum(client.duplicates for client in clients), sum(client.connections for client in clients),
    )  # fmt: skip
