"""The pay specialist puts a corrected payslip in the place of one that was withdrawn (PY-13)."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import use_case
from apps.core.errors import Conflict, InvalidInput
from apps.core.money import MAX_FEN
from apps.core.outbox import publish

from ..events import PayslipCorrected
from ..rules.payroll_items import ITEMS, LABEL_LENGTH
from .payslip_moves import payslip_move, published_locked


@use_case
def payslip_correct(*, payslip_id: UUID, items: Sequence[tuple[str, int]], actor: Actor, now: Moment) -> None:
    """Publishes a withdrawn payslip again with other items, (label, 分); it is new to the employee, who is told.

    Locks the payslip. Raises NotFound, IllegalMove for one that is not withdrawn, InvalidInput ITEMS, Conflict
    ENTERPRISE_SUSPENDED, NOT_PAID where the wage came back (退票): it gets another payslip when it is paid again.
    """
    _check_items(items)
    slip = published_locked(actor, payslip_id)
    if slip.row.bounced_at:
        raise Conflict("NOT_PAID", "这笔工资已被退票,不能更正;重新发放后会有新的工资条。")
    payslip_move(
        slip,
        "correct",
        "daifutong.payslip.corrected",
        actor=actor,
        now=now,
        items=[[label.strip(), fen] for label, fen in items],
        viewed_at=None,
        answered_at=None,
        dispute_text="",
        reply_text="",
        reply_display="",
        replied_at=None,
    )
    publish(PayslipCorrected(slip.pk, now.wall.isoformat()))


def _check_items(items: Sequence[tuple[str, int]]) -> None:
    labels = [label.strip() for label, _ in items]
    if not 1 <= len(items) <= ITEMS or not all(1 <= len(label) <= LABEL_LENGTH for label in labels):
        message = f"请填写 1 至 {ITEMS} 项工资构成,项目名称不超过 {LABEL_LENGTH} 字。"
    elif len(set(labels)) < len(labels):
        message = "工资构成的项目名称不能重复。"
    elif any(not 0 < abs(fen) < MAX_FEN for _, fen in items):
        message = "工资构成的金额不能为零,也不能过大。"
    else:
        return
    raise InvalidInput("ITEMS", message, fields={"lines": message})
