"""A person's standing instructions and what they did; which of everybody's wait for a job (WM-13)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse

from apps.core.actors import Actor
from apps.core.calendar import trading_days
from apps.core.clock import SHANGHAI, Moment
from apps.core.errors import CalendarYearNotLoaded, NotFound
from apps.core.money import Fen, format_yuan
from apps.core.parts import Pair

from ..choices import RHYTHM_LABELS, Rhythm
from ..choices.instruction import (
    INSTRUCTION_KIND_LABELS,
    INSTRUCTION_LABELS,
    INSTRUCTION_TONES,
    OPEN_INSTRUCTIONS,
    SKIPPED_LABELS,
    SWEEP_MOST_RISK,
    SWEEP_STEP,
    InstructionKind,
    InstructionState,
)
from ..choices.product import ProductKind, ProductState, TermsState
from ..contracts import InstructionLine, InstructionPage, InstructionTerms, RunLine
from ..models import Instruction, Run, Terms
from ..rules.lives import INSTRUCTION
from ..rules.trade_days import SPAN, Market, trading_day_from

WHY = "standing instructions that wait for a job"
WEEKDAYS = "一二三四五六日"
RUNS = 24  # that a page shows
K = InstructionKind


class Signed(NamedTuple):
    id: UUID
    product_id: UUID
    terms: InstructionTerms


def due_ids(day: date) -> list[UUID]:
    """Every 定投 that is due on a trading day. One query."""
    rows = Instruction.objects.system(WHY).filter(kind=K.AUTO_INVEST, state=InstructionState.ACTIVE, next_on__lte=day)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def sweep_ids(day: date) -> list[UUID]:
    """Every 利民宝 that has not been swept on a day. One query."""
    swept = Run.objects.system(WHY).filter(instruction=OuterRef("pk"), occasion=f"{day}")
    rows = Instruction.objects.system(WHY).filter(~Exists(swept), kind=K.SWEEP, state=InstructionState.ACTIVE)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def payday_accounts() -> dict[UUID, list[UUID]]:
    """By account of the books the 工资日自动转入 that waits for a wage there, in the order of signing. One query."""
    rows = Instruction.objects.system(WHY).filter(kind=K.PAY_DAY, state=InstructionState.ACTIVE)
    found: dict[UUID, list[UUID]] = {}
    for account, pk in rows.order_by("signed_at", "pk").values_list("account_ledger_id", "pk"):
        found.setdefault(account, []).append(pk)
    return found


def instructions_for_member(actor: Actor, now: Moment, *, plan_id: UUID | None = None) -> tuple[InstructionLine, ...]:
    """The person's own, or those of one plan; what is open first. Three queries."""
    rows = Instruction.objects.scoped(actor).order_by("-signed_at")
    if plan_id is not None:
        rows = rows.filter(plan=plan_id)
    return _lines(sorted(rows, key=lambda one: one.ended_at is not None), now)


def sweep_choices(actor: Actor, own: Iterable[InstructionLine]) -> tuple[Pair, ...]:
    """The R1 cash-management products that idle money may be swept into, in the order of the shelf; none while the
    person has signed for one. One query."""
    if any(one.kind == K.SWEEP and one.state in OPEN_INSTRUCTIONS for one in own):
        return ()
    rows = Terms.objects.filter(
        state=TermsState.IN_FORCE, product__state=ProductState.ON_SALE, product__kind=ProductKind.CASH,
        issuer_rating__lte=SWEEP_MOST_RISK, seller_rating__lte=SWEEP_MOST_RISK,
    ).order_by("product__code")  # fmt: skip
    return tuple(
        Pair(name, str(pk), reverse("mobile:instruction_sign", args=[pk]) + f"?kind={K.SWEEP}")
        for pk, name in rows.values_list("product", "name")
    )


def instruction_for_member(actor: Actor, instruction_id: UUID, now: Moment) -> InstructionPage:
    """One with its last occasions. Raises NotFound. Four queries."""
    lines = _lines(Instruction.objects.scoped(actor).filter(pk=instruction_id), now)
    if not lines:
        raise NotFound("没有找到这项约定。")
    return InstructionPage(lines[0], _facts(lines[0]), runs_of(actor, [instruction_id]))


def instruction_signed(actor: Actor, instruction_id: UUID) -> Signed:
    """What was signed last. Raises NotFound. One query."""
    one = Instruction.objects.scoped(actor).filter(pk=instruction_id).first()
    if one is None:
        raise NotFound("没有找到这项约定。")
    return Signed(one.pk, one.product_id, terms_said(one))


def runs_of(actor: Actor, instruction_ids: Iterable[UUID]) -> tuple[RunLine, ...]:
    """The last occasions of these, newest first. One query."""
    rows = Run.objects.scoped(actor).filter(instruction__in=list(instruction_ids)).order_by("-at")[:RUNS]
    return tuple(
        RunLine(
            id=one.pk,
            on=one.on,
            at=one.at,
            fen=Fen(one.fen),
            is_bought=not one.outcome,
            outcome=one.outcome,
            outcome_label=outcome_label(one.outcome),
            order_id=one.order_id,
            journal_id=one.journal_id,
            leg=one.leg,
        )
        for one in rows
    )


def outcome_label(outcome: str) -> str:
    """Why nothing was bought; "" when it was."""
    return SKIPPED_LABELS.get(outcome, "不符合购买条件") if outcome else ""


def _lines(rows: Iterable[Instruction], now: Moment) -> tuple[InstructionLine, ...]:
    found = list(rows)
    products = [one.product_id for one in found]
    names = dict(Terms.objects.filter(product__in=products, state=TermsState.IN_FORCE).values_list("product", "name"))
    days = [one.next_on for one in found if one.next_on is not None and one.ended_at is None]
    market = trading_days(now.business_date, max(days) + SPAN) if days else {}
    return tuple(_line(one, names[one.product_id], _runs_on(one, now, market)) for one in found)


def _runs_on(one: Instruction, now: Moment, market: Market) -> date | None:
    if one.next_on is None or one.ended_at is not None:
        return None
    try:
        return trading_day_from(max(one.next_on, now.business_date), market)
    except CalendarYearNotLoaded:
        return None


def _line(one: Instruction, product: str, runs_on: date | None) -> InstructionLine:
    kind, state = InstructionKind(one.kind), InstructionState(one.state)
    terms = terms_said(one)
    return InstructionLine(
        id=one.pk,
        kind=kind,
        kind_label=INSTRUCTION_KIND_LABELS[kind],
        title=title_of(terms),
        state=state,
        state_label=INSTRUCTION_LABELS[state],
        tone=INSTRUCTION_TONES.get(state, "neutral"),
        product_id=one.product_id,
        product=product,
        plan_id=one.plan_id,
        account_id=one.account_id,
        account=one.account_masked,
        mandate_id=one.mandate_id,
        terms=terms,
        next_on=one.next_on if one.ended_at is None else None,
        runs_on=runs_on,
        failures=one.failures,
        signed_at=one.signed_at,
        may=tuple(dict.fromkeys(move.name for move in INSTRUCTION.leaving(state) if move.name != "end")),
    )


def terms_said(one: Instruction) -> InstructionTerms:
    """As it was agreed last."""
    return InstructionTerms(
        kind=one.kind,
        fen=one.fen or 0,
        rhythm=one.rhythm,
        day=one.day or 0,
        percent=one.percent or Decimal(0),
        cap_fen=one.cap_fen or 0,
        floor_fen=one.floor_fen or 0,
    )


def title_of(said: InstructionTerms) -> str:
    """In one line what it does."""
    match InstructionKind(said.kind):
        case K.AUTO_INVEST:
            return f"{day_in_words(said)} ¥{format_yuan(Fen(said.fen))}"
        case K.PAY_DAY:
            cap = f",每次不超过 ¥{format_yuan(Fen(said.cap_fen))}" if said.cap_fen else ""
            return f"工资的 {said.percent.normalize():f}%{cap}"
        case K.SWEEP:
            return f"账户保留 ¥{format_yuan(Fen(said.floor_fen))}"


def day_in_words(said: InstructionTerms) -> str:
    rhythm = Rhythm(said.rhythm)
    day = f" {said.day} 日" if rhythm == Rhythm.MONTHLY else f"星期{WEEKDAYS[said.day - 1]}"
    return f"{RHYTHM_LABELS[rhythm]}{day}"


def agreed_in_words(said: InstructionTerms) -> tuple[Pair, ...]:
    """What is agreed, label by label: signed, and shown."""
    match InstructionKind(said.kind):
        case K.AUTO_INVEST:
            return (
                Pair("定投金额", f"每次 ¥{format_yuan(Fen(said.fen))}"),
                Pair("定投日期", f"{day_in_words(said)},非交易日顺延"),
            )
        case K.PAY_DAY:
            cap = f"¥{format_yuan(Fen(said.cap_fen))}" if said.cap_fen else "不设上限"
            return (Pair("转入比例", f"每笔到账工资的 {said.percent.normalize():f}%"), Pair("每次上限", cap))
        case K.SWEEP:
            step = format_yuan(Fen(SWEEP_STEP)).removesuffix(".00")
            return (
                Pair("保留金额", f"¥{format_yuan(Fen(said.floor_fen))}"),
                Pair("转入", f"每个交易日把超出部分按 {step} 元的整数倍转入(非存款)"),
            )


def _facts(line: InstructionLine) -> tuple[Pair, ...]:
    said = [*agreed_in_words(line.terms), Pair("付款账户", line.account)]
    if line.runs_on is not None and line.state == InstructionState.ACTIVE:
        moved = f"约定日 {line.next_on:%m-%d} 非交易日,顺延" if line.runs_on != line.next_on else ""
        said.append(Pair("下次执行", f"{line.runs_on:%Y-%m-%d}", note=moved))
    if line.failures:
        said.append(Pair("连续未执行", f"{line.failures} 次", tone="warn"))
    said.append(Pair("签约日期", f"{line.signed_at.astimezone(SHANGHAI):%Y-%m-%d}"))
    return tuple(said)
