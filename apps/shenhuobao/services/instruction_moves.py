"""What the use cases of a standing instruction do alike: find it, look at its terms, one move with its audit row."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from apps.agreements import api as agreements
from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.errors import Conflict, InvalidInput
from apps.core.lifecycle import Move
from apps.core.moves import found_locked, move_make

from ..choices import Rhythm
from ..choices.instruction import (
    INSTRUCTION_SUBJECT,
    LEAST_PERCENT,
    MANDATE,
    MOST_PERCENT,
    SWEEP_MOST_RISK,
    InstructionKind,
)
from ..choices.product import ProductKind, ProductState
from ..contracts import InstructionTerms
from ..models import Instruction, Terms
from ..rules import plans
from ..rules.exact import RuleFault
from ..rules.lives import INSTRUCTION

MOST_FEN = 100_000_000_00


def instruction_locked(actor: Actor, instruction_id: UUID) -> Instruction:
    """The person's own. Raises NotFound."""
    return found_locked(Instruction.objects.scoped(actor), instruction_id, "没有找到这项约定。")


def instruction_move(
    instruction: Instruction, name: str, past: str, *, actor: Actor, now: Moment, **changes: Any
) -> Move:
    """One move with its changes and its audit row. Raises IllegalMove."""
    move = move_make(instruction, INSTRUCTION, name, **changes)
    instruction_record(instruction, past, source=move.source, actor=actor, now=now)
    return move


def instruction_record(instruction: Instruction, past: str, *, source: str, actor: Actor, now: Moment) -> None:
    """For the person and the bank: it names no enterprise."""
    one = instruction
    said = {"fen": one.fen, "rhythm": one.rhythm, "day": one.day, "cap": one.cap_fen, "floor": one.floor_fen}
    audit.record(
        actor=actor,
        action=f"shenhuobao.instruction.{past}",
        subject_kind=INSTRUCTION_SUBJECT,
        subject_id=one.pk,
        from_state=source,
        to_state=one.state,
        detail={"kind": one.kind, "percent": None if one.percent is None else str(one.percent)} | said,
        unit_path=one.unit_path,
        now=now,
    )


def instruction_stop_one(instruction: Instruction, *, actor: Actor, now: Moment) -> None:
    """Ends the instruction by its person's will, and its mandate with it. In the caller's transaction."""
    instruction_move(instruction, "stop", "stopped", actor=actor, now=now, ended_at=now.business_at)
    agreements.mandates_end(kind=MANDATE, subject_id=instruction.pk, actor=actor, now=now)


def instructions_move(rows: Iterable[Instruction], name: str, past: str, *, actor: Actor, now: Moment) -> None:
    """The same move for all that hang on a plan."""
    for one in rows:
        changes = from_now_on(one, now) if name == "resume" else {}
        instruction_move(one, name, past, actor=actor, now=now, **changes)


def from_now_on(instruction: Instruction, now: Moment) -> dict[str, Any]:
    """What is set anew when an instruction goes on: no failure counts, the next day is one after today."""
    changes: dict[str, Any] = {"failures": 0}
    if instruction.kind == InstructionKind.AUTO_INVEST:
        changes["next_on"] = plans.next_agreed(schedule_of(instruction), now.business_date)
    return changes


def schedule_of(instruction: Instruction) -> plans.Terms:
    """Of a 定投. Raises RuntimeError for another kind: the database lets none be without its days."""
    if instruction.day is None or instruction.starts_on is None:
        raise RuntimeError(f"instruction {instruction.pk} has no days")
    return plans.Terms(Rhythm(instruction.rhythm), instruction.day, instruction.starts_on)


def terms_fields(said: InstructionTerms, now: Moment) -> dict[str, Any]:
    """The columns of what is agreed. Raises InvalidInput E_TERMS with the field's name."""
    match InstructionKind(said.kind):
        case InstructionKind.AUTO_INVEST:
            _within("amount", "每次金额", said.fen, 1)
            try:
                schedule = plans.Terms(Rhythm(said.rhythm), said.day, now.business_date)
            except RuleFault as fault:
                raise InvalidInput("E_TERMS", fault.message, fields={"day": fault.message}) from None
            agreed = plans.next_agreed(schedule, now.business_date)
            return {
                "fen": said.fen, "rhythm": said.rhythm, "day": said.day, "starts_on": now.business_date,
                "next_on": agreed,
            }  # fmt: skip
        case InstructionKind.PAY_DAY:
            if not LEAST_PERCENT <= said.percent <= MOST_PERCENT or said.percent != round(said.percent, 2):
                message = "比例在 0.01% 到 100% 之间,最多两位小数。"
                raise InvalidInput("E_TERMS", message, fields={"percent": message})
            if said.cap_fen:
                _within("cap", "每次上限", said.cap_fen, 1)
            return {"percent": said.percent, "cap_fen": said.cap_fen or None}
        case InstructionKind.SWEEP:
            _within("floor", "保留金额", said.floor_fen, 0)
            return {"floor_fen": said.floor_fen}


def _within(field: str, label: str, fen: int, least: int) -> None:
    if not least <= fen <= MOST_FEN:
        message = f"{label}不在可以约定的范围内,请重新填写。"
        raise InvalidInput("E_TERMS", message, fields={field: message})


def product_allows(kind: str, terms: Terms) -> None:
    """Whether a product is bought again and again, asked at signing and at every run. Raises Conflict NOT_ON_SALE,
    NOT_SWEPT."""
    product = terms.product
    if product.state != ProductState.ON_SALE or product.kind == ProductKind.FIXED_TERM:
        raise Conflict("NOT_ON_SALE", "这只产品目前不能自动申购,请在产品页面查看状态。")
    if kind == InstructionKind.SWEEP and (product.kind != ProductKind.CASH or terms.rating > SWEEP_MOST_RISK):
        raise Conflict("NOT_SWEPT", "利民宝只能选择 R1 的现金管理类产品。")
