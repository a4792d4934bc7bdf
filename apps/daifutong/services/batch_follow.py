"""New batches of lines that an earlier batch did not pay: failed ones again, parked ones now that there is a card."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.ids import new_id

from ..choices import BatchKind
from ..contracts import ImportAnswer
from ..models import Batch, Row
from ..rules.batch import VOID
from ..rules.lines import Line
from ..rules.payroll_contract import PayItem
from ..selectors.contracts import contract_required
from .batch_moves import batch_locked, batch_record
from .batch_open import batch_store
from .batch_repeat import wages_marked
from .follow_ups import follow_ups_write

TITLE_LENGTH = 60


def batch_follow(
    like: Batch, rows: Mapping[UUID, Row], title: str, kind: BatchKind, past: str, actor: Actor, now: Moment
) -> dict[str, Any]:
    """A batch of lines by the origin that each follows, with month and secrecy of `like`, from the contract's payer."""
    lines = [_line(number, row) for number, row in enumerate(rows.values(), start=1)]
    answer = batch_store(
        lines=lines,
        file_sha256=hashlib.sha256("".join(line.id.hex for line in lines).encode()).hexdigest(),
        filename=f"{like.reference} {'重发' if past == 'retried' else '补发'}",
        pay_period=like.pay_period,
        title=title[-TITLE_LENGTH:],
        kind=kind,
        wanted_on=None,
        payer_account_id=contract_required(like.enterprise_id).payer_account_id,
        is_confidential=like.is_confidential,
        mark=_marked,
        actor=actor,
        now=now,
    )
    follow_ups_write((line.id, origin) for line, origin in zip(lines, rows, strict=True))
    batch = batch_locked(actor, UUID(answer["batch_id"]))
    detail = {"origins": sorted({row.batch.reference for row in rows.values()})}
    batch_record(batch, f"daifutong.batch.{past}", source="", actor=actor, now=now, detail=detail)
    return answer


def _marked(batch: Batch, actor: Actor) -> dict[str, Any]:
    """Every line of a batch may have failed: its like may be made, to be amended, and is refused when it is submitted
    as it was (PY-11)."""
    marks = wages_marked(batch, actor)
    others = Batch.objects.scoped(actor).filter(fingerprint=marks["fingerprint"]).exclude(pk=batch.pk)
    return {} if others.exclude(state__in=VOID).exists() else marks


def _line(number: int, row: Row) -> Line:
    return Line(
        id=new_id(),
        number=number,
        name=row.name,
        account=row.account.clear(),
        amount_fen=row.amount_fen,
        amount_text="",
        remark=row.remark,
        emp_no=row.emp_no,
        items=tuple(PayItem(label, fen) for label, fen in row.items),
    )


def follow_answer(answer: dict[str, Any]) -> ImportAnswer:
    """What was kept under the key, as the pages and programs get it."""
    return ImportAnswer(**answer | {"batch_id": UUID(answer["batch_id"])})
