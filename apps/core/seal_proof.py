"""Proving one part of a sealed row, with nothing of other parts and rows but digests (core.proofs)."""

from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from . import proofs, seal
from .errors import Conflict, NotFound, Unavailable
from .models import SealBlock
from .proofs import Proof


class NotSealed(Conflict):
    """The row is too young: it is sealed within seconds."""

    def __init__(self) -> None:
        super().__init__("NOT_SEALED", "这笔业务刚刚入账,正在封存,请稍候几秒再试。")


def prove(name: str, row_id: UUID, part: int) -> Proof:
    """The proof of a part against the head of its block. Reads the whole block: about a tenth of a second.

    Raises NotFound, NotSealed, and Unavailable when the books are no longer as they were sealed.
    """
    stream = seal.stream_of(name)
    with transaction.atomic():
        own = _one(seal.part_sql(stream), [part, part, row_id])
        if own is None:
            raise NotFound("没有找到这笔业务。")
        xact, row, row_kept, parts, leaves, place, shown, kept = own
        block = SealBlock.objects.filter(stream=name, from_xact__lt=xact, to_xact__gte=xact).first()
        if block is None:
            raise NotSealed()
        digests, row_place = _one(seal.block_sql(stream), [row_id, [block.from_xact], [block.to_xact]])
    proof = Proof(
        block=seal.header_of(block),
        row=tuple(row),
        row_kept=bytes(row_kept),
        parts=parts,
        part=tuple(shown),
        part_kept=bytes(kept),
        part_path=proofs.path(bytes(leaves), place),
        row_path=proofs.path(bytes(digests), row_place),
    )
    if proof.head != bytes(block.block_hash):
        structlog.get_logger("seal").error("seal.broken", stream=name, number=block.number)
        raise Unavailable("这笔账的封存校验没有通过,暂时不能开具凭证,请联系银行。")
    return proof


def _one(sql: str, parameters: list[Any]) -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        seal.settle(cursor)
        cursor.execute(sql, parameters)
        found = cursor.fetchone()
        transaction.set_rollback(True)
        return found
